import { formula } from "../explain/formulas.js";
import { el, setAttribute, setText } from "../lib/dom.js";
import { plain, signed } from "../lib/format.js";
import { math } from "../lib/math.js";

/** @typedef {import("../explain/formulas.js").Part} Part */
/** @typedef {import("../types.js").View} View */

/**
 * @param {Part} part
 * @param {(target: string | null) => void} hover
 */
function show(part, hover) {
  if ("symbols" in part) return math(...part.symbols);
  if ("aside" in part) return el("span", { class: "aside" }, part.aside);
  if ("plain" in part) return el("span", { class: "chip plain" }, plain(part.plain));
  const [kind, number] = "value" in part ? ["value", part.value] : ["slope", part.slope];
  const { of } = part;
  return el("span", {
    class: `chip ${kind}${(number ?? 0) < 0 ? " minus" : ""}`, "data-of": of,
    ...(of ? { onpointerenter: () => hover(of), onpointerleave: () => hover(null) } : {}),
  }, signed(number));
}

const READABLE = 8; // a second

/** "Sigmoid" within a sentence is "sigmoid", but "ReLU" stays. @param {string} label */
const inSentence = (label) => (/[A-Z]/.test(label.slice(1)) ? label : label.toLowerCase());

/** What the operation at hand does: one sentence, and the formula with its very numbers. */
export const createExplanationPanel = /** @type {import("../types.js").PanelFactory} */ (
  (root, dispatch, words) => {
    const sentence = el("p");
    const row = el("div", { class: "formula" });
    /** @type {import("../types.js").Frame | null} */
    let shown = null;
    let told = 0;
    /** @type {string | null} */
    let lit = null;
    const story = el("div", { class: "story" }, sentence, row);
    root.append(story);
    /** @param {string | null} target */
    const hover = (target) => dispatch({ type: "hover", target });

    /** @param {View} view */
    function tell({ frame, layout, catalogue }) {
      const { narration } = frame.meta;
      /** @param {import("../types.js").Row[]} rows */
      const label = (rows) => (/** @type {string} */ name) => rows.find((each) => each.name === name)?.label ?? name;
      setText(sentence, words.sentences[narration.kind](narration, {
        activation: (name) => inSentence(label(catalogue.activations)(name)), loss: label(catalogue.losses), optimizer: label(catalogue.optimizers),
        depth: layout.activations.length,
      }));
      row.replaceChildren(...formula({ n: narration, layout, catalogue, words: words.formula }).map((part) => show(part, hover)));
    }

    return {
      render(view) {
        const { playing, rate, narration } = view.frame.meta;
        // Sixty sentences a second cannot be read; the drawing needs the time.
        const now = performance.now();
        const hurried = playing && (rate === null || rate > READABLE) && now - told < 1000 / READABLE;
        const fresh = shown !== view.frame && narration != null && !hurried;
        if (fresh) tell(view);
        // Read aloud when one steps, not sixty times a second.
        setAttribute(story, "aria-live", view.frame.meta.playing ? "off" : "polite");
        if (fresh || lit !== view.hover) {
          for (const chip of row.querySelectorAll("[data-of]")) {
            chip.classList.toggle("lit", view.hover !== null && chip.getAttribute("data-of") === view.hover);
          }
        }
        if (fresh) [shown, told] = [view.frame, now];
        lit = view.hover;
      },
    };
  }
);
