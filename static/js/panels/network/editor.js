import { el, setText } from "../../lib/dom.js";
import { exactSigned, signed } from "../../lib/format.js";
import { numberOf } from "../../lib/links.js";
import { addressed, pretty } from "../../lib/names.js";
import { createGrip } from "../../lib/scrub.js";
import { REACH } from "../../lab/nudging.js";

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
  const input = el("input", { type: "number", step: "any", "aria-label": words.newValue });
  /** @type {string | null} */
  let open = null;
  let moved = 0;
  const grip = createGrip(words.epsilon, words.drag, REACH, (epsilon) => dispatch({ type: "nudge", epsilon }));
  const close = () => {
    if (moved) dispatch({ type: "nudge", epsilon: 0 });
    open = null;
    element.hidden = true;
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
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key === "Escape") close();
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
    /** @param {string} parameter @param {number} x @param {number} y  where it was clicked */
    open(parameter, x, y) {
      open = parameter;
      element.hidden = false;
      const room = /** @type {HTMLElement} */ (element.offsetParent);
      const [width, height] = [element.offsetWidth, element.offsetHeight];
      element.style.left = `${Math.max(6, Math.min(x - width / 2, room.clientWidth - width - 6))}px`;
      element.style.top = `${y + height + 16 < room.clientHeight ? y + 12 : Math.max(6, y - height - 12)}px`;
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
      if ((document.activeElement === input && !dragged) || value == null) return;
      const first = input.value === "";
      input.value = (Number(value) + epsilon).toPrecision(6);
      if (first) input.select();
    },
  };
}
