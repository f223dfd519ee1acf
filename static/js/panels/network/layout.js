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

const LARGEST = 52;
const SMALLEST = 4;
const LINE = 15;
const GAP = 9;
const LEGIBLE = 14; // from neuron to neuron that a line of text needs
const NUMBER = 47; // width of a number that stands beside its neuron
const ROOMY = 104; // columns narrower than this have no room for one
const FOOT = 36; // for the line that says whose numbers these are
const LOOSE = 44; // what a neuron has below it at the most
const PIXEL = 18; // of an image at the most
const PICTURE = 44; // side of a neuron that shows its weights as an image, at the most
const BESIDE = 6; // between neurons that stand side by side

/**
 * @param {number[]} sizes
 * @param {number} width
 * @param {number} height
 * @param {[number, number] | null} [image]  rows and columns of the inputs, where they are pixels
 * @returns {Geometry}
 */
export function place(sizes, width, height, image = null) {
  const column = (width - 12) / sizes.length;
  const tall = height < 260 ? 26 : column < 130 ? 54 : 42;
  const room = height - tall - FOOT;
  // A layer of many neurons has small ones; the others need not shrink with it.
  const layers = sizes.map((count, layer) => {
    const middle = { x: 6 + column * (layer + 0.5), y: tall + room / 2 };
    if (image && layer === 0) return pixels(image, middle, column, room);
    if (image && layer === 1) return abreast(layer, count, { ...middle, y: middle.y - LINE / 2 }, column, room - LINE);
    const share = room / count;
    const { side, lines } = fit(share, column);
    const port =
      side / 2 + (lines === 0 && share >= LEGIBLE && column >= ROOMY && layer + 1 < sizes.length ? NUMBER : 0);
    const block = side + lines * LINE;
    const pitch = Math.min(share, block + LOOSE);
    return Array.from({ length: count }, (_, unit) => ({
      layer,
      unit,
      side,
      lines,
      port,
      entry: side / 2,
      x: middle.x,
      y: middle.y + (unit - (count - 1) / 2) * pitch - (block - side) / 2,
    }));
  });
  return { layers, column, tall, foot: height - FOOT, active: null };
}

/**
 * An image's pixels as they lie in it; their edges leave at its right side.
 * @param {[number, number]} image
 * @param {{x: number, y: number}} middle
 * @param {number} column
 * @param {number} room
 * @returns {Node[]}
 */
function pixels([rows, columns], middle, column, room) {
  const side = Math.max(3, Math.min(PIXEL, Math.floor(Math.min((column * 0.86) / columns, (room * 0.8) / rows))));
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
    Math.min(PICTURE, room / Math.ceil(count / ranks) - BESIDE, (column * 0.9) / ranks - BESIDE);
  const all = Array.from({ length: count }, (_, k) => k + 1);
  const ranks = all.reduce((best, each) => (sideFor(each) > sideFor(best) ? each : best), 1);
  const [rows, side] = [Math.ceil(count / ranks), Math.max(SMALLEST, sideFor(ranks))];
  const [across, pitch] = [side + BESIDE, Math.min(room / rows, 1.3 * side + BESIDE)];
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
  const widest = Math.min(LARGEST, column * 0.44);
  const wanted = (/** @type {number} */ lines) => Math.min(widest, share - GAP - lines * LINE);
  const lines = column < 44 ? 0 : wanted(2) >= 26 ? 2 : wanted(1) >= 14 ? 1 : 0;
  return { side: lines ? wanted(lines) : Math.max(SMALLEST, Math.min(widest, share * 0.8)), lines };
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
  const bend = (x1 - x0) * 0.45;
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
  const bend = (x1 - x0) * 0.45;
  const [a, b, c, d] = [(1 - share) ** 3, 3 * share * (1 - share) ** 2, 3 * share ** 2 * (1 - share), share ** 3];
  return { x: a * x0 + b * (x0 + bend) + c * (x1 - bend) + d * x1, y: (a + b) * from.y + (c + d) * to.y };
}

/**
 * The edges worth drawing between two layers: all of them up to a limit, else the strongest and
 * those that are wanted whatever their weight.
 * @param {ArrayLike<number>} weights
 * @param {number} limit
 * @param {number[]} [wanted]  indices
 * @returns {number[]} indices into `weights`, rising
 */
export function strongest(weights, limit, wanted = []) {
  const all = Array.from({ length: weights.length }, (_, i) => i);
  if (all.length <= limit) return all;
  const rank = (/** @type {number} */ i) => (wanted.includes(i) ? Infinity : Math.abs(weights[i]));
  const order = all.sort((a, b) => rank(b) - rank(a) || 0);
  return order.slice(0, limit).sort((a, b) => a - b);
}
