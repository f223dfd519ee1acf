/**
 * Where everything of the drawing goes; pure geometry.
 *
 * @typedef {{layer: number, unit: number, x: number, y: number}} Node
 * @typedef {object} Geometry
 * @property {Node[][]} layers   centres, inputs first
 * @property {number} side       of a neuron's square
 * @property {0 | 1 | 2} lines   lines of numbers under each neuron there is room for
 * @property {number} column     width of a layer's column
 * @property {number} tall       height of the heads above the neurons
 * @property {number} foot       where the last line of the drawing stands
 */

const LARGEST = 52;
const SMALLEST = 4;
const LINE = 15;
const GAP = 9;
const FOOT = 36; // for the line that says whose numbers these are
const LOOSE = 44; // what a neuron has below it at the most

/**
 * @param {number[]} sizes
 * @param {number} width
 * @param {number} height
 * @returns {Geometry}
 */
export function place(sizes, width, height) {
  const column = (width - 12) / sizes.length;
  const tall = column < 130 ? 54 : 42;
  const [top, room] = [tall, height - tall - FOOT];
  const share = room / Math.max(...sizes);
  const widest = Math.min(LARGEST, column * 0.44);
  const wanted = (/** @type {number} */ lines) => Math.min(widest, share - GAP - lines * LINE);
  const lines = column < 44 ? 0 : wanted(2) >= 26 ? 2 : wanted(1) >= 16 ? 1 : 0;
  const side = lines ? wanted(lines) : Math.max(SMALLEST, Math.min(widest, share * 0.8));
  const block = side + lines * LINE;
  const pitch = Math.min(share, block + LOOSE);
  const layers = sizes.map((count, layer) => Array.from({ length: count }, (_, unit) => ({
    layer, unit, x: 6 + column * (layer + 0.5),
    y: top + room / 2 + (unit - (count - 1) / 2) * pitch - (block - side) / 2,
  })));
  return { layers, side, lines, column, tall, foot: height - FOOT };
}

/**
 * A curve from the side of one neuron to the side of another, moved down by `shift`.
 * @param {Node} from
 * @param {Node} to
 * @param {number} side
 * @param {number} [shift]
 */
export function curve(from, to, side, shift = 0) {
  const [x0, x1] = [from.x + side / 2, to.x - side / 2];
  const [y0, y1] = [from.y + shift, to.y + shift];
  const bend = (x1 - x0) * 0.45;
  return `M${x0.toFixed(1)} ${y0.toFixed(1)}C${(x0 + bend).toFixed(1)} ${y0.toFixed(1)} `
    + `${(x1 - bend).toFixed(1)} ${y1.toFixed(1)} ${x1.toFixed(1)} ${y1.toFixed(1)}`;
}

/**
 * The edges worth drawing between two layers: all of them up to a limit, else the strongest.
 * @param {ArrayLike<number>} weights
 * @param {number} limit
 * @returns {number[]} indices into `weights`, rising
 */
export function strongest(weights, limit) {
  const all = Array.from({ length: weights.length }, (_, i) => i);
  if (all.length <= limit) return all;
  const order = all.sort((a, b) => Math.abs(weights[b]) - Math.abs(weights[a]));
  return order.slice(0, limit).sort((a, b) => a - b);
}
