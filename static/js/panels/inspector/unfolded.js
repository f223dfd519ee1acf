import { aside, number, operator as op, show, slope, symbols, value } from "../../explain/parts.js";
import { el } from "../../lib/dom.js";
import { exactSigned } from "../../lib/format.js";
import { linkName } from "../../lib/links.js";
import * as m from "../../lib/math.js";
import { row } from "./gradient.js";

/** @typedef {import("./index.js").Given} Given */
/** @typedef {import("../../wire/types.js").Unfolded} Unfolded */
/** @typedef {import("../../wire/types.js").DeltaTerm} DeltaTerm */
/** @typedef {import("../../wire/types.js").SlopeTerm} SlopeTerm */
/** @typedef {import("../../wire/types.js").Rest} Rest */

const MOST_TERMS = 8;

/** δ of the neuron, and of each neuron unfolded on the way to the loss. @param {Given} given */
export function unfoldedSection(given) {
  const { found, words } = given;
  const known = found.unfolded.filter(({ delta }) => delta !== null);
  if (!known.length) return null;
  const rows = known.map((entry) => (entry.loss ? atOutput(given, entry, entry.loss) : below(given, entry)));
  return [el("p", { class: "note" }, known.some(({ loss }) => !loss) ? words.unfoldHelp : words.lossHelp), ...rows];
}

/**
 * The largest terms in their order, and the rest of them together.
 * @param {DeltaTerm[]} terms
 * @param {Rest} rest
 */
function largest(terms, rest) {
  if (terms.length <= MOST_TERMS) return { terms, rest };
  const least = terms.map(({ product }) => Math.abs(product)).sort((a, b) => b - a)[MOST_TERMS - 1];
  const shown = terms.filter(({ product }) => Math.abs(product) >= least);
  const others = terms.filter(({ product }) => Math.abs(product) < least);
  const sum = others.reduce((all, { product }) => all + product, rest.sum);
  return { terms: shown, rest: { count: rest.count + others.length, sum } };
}

/** @param {Given} given @param {Unfolded} entry */
function below(given, entry) {
  const { view, words, dispatch, hover } = given;
  const { layer: l, unit: i } = entry;
  const { terms, rest } = largest(/** @type {DeltaTerm[]} */ (entry.terms), /** @type {Rest} */ (entry.rest));
  const { unfold } = view.options.inspector;
  const parts = terms.flatMap((term, k) => {
    const name = `neurons.${l + 1}.${term.to}`;
    const open = unfold.includes(name);
    const toggle = () =>
      dispatch({
        type: "option",
        panel: "inspector",
        changes: { unfold: open ? unfold.filter((each) => each !== name) : [...unfold, name] },
      });
    const chip = el(
      "button",
      {
        class: `chip slope open${term.delta < 0 ? " minus" : ""}`,
        type: "button",
        "data-of": name,
        "aria-expanded": String(open),
        title: words.unfold,
        onclick: toggle,
        onpointerenter: () => hover(name),
        onpointerleave: () => hover(null),
      },
      exactSigned(term.delta),
    );
    // What lies behind it is not in a recording.
    const carried = view.recorded ? show(slope(term.delta, name), hover) : chip;
    return [
      ...(k ? [show(op("+"), hover)] : []),
      show(value(term.weight, linkName(view.layout, l + 1, term.to, i)), hover),
      show(op("×"), hover),
      carried,
    ];
  });
  const more = rest.count
    ? [show(op("+"), hover), show(slope(rest.sum), hover), show(aside(words.others(rest.count)), hover)]
    : [];
  return el(
    "div",
    { class: "formula unfolded", style: `--depth: ${l - given.found.layer}` },
    ...[symbols(m.delta(l, i), m.mo("=")), op("(")].map((part) => show(part, hover)),
    ...parts,
    ...more,
    ...[op(")"), op("×"), value(entry.local_slope), op("="), slope(entry.delta, entry.neuron)].map((part) =>
      show(part, hover),
    ),
  );
}

/** @param {Given} given @param {Unfolded} entry @param {import("../../wire/types.js").OutputLoss} loss */
function atOutput(given, entry, loss) {
  const { view } = given;
  const { layer: l, unit: k } = entry;
  const terms = /** @type {SlopeTerm[] | null} */ (entry.terms);
  const many = view.layout.sizes[l];
  const divided = loss.outputs > 1 ? [op("/"), number(loss.outputs)] : [];
  const result = [op("="), slope(entry.delta, entry.neuron)];
  const made = row(
    given,
    ...(() => {
      if (loss.fused) {
        return [
          symbols(m.delta(l, k), m.mo("="), m.prediction(k, many), m.mo("−"), m.target(k, many), m.mo("=")),
          ...(divided.length ? [op("(")] : []),
          value(loss.prediction, entry.neuron),
          op("−"),
          number(loss.target),
          ...(divided.length ? [op(")")] : []),
          ...divided,
          ...result,
        ];
      }
      const start = symbols(m.delta(l, k), m.mo("="));
      if (!terms) return [start, slope(loss.loss_slope), ...divided, op("×"), value(entry.local_slope), ...result];
      const sum = terms.flatMap((term, i) => [
        ...(i ? [op("+")] : []),
        slope(term.loss_slope),
        op("×"),
        value(term.slope),
      ]);
      return [
        start,
        ...(divided.length ? [op("(")] : []),
        ...sum,
        ...(divided.length ? [op(")")] : []),
        ...divided,
        ...result,
      ];
    })(),
  );
  made.classList.add("unfolded");
  made.style.setProperty("--depth", String(l - given.found.layer));
  return made;
}
