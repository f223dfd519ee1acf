import { el } from "../../lib/dom.js";
import { LOOKS } from "../../lib/racers.js";
import { MARGIN, nth } from "./figure.js";

/**
 * The contour picture while a run plays: the same bands, lines and marks that plotly draws, on a
 * canvas over its axes. plotly takes some 15 ms for one, this 1 to 2.
 *
 * @typedef {import("./types.js").Range} Range
 */

const MOST_PIXELS = 250_000;
const INK = 0; // of the lines between bands: black, as plotly's
const WIDTH = 0.55; // of a line to each side, in pixels
/** @type {Record<string, number[]>} by plotly's names */
const DASHES = { dash: [9, 9], dot: [3, 3], dashdot: [9, 3, 3, 3] };
const SHAPES = new Map(
  LOOKS.filter(({ symbol }) => symbol !== "circle").map(({ symbol, mark }) => [symbol, new Path2D(mark)]),
);
const SHADES = 8; // of each band's colour toward the line's

/** @param {string} hex */
const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

/**
 * The colours of the bands as RGBA words, each in shades from its own to the line's. Band k ends at
 * level k; plotly spreads the scale so that the first band of all lies below its start.
 * @param {[number, string][]} scale
 * @param {number} bands
 */
function shades(scale, bands) {
  const words = new Uint32Array((bands + 1) * SHADES);
  for (let band = 0; band <= bands; band++) {
    const share = band / bands;
    const above = Math.max(
      1,
      scale.findIndex(([at]) => at >= share),
    );
    const [[from, low], [to, high]] = [scale[above - 1], scale[above]];
    const [first, last, part] = [rgb(low), rgb(high), (share - from) / (to - from)];
    for (let shade = 0; shade < SHADES; shade++) {
      const [r, g, b] = first.map((c, i) => {
        const own = c + (last[i] - c) * part;
        return Math.round(own + ((INK - own) * shade) / (SHADES - 1));
      });
      words[band * SHADES + shade] = ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
    }
  }
  return words;
}

/**
 * Between which of `points` each pixel's middle lies, and how far along.
 * @param {number[]} points  going up
 * @param {Range} range  of the pixels
 * @param {number} pixels
 */
function places(points, [low, high], pixels) {
  const [index, share] = [new Int32Array(pixels), new Float32Array(pixels)];
  let at = 0;
  for (let pixel = 0; pixel < pixels; pixel++) {
    const value = low + ((pixel + 0.5) / pixels) * (high - low);
    while (at < points.length - 2 && value > points[at + 1]) at++;
    index[pixel] = at;
    const part = (value - points[at]) / (points[at + 1] - points[at]);
    share[pixel] = part < -1e-6 || part > 1 + 1e-6 ? NaN : part; // outside there is nothing
  }
  return { index, share };
}

/**
 * Bands of the field, z between the grid's points as they are joined by straight lines, and smooth
 * lines between the bands.
 * @param {Uint32Array} words  RGBA, width × height
 * @param {number} width
 * @param {number} height
 * @param {import("./types.js").Contour} field
 * @param {Range} across
 * @param {Range} up
 * @param {number} bands
 */
