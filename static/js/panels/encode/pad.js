import { el } from "../../lib/dom.js";

const SIDE = 32; // pixels of what is drawn
const BRUSH = 2.1; // of those: a line is about an eighth of the height, as in the set
const KEYS = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
});

/**
 * Paper to draw on by mouse, finger or pen; by keyboard the arrows move a pen and the space bar puts
 * it down or lifts it.
 * @param {(ink: number[][] | null) => void} changed  rows of ink from 0 to 1; null: the paper is empty
 * @param {import("../../../text/en/page.js").Words["encode"]} words
 */
export function createPad(changed, words) {
  const element = el("canvas", {
    class: "pad",
    width: SIDE,
    height: SIDE,
    tabindex: 0,
    role: "application",
    "aria-label": words.pad,
    title: words.pad,
  });
  const ink = new Float32Array(SIDE * SIDE);
  let colors = { ink: [0, 0, 0], card: [255, 255, 255], now: [200, 0, 90] };
  /** @type {[number, number] | null} */
  let last = null;
  let pen = { x: SIDE / 2, y: SIDE / 2, down: false };

  function show() {
    const context = element.getContext("2d");
    if (!context) return;
    const image = context.createImageData(SIDE, SIDE);
    for (let k = 0; k < ink.length; k++) {
      for (let c = 0; c < 3; c++) image.data[4 * k + c] = colors.card[c] + (colors.ink[c] - colors.card[c]) * ink[k];
      image.data[4 * k + 3] = 255;
    }
    context.putImageData(image, 0, 0);
    if (document.activeElement === element) {
      context.fillStyle = `rgb(${colors.now.join(" ")} / ${pen.down ? 1 : 0.6})`;
      context.fillRect(Math.round(pen.x) - 1, Math.round(pen.y) - 1, 2, 2);
    }
  }

  /** A dot with a soft edge. @param {number} x @param {number} y */
  function dot(x, y) {
    for (let row = 0; row < SIDE; row++) {
      for (let column = 0; column < SIDE; column++) {
        const away = Math.hypot(column + 0.5 - x, row + 0.5 - y);
        const drop = Math.min(1, Math.max(0, BRUSH + 0.5 - away));
        ink[row * SIDE + column] = Math.max(ink[row * SIDE + column], drop);
      }
    }
  }

  /** @param {[number, number]} from @param {[number, number]} to */
  function line(from, to) {
    const steps = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1])));
    for (let k = 0; k <= steps; k++)
      dot(from[0] + ((to[0] - from[0]) * k) / steps, from[1] + ((to[1] - from[1]) * k) / steps);
    tell();
  }

  function tell() {
    show();
    const rows = Array.from({ length: SIDE }, (_, row) =>
      Array.from(ink.subarray(row * SIDE, (row + 1) * SIDE), (each) => Math.round(each * 1000) / 1000),
    );
    changed(ink.some((each) => each > 0) ? rows : null);
  }

  function clear() {
    ink.fill(0);
    pen = { x: SIDE / 2, y: SIDE / 2, down: false };
    tell();
  }

  /** A scaled deck shows the paper larger than it lies. @param {PointerEvent} event @returns {[number, number]} */
  const place = (event) => {
    const box = element.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * SIDE, ((event.clientY - box.top) / box.height) * SIDE];
  };
  element.addEventListener("pointerdown", (event) => {
    element.setPointerCapture(event.pointerId);
    last = place(event);
    line(last, last);
  });
  element.addEventListener("pointermove", (event) => {
    if (!last) return;
    const now = place(event);
    line(last, now);
    last = now;
  });
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"]))
    element.addEventListener(end, () => {
      last = null;
    });
  element.addEventListener("keydown", (event) => {
    const by = KEYS[event.key];
    if (!by && event.key !== " " && event.key !== "Delete" && event.key !== "Backspace") return;
    // The page's own keys would step the training.
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Delete" || event.key === "Backspace") clear();
    if (event.key === " ") {
      pen.down = !pen.down;
      if (pen.down) line([pen.x, pen.y], [pen.x, pen.y]);
    }
    if (by) {
      const from = /** @type {[number, number]} */ ([pen.x, pen.y]);
      pen.x = Math.min(SIDE - 1, Math.max(1, pen.x + by[0] * 2));
      pen.y = Math.min(SIDE - 1, Math.max(1, pen.y + by[1] * 2));
      if (pen.down) line(from, [pen.x, pen.y]);
    }
    show();
  });
  element.addEventListener("focus", show);
  element.addEventListener("blur", show);
  return {
    element,
    clear,
    /** @param {import("../../lib/colors.js").Palette} palette */
    paint({ ink: black, card, now }) {
      colors = { ink: black, card, now };
      show();
    },
  };
}
