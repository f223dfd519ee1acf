import { el } from "../../lib/dom.js";
import { nth } from "./figure.js";

/**
 * The surface in space while a run plays: what plotly draws in its box, on a canvas over it, seen
 * from the same camera. plotly takes some 200 ms for one where graphics are drawn by software, and
 * holds the page for 30 of them; this takes about 5.
 *
 * @typedef {import("./types.js").Matrices} Matrices
 * @typedef {import("./types.js").Mark} Mark
 * @typedef {(x: number, y: number, z: number) => [number, number, number]} Place  pixels, and depth from −1 to 1
 * @typedef {{width: number, height: number, words: Uint32Array, depth: Float32Array}} Paper
 */

const MOST_PIXELS = 250_000;
const FINER = 2; // pixels of the drawing for one of the screen, at most: it smooths the edges
const [COLORS, SHADES] = [256, 16];
// As plotly lights it: from above, with a little gloss everywhere.
const [AMBIENT, DIFFUSE, GLOSS] = [0.8, 0.8, 20];
const NEAR = 2e-3; // of depth: so close to the surface, a line lies on it

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b  4 × 4, by columns */
const product = (a, b) =>
  Float64Array.from({ length: 16 }, (_, i) =>
    [0, 1, 2, 3].reduce((sum, k) => sum + a[4 * k + (i % 4)] * b[4 * (i >> 2) + k], 0),
  );

/**
 * The camera of a scene that plotly shows; null where it has none (yet).
 * @param {import("./types.js").Plot} plot
 * @returns {{matrices: Matrices, scale: number[]} | null}
 */
export function cameraOf(plot) {
  const scene = plot._fullLayout?.scene?._scene;
  const { view, projection, model } = scene?.glplot?.cameraParams ?? {};
  if (!view || !projection || !model || !scene?.dataScale) return null;
  return { matrices: { view, projection, model }, scale: scene.dataScale };
}

/**
 * Where a point of the data is seen on a paper.
 * @param {{matrices: Matrices, scale: number[]}} camera
 * @param {number} width
 * @param {number} height
 * @returns {Place}
 */
export function placer({ matrices: { view, projection, model }, scale }, width, height) {
  const m = product(product(projection, view), model);
  return (x, y, z) => {
    const [a, b, c] = [x * scale[0], y * scale[1], z * scale[2]];
    const w = m[3] * a + m[7] * b + m[11] * c + m[15];
    const along = (/** @type {number} */ row) => (m[row] * a + m[row + 4] * b + m[row + 8] * c + m[row + 12]) / w;
    return [(0.5 + along(0) / 2) * width, (0.5 - along(1) / 2) * height, along(2)];
  };
}

/** The colours of the scale, darker line by line. @param {[number, string][]} scale */
function table(scale) {
  const stops = scale.map(([, hex]) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));
  const words = new Uint32Array(COLORS * SHADES);
  for (let i = 0; i < COLORS; i++) {
    const at = (i / (COLORS - 1)) * (stops.length - 1);
    const [low, part] = [Math.min(stops.length - 2, Math.floor(at)), at - Math.min(stops.length - 2, Math.floor(at))];
    for (let shade = 0; shade < SHADES; shade++) {
      const light = AMBIENT + (1 - AMBIENT) * (shade / (SHADES - 1));
      const [r, g, b] = stops[low].map((c, k) =>
        Math.min(255, Math.round((c + (stops[low + 1][k] - c) * part) * light + GLOSS)),
      );
      words[shade * COLORS + i] = ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
    }
  }
  return words;
}

/**
 * A triangle, nearer before farther; corners are x, y, depth, height (0 to 1) and light (0 to 1).
 * @param {Paper} paper
 * @param {Uint32Array} colors
 * @param {Float64Array} corners  five numbers each
 * @param {number} a
 * @param {number} b
 * @param {number} c
 */
