import { BESIDE, EDGES, FOOT, HEADS, IMAGE, MARGIN, NEURON, SLOPES } from "../../lib/shared.js";

/**
 * Where everything of the drawing goes; pure geometry.
 *
 * @typedef {{
 *   layer: number, unit: number, x: number, y: number, side: number, lines: 0 | 1 | 2, port: number, entry: number
 * }} Node
 * `side` is that of the neuron's square, `lines` how many lines of numbers there is room for below,
 * `port` how far right of the centre its edges leave: beyond the number, where that stands beside;
 * `entry` how far left of it they arrive.
 * @typedef {object} Geometry
 * @property {Node[][]} layers   centres, inputs first
 * @property {number} column     width of a layer's column
 * @property {number} tall       height of the heads above the neurons
 * @property {number} foot       where the last line of the drawing stands
 * @property {{sources: number[], key: string} | null} active  the inputs that are drawn, where not all are
 */

/**
 * @param {number[]} sizes
 * @param {number} width
 * @param {number} height
 * @param {[number, number] | null} [image]  rows and columns of the inputs, where they are pixels
 * @returns {Geometry}
 */
export function place(sizes, width, height, image = null) {
  const column = (width - 2 * MARGIN) / sizes.length;
  const tall = height < HEADS.flat_below ? HEADS.flat : column < HEADS.stacked_below ? HEADS.stacked : HEADS.wide;
  const room = height - tall - FOOT;
  // A layer of many neurons has small ones; the others need not shrink with it.
  const layers = sizes.map((count, layer) => {
    const center = { x: middle(column, layer), y: tall + room / 2 };
    if (image && layer === 0) return pixels(image, center, column, room);
    if (image && layer === 1) {
      return abreast(layer, count, { ...center, y: center.y - NEURON.line / 2 }, column, room - NEURON.line);
    }
    const share = room / count;
    const { side, lines } = fit(share, column);
    const beside =
      lines === 0 && share >= BESIDE.pitch_from && column >= BESIDE.column_from && layer + 1 < sizes.length;
    const port = side / 2 + (beside ? BESIDE.width : 0);
    const block = side + lines * NEURON.line;
    const pitch = Math.min(share, block + NEURON.loose);
    return Array.from({ length: count }, (_, unit) => ({
      layer,
      unit,
      side,
      lines,
      port,
      entry: side / 2,
      x: center.x,
      y: center.y + (unit - (count - 1) / 2) * pitch - (block - side) / 2,
    }));
  });
  return { layers, column, tall, foot: height - FOOT, active: null };
}

/** The middle of a layer's column. @param {number} column  its width @param {number} layer */
export const middle = (column, layer) => MARGIN + column * (layer + 0.5);

/**
 * An image's pixels as they lie in it; their edges leave at its right side.
 * @param {[number, number]} image
 * @param {{x: number, y: number}} middle
 * @param {number} column
 * @param {number} room
 * @returns {Node[]}
 */
function pixels([rows, columns], middle, column, room) {
  const fits = Math.min((column * IMAGE.across) / columns, (room * IMAGE.down) / rows);
  const side = Math.max(IMAGE.least, Math.min(IMAGE.pixel, Math.floor(fits)));
  return Array.from({ length: rows * columns }, (_, unit) => {
    const [row, at] = [Math.floor(unit / columns), unit % columns];
    return {
      layer: 0,
      unit,
      side,
      lines: /** @type {0} */ (0),
      port: (columns - at - 0.5) * side,
      entry: side / 2,
      x: middle.x + (at - (columns - 1) / 2) * side,
      y: middle.y + (row - (rows - 1) / 2) * side,
    };
  });
}

/**
 * A layer in as many ranks as show its pictures largest, filled row by row. Edges stop at its sides.
 * @param {number} layer
 * @param {number} count
 * @param {{x: number, y: number}} middle
 * @param {number} column
 * @param {number} room
 * @returns {Node[]}
 */