export function paint(words, width, height, { x, y, z, colorscale, contours }, across, up, bands) {
  const [table, columns, rows] = [shades(colorscale, bands + 1), places(x, across, width), places(y, up, height)];
  const [grid, above] = [new Float32Array(x.length), new Float32Array(width)];
  for (let line = height - 1; line >= 0; line--) {
    const row = height - 1 - line; // pixels go down, y goes up
    const [low, high, part] = [z[rows.index[row]], z[rows.index[row] + 1], rows.share[row]];
    // In levels: at a whole number lies a line.
    for (let i = 0; i < grid.length; i++)
      grid[i] = (low[i] + (high[i] - low[i]) * part - contours.start) / contours.size;
    let before = NaN;
    for (let column = 0, at = line * width; column < width; column++, at++) {
      const left = grid[columns.index[column]];
      const level = left + (grid[columns.index[column] + 1] - left) * columns.share[column];
      if (!(level > -1 && level < bands + 1)) {
        words[at] = 0;
        above[column] = before = NaN;
        continue;
      }
      const [dx, dy] = [level - before || 0, level - above[column] || 0];
      const away = Math.abs(level - Math.round(level)) / Math.sqrt(dx * dx + dy * dy + 1e-12);
      const ink = level > 0.5 ? Math.min(1, Math.max(0, WIDTH + 0.5 - away)) : 0;
      words[at] = table[Math.min(bands, Math.floor(level) + 1) * SHADES + Math.round(0.8 * ink * (SHADES - 1))];
      above[column] = before = level;
    }
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("./types.js").Mark} trace
 * @param {(x: number) => number} toX
 * @param {(y: number) => number} toY
 */
function mark(context, { x, y, mode, line, marker, text, textfont }, toX, toY) {
  const places = x.map((each, i) => [toX(Number(each)), toY(Number(y[i]))]);
  if (line && mode.includes("lines")) {
    context.beginPath();
    for (const [left, top] of places) context.lineTo(left, top);
    context.setLineDash(DASHES[line.dash ?? ""] ?? []);
    context.strokeStyle = line.color;
    context.lineWidth = line.width;
    context.stroke();
    context.setLineDash([]);
  }
  for (const [i, [left, top]] of places.entries()) {
    if (marker?.line && mode.includes("markers") && nth(marker.size, i) > 0) {
      context.save();
      context.translate(left, top);
      const shape = SHAPES.get(marker.symbol ?? "") ?? circle(nth(marker.size, i) / 2);
      context.fillStyle = marker.color ?? "";
      context.fill(shape);
      context.strokeStyle = marker.line.color;
      context.lineWidth = nth(marker.line.width, i);
      context.stroke(shape);
      context.restore();
    }
    if (textfont && mode.includes("text") && text?.[i]) {
      context.fillStyle = textfont.color;
      context.font = `${textfont.weight} ${textfont.size}px sans-serif`;
      context.textBaseline = "middle";
      context.fillText(text[i], left + 8, top);
    }
  }
}

/** @param {number} radius */
function circle(radius) {
  const path = new Path2D();
  path.arc(0, 0, radius, 0, 2 * Math.PI);
  return path;
}

/** The canvas; hidden until it is drawn. */
export function createLive() {
  const canvas = el("canvas", { class: "live", hidden: true, "aria-hidden": "true" });
  const field = document.createElement("canvas");
  return {
    canvas,
    hide() {
      canvas.hidden = true;
    },
    /**
     * Draws the traces of a contour figure over the axes that plotly shows.
     * @param {import("./types.js").Picture} traces
     * @param {import("./types.js").Plot["layout"]} axes
     * @param {{width: number, height: number}} size  of plotly's drawing, in CSS pixels
     */
    draw([contour, ...marks], axes, size) {
      const { xaxis, yaxis } = axes ?? {};
      const [width, height] = [size.width - MARGIN.l - MARGIN.r, size.height - MARGIN.t - MARGIN.b];
      const context = canvas.getContext("2d");
      if (!context || width < 2 || height < 2 || contour.type !== "contour" || !xaxis || !yaxis) return;
      const ratio = devicePixelRatio || 1;
      const share = Math.min(ratio, Math.sqrt(MOST_PIXELS / (width * height)));
      const paper = sized(field, Math.round(width * share), Math.round(height * share));
      const image = paper.createImageData(field.width, field.height);
      const bands = Math.round((contour.contours.end - contour.contours.start) / contour.contours.size);
      paint(new Uint32Array(image.data.buffer), field.width, field.height, contour, xaxis.range, yaxis.range, bands);
      paper.putImageData(image, 0, 0);
      if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
      if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
      Object.assign(canvas.style, {
        left: `${MARGIN.l}px`,
        top: `${MARGIN.t}px`,
        width: `${width}px`,
        height: `${height}px`,
      });
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      context.drawImage(field, 0, 0, width, height);
      const along =
        (/** @type {Range} */ [low, high], /** @type {number} */ length) =>
        (/** @type {number} */ value) =>
          ((value - low) / (high - low)) * length;
      const [toX, toY] = [along(xaxis.range, width), along(yaxis.range, height)];
      for (const trace of marks) mark(context, trace, toX, (y) => height - toY(y));
      canvas.hidden = false;
    },
  };
}

/** @param {HTMLCanvasElement} canvas @param {number} width @param {number} height */
function sized(canvas, width, height) {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
}
