import { VALUES } from "./shared.js";

/** @typedef {[number, number, number]} Rgb */

const TOKENS = /** @type {const} */ ([
  "ground",
  "card",
  "line",
  "ink",
  "second",
  "third",
  "positive",
  "negative",
  "uphill",
  "downhill",
  "now",
  "middle",
]);

/** @typedef {Record<typeof TOKENS[number], Rgb>} Palette */

/**
 * The page's colours as numbers, read from the style sheet's tokens: once per theme, since asking
 * the browser for styles is slow.
 * @param {Element} [element]  that has a theme of its own
 * @returns {Palette}
 */
export function palette(element = document.documentElement) {
  const style = getComputedStyle(element);
  const entries = TOKENS.map((token) => {
    const number = parseInt(style.getPropertyValue(`--${token}`).trim().slice(1), 16);
    return [token, [(number >> 16) & 255, (number >> 8) & 255, number & 255]];
  });
  return Object.fromEntries(entries);
}

/**
 * @param {Rgb} from
 * @param {Rgb} to
 * @param {number} share
 * @returns {Rgb}
 */
const mix = (from, to, share) => /** @type {Rgb} */ (from.map((c, i) => Math.round(c + (to[i] - c) * share)));

/** @param {Rgb} rgb */
export const css = (rgb) => `rgb(${rgb.join(" ")})`;

/**
 * The colour of a value in −1…1: orange, the ground, blue.
 * Never so deep that a number on it could not be read.
 * @param {Palette} colors
 * @param {number} value
 */
export function valueColor(colors, value) {
  const size = Math.min(1, Math.abs(value)) ** VALUES.power;
  return mix(colors.middle, value < 0 ? colors.negative : colors.positive, VALUES.cell * size);
}

/**
 * The 256 colours of a map's bytes as RGBA words; byte 128 is zero. The darkest are those of ±1 and beyond, where a
 * full byte stands for `scale`.
 * @param {Palette} colors
 * @param {number} [scale]
 * @returns {Uint32Array}
 */
export function mapTable({ middle, negative: below, positive: above }, scale = 1) {
  const table = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    const value = Math.max(-1, Math.min(1, ((byte - 128) / 127) * scale));
    const [r, g, b] = mix(middle, value < 0 ? below : above, VALUES.map * Math.abs(value) ** VALUES.power);
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
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return;
  const image = context.createImageData(side, side);
  const words = new Uint32Array(image.data.buffer);
  for (let i = 0; i < bytes.length; i++) words[i] = table[bytes[i]];
  context.putImageData(image, 0, 0);
}