function triangle({ width, height, words, depth }, colors, corners, a, b, c) {
  const [ax, ay, bx, by, cx, cy] = [corners[a], corners[a + 1], corners[b], corners[b + 1], corners[c], corners[c + 1]];
  const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  if (!(Math.abs(area) > 1e-9)) return; // nor is one with a corner that is no number
  const left = Math.max(0, Math.ceil(Math.min(ax, bx, cx) - 0.5)),
    right = Math.min(width - 1, Math.floor(Math.max(ax, bx, cx) - 0.5));
  const top = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5)),
    bottom = Math.min(height - 1, Math.floor(Math.max(ay, by, cy) - 0.5));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const [px, py] = [x + 0.5, y + 0.5];
      const v = ((px - ax) * (cy - ay) - (py - ay) * (cx - ax)) / area,
        w = ((bx - ax) * (py - ay) - (by - ay) * (px - ax)) / area,
        u = 1 - v - w;
      if (u < 0 || v < 0 || w < 0) continue;
      const far = u * corners[a + 2] + v * corners[b + 2] + w * corners[c + 2];
      const at = y * width + x;
      if (far >= depth[at]) continue;
      depth[at] = far;
      const color = u * corners[a + 3] + v * corners[b + 3] + w * corners[c + 3],
        light = u * corners[a + 4] + v * corners[b + 4] + w * corners[c + 4];
      words[at] = colors[Math.round(light * (SHADES - 1)) * COLORS + Math.round(color * (COLORS - 1))];
    }
  }
}

/**
 * How much a point of the grid is lit, from 0 to 1: less where it is steep.
 * @param {{x: number[], y: number[], z: number[][]}} field
 * @param {number} i
 * @param {number} j
 * @param {number[]} scale  from the data to the box
 */
function lit({ x, y, z }, i, j, scale) {
  const [left, right, low, high] = [
    Math.max(0, i - 1),
    Math.min(x.length - 1, i + 1),
    Math.max(0, j - 1),
    Math.min(y.length - 1, j + 1),
  ];
  const slopeX = ((z[j][right] - z[j][left]) * scale[2]) / ((x[right] - x[left]) * scale[0]);
  const slopeY = ((z[high][i] - z[low][i]) * scale[2]) / ((y[high] - y[low]) * scale[1]);
  return Math.min(1, DIFFUSE / Math.hypot(slopeX, slopeY, 1) / (1 - AMBIENT));
}

/**
 * @param {Paper} paper
 * @param {import("./types.js").Field} surface
 * @param {Place} place
 * @param {number[]} scale
 * @param {[number, number]} extent  of the heights that have colours
 */
export function paintSolid(paper, surface, place, scale, [low, high]) {
  const { x, y, z, colorscale } = surface;
  paper.words.fill(0);
  paper.depth.fill(2);
  const [colors, columns] = [table(colorscale), x.length];
  const corners = new Float64Array(5 * columns * y.length);
  for (let j = 0; j < y.length; j++) {
    for (let i = 0; i < columns; i++) {
      const share = Math.min(1, Math.max(0, (z[j][i] - low) / (high - low || 1)));
      corners.set([...place(x[i], y[j], z[j][i]), share, lit(surface, i, j, scale) || 0], 5 * (j * columns + i));
    }
  }
  for (let j = 0; j + 1 < y.length; j++) {
    for (let i = 0; i + 1 < columns; i++) {
      const at = 5 * (j * columns + i),
        above = at + 5 * columns;
      triangle(paper, colors, corners, at, at + 5, above);
      triangle(paper, colors, corners, at + 5, above + 5, above);
    }
  }
}

/**
 * A line and its marks, where the surface does not hide them.
 * @param {CanvasRenderingContext2D} context
 * @param {Mark} trace
 * @param {Place} place
 * @param {(at: [number, number, number]) => boolean} seen
 */
function thread(context, { mode, x, y, z, line, marker, text, textfont }, place, seen) {
  const points = x.map((each, i) => place(Number(each), Number(y[i]), Number(z?.[i])));
  if (line && mode.includes("lines")) {
    context.beginPath();
    for (let i = 1; i < points.length; i++) stretch(context, points[i - 1], points[i], seen);
    Object.assign(context, { strokeStyle: line.color, lineWidth: line.width / 2, lineJoin: "round" });
    context.setLineDash(
      line.dash === "dash" ? [6, 4] : line.dash === "dot" ? [2, 3] : line.dash === "dashdot" ? [6, 3, 2, 3] : [],
    );
    context.stroke();
    context.setLineDash([]);
  }
  points.forEach((at, i) => {
    if (!seen(at)) return;
    if (marker && mode.includes("markers") && nth(marker.size, i) > 0) {
      context.fillStyle = marker.color ?? "";
      context.beginPath();
      context.arc(at[0], at[1], nth(marker.size, i) * 0.75, 0, 2 * Math.PI);
      context.fill();
    }
    if (textfont && mode.includes("text") && text?.[i]) {
      context.fillStyle = textfont.color;
      context.font = `${textfont.size}px sans-serif`;
      context.fillText(text[i], at[0] + 4, at[1] - 6);
    }
  });
}

