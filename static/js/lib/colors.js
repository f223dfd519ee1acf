/** @typedef {[number, number, number]} Rgb */

/**
 * The page's colours as numbers, read from the style sheet's tokens.
 * @param {string} token
 * @returns {Rgb}
 */
export function token(token) {
  const text = getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim();
  const number = parseInt(text.slice(1), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}

/**
 * @param {Rgb} from
 * @param {Rgb} to
 * @param {number} share
 * @returns {Rgb}
 */
const mix = (from, to, share) =>
  /** @type {Rgb} */ (from.map((c, i) => Math.round(c + (to[i] - c) * share)));

/** @param {Rgb} rgb */
export const css = (rgb) => `rgb(${rgb.join(" ")})`;

/**
 * The colour of a value in −1…1: orange, the ground, blue.
 * @param {number} value
 */
export function valueColor(value) {
  const size = Math.min(1, Math.abs(value)) ** 0.7;
  return mix(token("middle"), token(value < 0 ? "negative" : "positive"), 0.9 * size);
}

/**
 * The 256 colours of a map's bytes as RGBA words; byte 128 is zero.
 * @returns {Uint32Array}
 */
export function mapTable() {
  const [middle, below, above] = [token("middle"), token("negative"), token("positive")];
  const table = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    const value = (byte - 128) / 127;
    const [r, g, b] = mix(middle, value < 0 ? below : above, 0.9 * Math.abs(value) ** 0.7);
    table[byte] = (255 << 24) | (b << 16) | (g << 8) | r;
  }
  return table;
}

/**
 * Draws a map's bytes, g × g, into a canvas of that size.
 * @param {HTMLCanvasElement} canvas
 * @param {Uint8Array} bytes
 * @param {Uint32Array} table
 */
export function drawMap(canvas, bytes, table) {
  const side = Math.round(Math.sqrt(bytes.length));
  if (canvas.width !== side) canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  if (!context) return;
  const image = context.createImageData(side, side);
  const words = new Uint32Array(image.data.buffer);
  for (let i = 0; i < bytes.length; i++) words[i] = table[bytes[i]];
  context.putImageData(image, 0, 0);
}
