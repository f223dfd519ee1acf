import { svg } from "../lib/dom.js";

/**
 * What is drawn, in its own pixels, and what is said of it.
 * @typedef {{
 *   drawn: Element, width: number, height: number, ground: string, title: string, description: string
 * }} Picture
 */

/**
 * The picture as a file.
 * @param {Picture} picture
 * @param {number} [scale]  of its size on paper or screen; the drawing is the same
 */
export function write({ drawn, width, height, ground, title, description }, scale = 1) {
  const root = svg(
    "svg",
    {
      width: width * scale,
      height: height * scale,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-labelledby": "title desc",
      "font-family": "sans-serif",
    },
    svg("title", { id: "title" }, title),
    svg("desc", { id: "desc" }, description),
    svg("rect", { width, height, fill: ground }),
    drawn,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}\n`;
}

/**
 * The picture drawn on a canvas.
 * @param {Picture} picture
 * @param {number} width  in pixels; the height follows
 * @param {HTMLCanvasElement} [canvas]
 */
export async function paint(picture, width, canvas = document.createElement("canvas")) {
  const scale = width / picture.width;
  const address = URL.createObjectURL(new Blob([write(picture, scale)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const height = Math.round(picture.height * scale);
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
    context.drawImage(image, 0, 0, width, height);
    return canvas;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** @param {HTMLCanvasElement} canvas @returns {Promise<Uint8Array>} */
export async function png(canvas) {
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  return new Uint8Array(await /** @type {Blob} */ (blob).arrayBuffer());
}
