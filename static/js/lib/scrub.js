import { el, setAttribute } from "./dom.js";

const [FINE, COARSE] = [0.01, 0.1]; // a pixel, and an arrow key; with Shift
const SLACK = 4; // px that a click may stray

/**
 * Makes a number out of dragging an element up or down, or of arrow keys where it has the focus.
 * A click stays a click.
 * @param {Element} element
 * @param {object} number
 * @param {() => number} number.from   what it is when a drag begins
 * @param {(value: number, event: Event) => void} number.to
 * @param {boolean} [number.keys]      whether arrow keys move it too
 */
export function scrub(element, { from, to, keys = true }) {
  /** @type {{x: number, y: number, value: number, moved: boolean} | null} */
  let drag = null;
  let dragged = false;
  const listeners = {
    pointerdown(/** @type {PointerEvent} */ event) {
      dragged = false;
      if (event.button !== 0) return;
      element.setPointerCapture(event.pointerId);
      drag = { x: event.clientX, y: event.clientY, value: from(), moved: false };
    },
    pointermove(/** @type {PointerEvent} */ event) {
      if (!drag) return;
      const by = drag.y - event.clientY + event.clientX - drag.x;
      if (!drag.moved && Math.hypot(drag.y - event.clientY, event.clientX - drag.x) < SLACK) return;
      drag.moved = dragged = true;
      to(drag.value + by * (event.shiftKey ? COARSE : FINE), event);
    },
    pointerup() {
      drag = null;
    },
    pointercancel() {
      drag = null;
    },
    click(/** @type {Event} */ event) {
      if (dragged) event.stopImmediatePropagation();
      dragged = false;
    },
    keydown(/** @type {KeyboardEvent} */ event) {
      const sign = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[event.key];
      if (!keys || !sign) return;
      event.preventDefault();
      event.stopPropagation();
      to(from() + sign * (event.shiftKey ? COARSE : FINE), event);
    },
  };
  for (const [name, listener] of Object.entries(listeners))
    element.addEventListener(name, /** @type {EventListener} */ (listener), { capture: name === "click" });
}

/**
 * A grip to drag a number by, beside it.
 * @param {string} label
 * @param {string} title
 * @param {number} reach  the number's largest size
 * @param {(value: number) => void} move
 */
export function createGrip(label, title, reach, move) {
  let now = 0;
  const element = el(
    "span",
    {
      class: "grip",
      role: "slider",
      tabindex: 0,
      "aria-label": label,
      title,
      "aria-valuemin": -reach,
      "aria-valuemax": reach,
    },
    "↕",
  );
  scrub(element, {
    from: () => now,
    to(value) {
      now = value; // the next key may come before the next picture
      move(value);
    },
  });
  return {
    element,
    /** @param {number} value */
    set(value) {
      now = value;
      setAttribute(element, "aria-valuenow", String(value));
    },
  };
}