function abreast(layer, count, middle, column, room) {
  const sideFor = (/** @type {number} */ ranks) =>
    Math.min(
      IMAGE.picture,
      room / Math.ceil(count / ranks) - IMAGE.apart,
      (column * IMAGE.ranks_across) / ranks - IMAGE.apart,
    );
  const all = Array.from({ length: count }, (_, k) => k + 1);
  const ranks = all.reduce((best, each) => (sideFor(each) > sideFor(best) ? each : best), 1);
  const [rows, side] = [Math.ceil(count / ranks), Math.max(NEURON.smallest, sideFor(ranks))];
  const [across, pitch] = [side + IMAGE.apart, Math.min(room / rows, IMAGE.pitch * side + IMAGE.apart)];
  return Array.from({ length: count }, (_, unit) => {
    const at = unit % ranks;
    return {
      layer,
      unit,
      side,
      lines: /** @type {0} */ (0),
      port: (ranks - 1 - at) * across + side / 2,
      entry: at * across + side / 2,
      x: middle.x + (at - (ranks - 1) / 2) * across,
      y: middle.y + (Math.floor(unit / ranks) - (rows - 1) / 2) * pitch,
    };
  });
}

/**
 * The size of a neuron that has so much height and width.
 * @param {number} share
 * @param {number} column
 * @returns {{side: number, lines: 0 | 1 | 2}}
 */
function fit(share, column) {
  const widest = Math.min(NEURON.largest, column * NEURON.across);
  const wanted = (/** @type {number} */ lines) => Math.min(widest, share - NEURON.gap - lines * NEURON.line);
  const { lines_from, one_line_from, two_lines_from } = NEURON;
  const lines = column < lines_from ? 0 : wanted(2) >= two_lines_from ? 2 : wanted(1) >= one_line_from ? 1 : 0;
  return {
    side: lines ? wanted(lines) : Math.max(NEURON.smallest, Math.min(widest, share * NEURON.crowded)),
    lines,
  };
}

/**
 * A curve from the side of one neuron to the side of another, moved down by `shift`.
 * @param {Node} from
 * @param {Node} to
 * @param {number} [shift]
 */
export function curve(from, to, shift = 0) {
  const [x0, x1] = [from.x + from.port, to.x - to.entry];
  const [y0, y1] = [from.y + shift, to.y + shift];
  const bend = (x1 - x0) * EDGES.bend;
  return (
    `M${x0.toFixed(1)} ${y0.toFixed(1)}C${(x0 + bend).toFixed(1)} ${y0.toFixed(1)} ` +
    `${(x1 - bend).toFixed(1)} ${y1.toFixed(1)} ${x1.toFixed(1)} ${y1.toFixed(1)}`
  );
}

/**
 * A point of that curve.
 * @param {Node} from
 * @param {Node} to
 * @param {number} share  of the way, 0 to 1
 */
export function along(from, to, share) {
  const [x0, x1] = [from.x + from.port, to.x - to.entry];
  const bend = (x1 - x0) * EDGES.bend;
  const [a, b, c, d] = [(1 - share) ** 3, 3 * share * (1 - share) ** 2, 3 * share ** 2 * (1 - share), share ** 3];
  return { x: a * x0 + b * (x0 + bend) + c * (x1 - bend) + d * x1, y: (a + b) * from.y + (c + d) * to.y };
}

/**
 * The edges worth drawing between two layers: all of them up to a limit, else the strongest and
 * those that are wanted whatever their weight.
 * @param {ArrayLike<number>} weights
 * @param {number} limit
 * @param {number[]} [wanted]  indices
 * @param {number[]} [among]  indices of the only others that may be drawn
 * @returns {number[]} indices into `weights`, rising
 */
export function strongest(weights, limit, wanted = [], among = Array.from({ length: weights.length }, (_, i) => i)) {
  const all = [...new Set([...wanted, ...among])].sort((a, b) => a - b);
  if (all.length <= limit) return all;
  const first = new Set(wanted);
  const rank = (/** @type {number} */ i) =>
    first.has(i) ? Infinity : Number.isNaN(weights[i]) ? -1 : Math.abs(weights[i]);
  const order = all.sort((a, b) => rank(b) - rank(a) || 0);
  return order.slice(0, limit).sort((a, b) => a - b);
}

/**
 * The width of an edge between neurons of which the smaller's side is `side`.
 * @param {number} weight
 * @param {number} side
 */
export function thickness(weight, side) {
  const size = Number.isFinite(weight) ? Math.abs(weight) : 0;
  const width = Math.min(EDGES.thickest, EDGES.thinnest + EDGES.by_weight * size);
  return width * Math.min(1, EDGES.of_dots + side / EDGES.by_side);
}

/** How a slope is drawn that is such a share of the steepest. @param {number} share */
export const slopeStroke = (share) => ({
  width: SLOPES.width + SLOPES.wider * share,
  opacity: SLOPES.opacity + SLOPES.denser * share,
});
