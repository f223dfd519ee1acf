import { numpyLine } from "../../explain/code.js";
import { formula } from "../../explain/formulas.js";
import { light, show } from "../../explain/parts.js";
import { el, setAttribute, setText } from "../../lib/dom.js";
import { inSentence } from "../../lib/names.js";
import { amount } from "../../lib/units.js";
import { figure, place } from "./figures.js";
import { circuit } from "./gates.js";

/** @typedef {import("../../page/types.js").View} View */
/** @typedef {import("../../../text/en/explanation.js").Labels} Labels */
/** @typedef {(narration: import("../../wire/types.js").Narration, labels: Labels) => string} Say */

const READABLE = 8; // a second
const UNBROKEN = "⁾\u2060"; // no line may end within w⁽¹⁾₂₁

/**
 * Nielsen's names of the four equations.
 * @type {Partial<Record<import("../../wire/types.js").OperationKind, string>>}
 */
const EQUATION = { delta: "BP2", gradient: "BP3, BP4" };

/**
 * How the output's numbers relate to the file's unit, at the operations whose formulas show them.
 * @param {View} view
 * @param {import("../../../text/en/page.js").Words["formula"]} words
 */
export function scaling({ layout: { own, layers }, frame: { meta } }, words) {
  const atOutput = meta.layer === layers.length && (meta.kind === "activation" || meta.kind === "delta");
  if (!own?.targets || !(meta.kind === "loss" || atOutput)) return [];
  const { means, deviations, units } = own.targets;
  const [mean, deviation] = [means, deviations].map(([value]) => amount(value, units[0]));
  return [el("span", { class: "aside" }, words.standardized(own.target, mean, deviation))];
}

/** What the operation at hand does: a sentence, the formula with its very numbers, the line of code. */
export const createExplanationPanel = /** @type {import("../../page/types.js").PanelFactory} */ (
  (root, dispatch, words) => {
    const said = words.explanation;
    const sentence = el("p");
    const row = el("div", { class: "formula" });
    const gates = el("div", { class: "gates" });
    const equation = el("abbr", { class: "note", title: said.equation });
    const code = el("code", { tabindex: 0 });
    const aside = el("div", { class: "aside-figure" });
    /** @param {Record<string, unknown>} changes */
    const option = (changes) => dispatch({ type: "option", panel: "explanation", changes });
    const notations = new Map(
      Object.entries(said.notations).map(([name, text]) => [
        name,
        el("button", { type: "button", title: said.notationHelp, onclick: () => option({ notation: name }) }, text),
      ]),
    );
    let compare = false;
    let asks = false;
    const asking = el(
      "button",
      {
        class: "small",
        type: "button",
        title: said.askHelp,
        onclick: () => dispatch({ type: "option", panel: "ask", changes: { on: !asks } }),
      },
      said.ask,
    );
    const comparing = el(
      "button",
      { class: "small", type: "button", title: said.compareHelp, onclick: () => option({ compare: !compare }) },
      said.compare,
    );
    const story = el("div", { class: "story" }, el("div", { class: "told" }, sentence, row, gates));
    root.append(
      story,
      el(
        "div",
        { class: "beside" },
        el(
          "div",
          { class: "tools", "data-control": "tools" },
          comparing,
          asking,
          el("span", { class: "segments" }, ...notations.values()),
        ),
        aside,
      ),
      el("div", { class: "code" }, equation, code),
    );
    /** @type {import("../../wire/types.js").Frame | null} */
    let shown = null;
    let told = 0;
    let looks = "";
    /** @type {string | null} */
    let lit = null;
    /** @param {string | null} target */
    const hover = (target) => dispatch({ type: "hover", target });

    /** @param {View} view */
    function tell(view) {
      const { frame, layout, catalogue, spec, options, reducedMotion } = view;
      const { narration, kind, layer, focus, playing } = frame.meta;
      /** @param {import("../../wire/types.js").CatalogueRow[]} rows */
      const label = (rows) => (/** @type {string} */ name) => rows.find((each) => each.name === name)?.label ?? name;
      const say = /** @type {Say} */ (words.sentences[narration.kind]);
      setText(
        sentence,
        say(narration, {
          activation: (name) => inSentence(label(catalogue.activations)(name)),
          loss: label(catalogue.losses),
          optimizer: label(catalogue.optimizers),
          depth: layout.activations.length,
        })
          .replace(/⁾(?=[₀-₉])/g, UNBROKEN)
          .replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()),
      );
      const wired = options.explanation.notation === "gates";
      root.classList.toggle("wired", wired);
      row.hidden = sentence.hidden = wired;
      gates.hidden = !wired;
      if (wired)
        gates.replaceChildren(
          focus.example === "mean" ? el("p", { class: "note" }, words.gates.mean) : (circuit(view, words.gates) ?? ""),
        );
      else
        row.replaceChildren(
          ...formula({ n: narration, layout, catalogue, words: words.formula }).map((part) => show(part, hover)),
          ...scaling(view, words.formula),
        );
      const { code: line, shapes } = numpyLine(kind, layer, focus.size, layout, catalogue, spec.training);
      code.title = `${line}  # ${shapes}`;
      // A line that is too long breaks between statements.
      code.replaceChildren(
        ...line.split(/(?<=;) /).flatMap((statement) => [el("span", {}, statement), " "]),
        ...(shapes ? [el("span", { class: "shapes" }, `# ${shapes}`)] : []),
      );
      setText(equation, kind === "delta" && layer === layout.activations.length ? "BP1" : (EQUATION[kind] ?? ""));
      // The circuit leaves room for one figure: the comparison that was asked for.
      const room = !wired || kind === "update";
      const drawn = room ? figure(narration, focus.size, words.figures, !reducedMotion && !playing) : null;
      place(aside, drawn);
      // Without a figure the sentence and the formula have the whole width, but for the tools.
      root.classList.toggle("unaccompanied", drawn === null && !wired);
      root.classList.toggle("updating", kind === "update");
      root.classList.toggle("comparing", drawn !== null && kind === "update");
    }

    return {
      render(view) {
        const { playing, rate, narration, kind } = view.frame.meta;
        for (const [name, button] of notations)
          setAttribute(button, "aria-pressed", String(name === view.options.explanation.notation));
        ({ compare } = view.options.explanation);
        asks = view.options.ask.on;
        setAttribute(asking, "aria-pressed", String(asks));
        comparing.hidden = kind !== "update";
        setAttribute(comparing, "aria-pressed", String(compare));
        // Sixty sentences a second cannot be read; the drawing needs the time.
        const now = performance.now();
        const hurried = playing && (rate === null || rate > READABLE) && now - told < 1000 / READABLE;
        const wanted = `${view.options.explanation.notation} ${view.selection}`;
        const fresh = (shown !== view.frame || wanted !== looks) && narration != null && !hurried;
        if (fresh) tell(view);
        // Read aloud when one steps, not sixty times a second.
        setAttribute(story, "aria-live", playing ? "off" : "polite");
        if (fresh || lit !== view.hover) light(row, view.hover);
        if (fresh) [shown, told, looks] = [view.frame, now, wanted];
        lit = view.hover;
      },
    };
  }
);