/**
 * From one point to the next, as far as it is seen.
 * @param {CanvasRenderingContext2D} context
 * @param {[number, number, number]} from
 * @param {[number, number, number]} to
 * @param {(at: [number, number, number]) => boolean} seen
 */
function stretch(context, from, to, seen) {
  const parts = Math.min(64, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / 3)) || 1;
  let drawing = false;
  for (let part = 0; part <= parts; part++) {
    const at = /** @type {[number, number, number]} */ (
      from.map((value, axis) => value + ((to[axis] - value) * part) / parts)
    );
    const visible = seen(at);
    if (visible && drawing) context.lineTo(at[0], at[1]);
    else if (visible) context.moveTo(at[0], at[1]);
    drawing = visible;
  }
}

/** The canvas; hidden until it is drawn. */
export function createSolid() {
  const canvas = el("canvas", { class: "solid", hidden: true, "aria-hidden": "true" });
  const field = document.createElement("canvas");
  let depth = new Float32Array(0);
  return {
    canvas,
    hide() {
      canvas.hidden = true;
    },
    /**
     * Draws the traces of a figure in space where plotly's camera sees them.
     * @param {import("./types.js").Picture} traces
     * @param {NonNullable<ReturnType<typeof cameraOf>>} camera
     * @param {number[]} extent  of the box, upwards
     * @param {{width: number, height: number}} size  of plotly's drawing, in CSS pixels
     */
    draw([surface, ...threads], camera, [floor, ceiling], { width, height }) {
      const context = canvas.getContext("2d");
      if (!context || width < 2 || height < 2) return;
      const finer = Math.min(FINER, Math.sqrt(MOST_PIXELS / (width * height)));
      const [columns, rows] = [Math.round(width * finer), Math.round(height * finer)];
      if (field.width !== columns || field.height !== rows) {
        Object.assign(field, { width: columns, height: rows });
        depth = new Float32Array(columns * rows);
      }
      const ink = /** @type {CanvasRenderingContext2D} */ (field.getContext("2d", { willReadFrequently: true }));
      const image = ink.createImageData(columns, rows);
      const heights = surface.z.flat().filter(Number.isFinite);
      const paper = { width: columns, height: rows, words: new Uint32Array(image.data.buffer), depth };
      paintSolid(paper, surface, placer(camera, columns, rows), camera.scale, [
        Math.min(...heights),
        Math.max(...heights),
      ]);
      ink.putImageData(image, 0, 0);
      const ratio = devicePixelRatio || 1;
      if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
      if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
      Object.assign(canvas.style, { left: "0", top: "0", width: `${width}px`, height: `${height}px` });
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      context.drawImage(field, 0, 0, width, height);
      const seen = (/** @type {[number, number, number]} */ [x, y, far]) => {
        const [column, row] = [Math.floor((x * columns) / width), Math.floor((y * rows) / height)];
        return column >= 0 && row >= 0 && column < columns && row < rows && far - NEAR < depth[row * columns + column];
      };
      const [inside, place] = [(/** @type {number} */ z) => z >= floor && z <= ceiling, placer(camera, width, height)];
      for (const trace of threads) thread(context, within(trace, inside), place, seen);
      canvas.hidden = false;
    },
  };
}

/** The points of a line that are in the box. @param {Mark} trace @param {(z: number) => boolean} inside */
function within(trace, inside) {
  const kept = (trace.z ?? []).map((z) => inside(Number(z)));
  if (kept.every(Boolean)) return trace;
  /** @template T @param {T} given @returns {T} */
  const pick = (given) => (Array.isArray(given) ? /** @type {T} */ (given.filter((_, i) => kept[i])) : given);
  const marker = trace.marker && { ...trace.marker, size: pick(trace.marker.size) };
  return { ...trace, x: pick(trace.x), y: pick(trace.y), z: pick(trace.z), text: pick(trace.text), marker };
}
