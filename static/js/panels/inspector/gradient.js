import { signalOf } from "../../explain/formulas.js";
import { aside, number, operator as op, show, slope, symbols, value } from "../../explain/parts.js";
import { el } from "../../lib/dom.js";
import { exactSigned } from "../../lib/format.js";
import * as m from "../../lib/math.js";
import { biasName, linkName } from "../../lib/links.js";
import { pretty } from "../../lib/names.js";
import { nameOf } from "../network/neurons.js";

/** @typedef {import("./index.js").Given} Given */

/** @param {Given} given @param {...import("../../explain/parts.js").Part} parts */
export const row = ({ hover }, ...parts) => el("div", { class: "formula" }, ...parts.map((part) => show(part, hover)));

/**
 * An example outside the batch: of the training set, or of the test set, whose numbers follow.
 * @param {import("../../wire/types.js").Layout} layout
 * @param {number} example
 * @param {Given["words"]} words
 */
const exampleName = ({ train_size: train }, example, words) =>
  example < train ? words.example(example) : words.held(example - train);

/** The gradient of one example as a product, the batch's as the mean of such, and the check. @param {Given} given */
export function gradientSection(given) {
  const { found, words, view } = given;
  if (found.kind === "neuron") return found.layer === 0 ? [el("p", { class: "note" }, words.input)] : sumSection(given);
  const { layer: l, unit: j, source } = found;
  const along = () => (source === null ? m.bias(l, j) : m.weight(l, j, source));
  const carried = source === null ? number(1) : value(found.signal, `neurons.${l - 1}.${source}`);
  const example =
    found.position === null
      ? exampleName(view.layout, found.example, words)
      : words.inBatch(found.position + 1, found.size);
  const one = row(
    given,
    symbols(
      m.slopeOf(along()),
      m.mo("="),
      m.delta(l, j),
      ...(source === null ? [] : [m.mo("·"), signalOf(view.layout, l - 1, source)]),
      m.mo("="),
    ),
    slope(found.delta, `neurons.${l}.${j}`),
    op("×"),
    carried,
    op("="),
    slope(found.example_gradient),
    aside(example),
  );
  const penalty = found.penalty_gradient ? [slope(found.penalty_gradient), aside(words.penalty)] : [];
  const batch = row(
    given,
    aside(words.mean(found.size)),
    slope(found.batch_gradient, found.target),
    ...(penalty.length ? [aside(words.including), ...penalty] : []),
  );
  return [one, batch, ...checks(given)];
}

/** @param {Given} given */
function checks(given) {
  const { found, words } = given;
  const { numeric } = found;
  if (!numeric) return [];
  return [
    el("p", { class: "note" }, words.check),
    .../** @type {const} */ (["example", "batch"]).map((which) => {
      const check = numeric[which];
      return el(
        "div",
        { class: "check" },
        el("span", {}, words.checked[/** @type {"example" | "batch"} */ (which)]),
        el("span", { class: "number" }, exactSigned(check.value, 6)),
        el(
          "span",
          { class: check.agrees ? "good" : "bad" },
          check.agrees ? words.agrees(exactSigned(check.difference, 2)) : reason(given, check.reason),
        ),
      );
    }),
  ];
}

/** @param {Given} given @param {import("../../wire/types.js").Reason | null} why */
function reason({ words, view }, why) {
  switch (why?.kind) {
    case "kink":
    case "step": {
      const [, layer, unit] = why.neuron.split(".").map(Number);
      const [below, above] = [exactSigned(why.below, 3), exactSigned(why.above, 3)];
      return words.reasons[why.kind](nameOf(view.layout, layer, unit), why.activation, why.row, below, above);
    }
    case "loss_kink":
      return words.reasons.loss_kink(why.loss, why.row);
    case "penalty_kink":
      return words.reasons.penalty_kink(exactSigned(why.below, 3), exactSigned(why.above, 3));
    default:
      return words.reasons.rounding;
  }
}

/** What a neuron's z is the sum of. @param {Given} given */
function sumSection(given) {
  const { found, words, view } = given;
  if (!found.incoming) return null;
  const { layer: l, unit: j } = found;
  const { terms, rest, bias } = found.incoming;
  const own = biasName(view.layout, l, j);
  const rows = terms.map((term) =>
    row(
      given,
      value(term.weight, linkName(view.layout, l, j, term.from)),
      op("×"),
      value(term.value, `neurons.${l - 1}.${term.from}`),
      op("="),
      value(term.product),
      aside(`${pretty(linkName(view.layout, l, j, term.from))} · ${nameOf(view.layout, l - 1, term.from)}`),
    ),
  );
  const more = rest.count ? [row(given, value(rest.sum), aside(words.others(rest.count)))] : [];
  return [
    ...rows,
    ...more,
    ...(own === null ? [] : [row(given, value(bias, own), aside(pretty(own)))]),
    found.preactivation === null
      ? row(given, symbols(m.signal(l, j), m.mo("=")), value(found.value))
      : row(given, symbols(m.sumOf(l, j), m.mo("=")), value(found.preactivation)),
  ];
}
