/**
 * Where everything of the drawing goes; pure geometry.
 *
 * @typedef {{layer: number, unit: number, x: number, y: number}} Node
 * @typedef {object} Geometry
 * @property {Node[][]} layers   centres, inputs first
 * @property {number} side       of a neuron's square
 * @property {boolean} labels    whether there is room for numbers under the neurons
 */

const LARGEST = 52;

/**
 * @param {number[]} sizes
 * @param {number} width
 * @param {number} height
 * @returns {Geometry}
 */
export function place(sizes, width, height) {
  const top = 34;
  const widest = Math.max(...sizes);
  const room = (height - top - 6) / widest;
  const columns = (width - 40) / sizes.length;
  const side = Math.max(5, Math.min(LARGEST, room - 22, columns * 0.42));
  const labels = room - side >= 18 && side >= 20;
  const pitch = Math.min(room, side + 44);
  const layers = sizes.map((count, layer) => {
    const x = 20 + columns * (layer + 0.5);
    const middle = top + (height - top - 6) / 2 - (labels ? 8 : 0);
    const gap = count > 1 ? Math.min(pitch, (height - top - side - 20) / (count - 1)) : 0;
    return Array.from({ length: count }, (_, unit) => ({
      layer, unit, x, y: middle + (unit - (count - 1) / 2) * gap,
    }));
  });
  return { layers, side, labels };
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
 * @returns {number[]} indices into `weights`
 */
export function strongest(weights, limit) {
  const all = Array.from({ length: weights.length }, (_, i) => i);
  if (all.length <= limit) return all;
  return all.sort((a, b) => Math.abs(weights[b]) - Math.abs(weights[a])).slice(0, limit);
}
