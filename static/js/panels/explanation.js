import { el } from "../lib/dom.js";
import { plain, signed } from "../lib/format.js";
import { tell } from "../text/en.js";

/** @typedef {import("../text/en.js").Part} Part */

/** @param {Part} part */
function show(part) {
  if ("text" in part) return el("span", {}, part.text);
  if ("aside" in part) return el("span", { class: "aside" }, part.aside);
  if ("plain" in part) return el("span", { class: "chip plain" }, plain(part.plain));
  const [kind, number] = "value" in part ? ["value", part.value] : ["slope", part.slope];
  return el("span", { class: `chip ${kind}${(number ?? 0) < 0 ? " minus" : ""}` }, signed(number));
}

/** What the operation at hand does: one sentence, and the formula with its very numbers. */
export const createExplanationPanel = /** @type {import("../types.js").PanelFactory} */ (
  (root, dispatch) => {
    const sentence = el("p");
    const formula = el("div", { class: "formula" });
    const which = el("span", { class: "aside" });
    /** @type {import("../types.js").Frame | null} */
    let shown = null;
    /** @param {number | "mean" | null} example */
    const focus = (example) => dispatch({ type: "command", command: { type: "focus", example } });
    /** @param {number} by */
    const move = (by) => {
      if (!shown) return;
      const { rows, focus: at } = shown.meta;
      const next = ((at.position ?? 0) + by + rows.length) % rows.length;
      focus(rows[next]);
    };
    const chooser = el("div", { class: "note" }, which, " ",
      el("button", { class: "small", type: "button", title: "Previous example", onclick: () => move(-1) }, "◂"), " ",
      el("button", { class: "small", type: "button", title: "Next example", onclick: () => move(1) }, "▸"), " ",
      el("button", { class: "small", type: "button", title: "Means over the batch", onclick: () => focus("mean") }, "mean"), " ",
      el("button", { class: "small", type: "button", title: "The first of each batch", onclick: () => focus(null) }, "first"));
    root.append(sentence, formula, chooser);
    return {
      render({ frame, layout }) {
        if (shown === frame || !frame.meta.narration) return;
        shown = frame;
        const story = tell(frame.meta.narration, layout.activations.length);
        sentence.textContent = story.sentence;
        formula.replaceChildren(...story.formula.map(show));
        const { position, size, example, in_batch: inBatch } = frame.meta.focus;
        which.textContent = example === "mean" ? `Means over the batch of ${size}`
          : inBatch ? `Example ${(position ?? 0) + 1} of ${size} in this batch` : `Example ${example}, not in this batch`;
      },
    };
  }
);
