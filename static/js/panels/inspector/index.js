import { light } from "../../explain/parts.js";
import { el, setText } from "../../lib/dom.js";
import { parse, pretty } from "../../lib/names.js";
import { createHead } from "./head.js";
import { gradientSection } from "./gradient.js";
import { createNudge } from "./nudge.js";
import { pathsSection } from "./paths.js";
import { unfoldedSection } from "./unfolded.js";
import { updateSection } from "./update.js";

/** @typedef {import("../../page/types.js").View} View */
/**
 * What a section is made from.
 * @typedef {object} Given
 * @property {import("../../wire/types.js").Inspection} found                       the inspection, see docs/protocol.md
 * @property {View} view
 * @property {import("../../../text/en/page.js").Words["inspector"]} words
 * @property {import("../../../text/en/page.js").Words["formula"]} formula
 * @property {(intent: import("../../page/types.js").Intent) => void} dispatch
 * @property {(target: string | null) => void} hover
 */

const READABLE = 6; // redraws a second while playing

const SECTIONS = /** @type {const} */ ({
  gradient: gradientSection,
  unfolded: unfoldedSection,
  paths: pathsSection,
  update: updateSection,
});

/** One weight, bias or neuron: why its gradient is what it is, to the last digit. */
export const createInspectorPanel = /** @type {import("../../page/types.js").PanelFactory} */ (
  (root, dispatch, { inspector: words, formula }) => {
    const head = createHead(dispatch, words);
    const waiting = el("p", { class: "note" });
    const there = el("button", { class: "small", type: "button" }, words.goThere);
    const nudge = createNudge(dispatch, words);
    const bodies = new Map(Object.keys(SECTIONS).map((name) => [name, el("div", { class: "section" })]));
    const summaries = new Map(Object.keys(SECTIONS).map((name) => [name, el("summary")]));
    const folds = [...bodies].map(([name, body]) =>
      el("details", { open: true, "data-section": name }, /** @type {HTMLElement} */ (summaries.get(name)), body),
    );
    root.append(head.element, el("div", { class: "waiting" }, waiting, there), nudge.element, ...folds);
    /** @type {unknown} */
    let shown = null;
    let drawn = 0;
    /** @type {string | null} */
    let lit = null;
    /** @param {string | null} target */
    const hover = (target) => dispatch({ type: "hover", target });

    /** @param {View} view @param {import("../../wire/types.js").Inspection} found */
    function draw(view, found) {
      const kind = parse(view.selection)?.kind;
      const wait = found.computed_at !== null && !found.computed;
      setText(waiting, wait ? words.waiting : "");
      there.hidden = waiting.hidden = !wait;
      const { step } = view.frame.meta;
      const op = found.computed_at ?? 0;
      there.onclick = () => dispatch({ type: "command", command: { type: "seek", step, op } });
      for (const fold of folds) {
        const name = /** @type {keyof typeof SECTIONS} */ (fold.dataset.section);
        const content = SECTIONS[name]({ found, view, words, formula, dispatch, hover });
        fold.hidden = content === null;
        setText(
          /** @type {HTMLElement} */ (summaries.get(name)),
          words.sections[name === "gradient" && kind === "neuron" ? "sum" : name],
        );
        bodies.get(name)?.replaceChildren(...(content ?? []));
      }
      nudge.element.hidden = kind === "neuron" || view.recorded;
      document.documentElement.classList.toggle("of-neuron", kind === "neuron");
      light(root, view.hover);
    }

    return {
      render(view) {
        const found = view.frame.meta.inspection;
        root.hidden = view.selection === null;
        document.documentElement.classList.toggle("inspecting", view.selection !== null);
        if (view.selection === null) return;
        head.render(view);
        nudge.render(view);
        const now = performance.now();
        const hurried = view.frame.meta.playing && now - drawn < 1000 / READABLE && found?.target === view.selection;
        if (found && found.target === view.selection && found !== shown && !hurried) {
          draw(view, found);
          [shown, drawn] = [found, now];
        }
        if (lit !== view.hover) light(root, view.hover);
        lit = view.hover;
        root.setAttribute("aria-label", words.title(pretty(view.selection)));
      },
    };
  }
);
