/** Colours of classes beyond two: none of the hues that stand for signs, all at least 3:1 on both themes' cards. */
const CLASSES = [
  "#d0473c",
  "#1496a8",
  "#9a8500",
  "#93613c",
  "#6d9416",
  "#7d828c",
  "#c77b6f",
  "#17807d",
  "#7c7a3a",
  "#6b6f8f",
];

/** @param {number} index */
export const classColor = (index) => CLASSES[index % CLASSES.length];

/**
 * @param {ArrayLike<number>} data
 * @param {number} from
 * @param {number} count
 * @param {number} [stride]
 */
export function argmax(data, from, count, stride = 1) {
  let best = 0;
  for (let k = 1; k < count; k++) if (Number(data[from + k * stride]) > Number(data[from + best * stride])) best = k;
  return best;
}

/**
 * Several outputs: each place in the colour of the largest.
 * @param {HTMLCanvasElement} canvas
 * @param {import("../../wire/types.js").Tensor} answer
 */
export function drawClasses(canvas, answer) {
  const [outputs, height, width] = answer.shape;
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return;
  context.globalAlpha = 0.5;
  for (let i = 0; i < width * height; i++) {
    context.fillStyle = classColor(argmax(answer.data, i, outputs, width * height));
    context.fillRect(i % width, Math.floor(i / width), 1, 1);
  }
}
