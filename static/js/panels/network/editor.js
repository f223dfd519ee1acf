import { el, setText } from "../../lib/dom.js";
import { exactSigned, signed } from "../../lib/format.js";
import { numberOf } from "../../lib/links.js";
import { addressed, pretty } from "../../lib/names.js";
import { createGrip } from "../../lib/scrub.js";
import { REACH } from "../../lab/nudging.js";
import { spot } from "./spot.js";

/** @typedef {import("../../page/types.js").View} View */

/**
 * A small form beside the weight or bias that was clicked: its value, to be changed, in thought
 * (dragged) or really (set).
 * @param {(intent: import("../../page/types.js").Intent) => void} dispatch
 * @param {import("../../../text/en/page.js").Words["network"]} words
 */
export function createEditor(dispatch, words) {
  const name = el("b");
  const slope = el("span", { class: "note" });
  // A value that was typed stays until it is set or dragged away: on the click on “Set”, the input
  // has lost the focus, and a frame may come before the button is released.
  let typed = false;
  const input = el("input", {
    type: "number",
    step: "any",
    "aria-label": words.newValue,
    oninput: () => (typed = true),
  });
  /** @type {string | null} */
  let open = null;
  let moved = 0;
  let typing = false;
  const grip = createGrip(words.epsilon, words.drag, REACH, (epsilon) => dispatch({ type: "nudge", epsilon }));
  /** What was clicked or pressed, to give the focus back to. @type {HTMLElement | SVGElement | null} */
  let opener = null;
  const close = () => {
    if (moved) dispatch({ type: "nudge", epsilon: 0 });
    if (element.contains(document.activeElement)) opener?.focus();
    open = opener = null;
    document.removeEventListener("keydown", escape, { capture: true });
    element.hidden = true;
  };
  /** Closes one thing at a time. @param {KeyboardEvent} event */
  const escape = (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    event.stopPropagation();
    close();
  };
  const apply = () => {
    const target = addressed(open);
    if (!target || !Number.isFinite(input.valueAsNumber)) return;
    dispatch({ type: "command", command: { type: "set_parameter", ...target, value: input.valueAsNumber } });
    close();
  };
  const element = el(
    "form",
    {
      class: "editor",
      hidden: true,
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        apply();
      },
    },
    el(
      "div",
      {},
      name,
      input,
      grip.element,
      el("button", { class: "small", type: "submit" }, words.set),
      el("button", { class: "small", type: "button", onclick: close, "aria-label": words.close }, "×"),
    ),
    slope,
  );

  return {
    element,
    /**
     * Only a key moves the focus into the form: after a click, the keys step and play as before.
     * @param {string} parameter
     * @param {import("./spot.js").Point} click
     * @param {readonly import("./spot.js").Point[]} shape  points of the weight's curve
     * @param {{opener: HTMLElement | SVGElement, pressed: boolean}} by
     */
    open(parameter, click, shape, by) {
      open = parameter;
      opener = by.opener;
      typing = by.pressed;
      typed = false;
      document.addEventListener("keydown", escape, { capture: true });
      element.hidden = false;
      const room = /** @type {HTMLElement} */ (element.offsetParent);
      const { x, y } = spot(
        click,
        shape,
        { width: element.offsetWidth, height: element.offsetHeight },
        { width: room.clientWidth, height: room.clientHeight },
      );
      element.style.left = `${x}px`;
      element.style.top = `${y}px`;
      input.value = "";
    },
    /** @param {View} view */
    render({ selection, frame, epsilon, nudged }) {
      const dragged = epsilon !== moved;
      moved = epsilon;
      if (open !== null && selection !== open) close();
      if (!open) return;
      const [value, gradient] = [numberOf(frame, "parameters", open), numberOf(frame, "gradients", open)];
      setText(name, `${pretty(open)} =`);
      input.classList.toggle("supposed", epsilon !== 0);
      grip.set(epsilon);
      if (nudged)
        setText(
          slope,
          words.nudged(exactSigned(nudged.delta, 3), exactSigned(nudged.change, 3), exactSigned(nudged.predicted, 3)),
        );
      else setText(slope, gradient == null ? words.noSlope : `${words.slope} ${signed(Number(gradient))}`);
      if (dragged) typed = false;
      if (typed || (document.activeElement === input && !dragged) || value == null) return;
      input.value = (Number(value) + epsilon).toPrecision(6);
      if (typing) input.select();
      typing = false;
    },
  };
}
