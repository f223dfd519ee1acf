import { percent, plain, signed } from "../lib/format.js";
import { doing, numberOf as parameterOf } from "../lib/links.js";
import { inSentence, parse } from "../lib/names.js";
import { unitsOf, written } from "../lib/units.js";
import { outputTab } from "../panels/output/index.js";
import { classOf, probabilities } from "../panels/output/bars.js";

/** @typedef {import("../page/types.js").View} View */
/** @typedef {import("../../text/en/page.js").Words["pictures"]} Words */

const MAX_INPUTS = 4; // that are named

/** A number of the frame's, if it is there. @param {View} view @param {string} name @param {number} index */
const numberOf = ({ frame }, name, index) => {
  const value = frame.tensors.get(name)?.data[index];
  return value === undefined ? null : Number(value);
};

/**
 * What is selected, with its value, and its gradient where the step has one.
 * @param {View} view
 * @param {Words["alt"]} words
 */
function selected(view, words) {
  const found = parse(view.selection);
  if (!found) return "";
  const { layer, unit, kind } = found;
  if (kind === "neuron") {
    const value = numberOf(view, layer ? `activations.${layer - 1}` : "input", unit);
    const error = layer ? numberOf(view, `deltas.${layer - 1}`, unit) : null;
    return words.selected(
      layer ? words.neuron(layer, unit) : words.input(view.layout.inputs[unit]),
      value === null ? null : signed(value),
      error === null ? null : words.error(signed(error)),
    );
  }
  const [value, slope] = ["parameters", "gradients"].map((group) =>
    parameterOf(view.frame, /** @type {"parameters" | "gradients"} */ (group), view.selection),
  );
  return words.selected(
    named(view.selection ?? "", view.layout, words),
    value === null ? null : signed(value),
    slope === null ? null : words.gradient(signed(slope)),
  );
}

/** How many units of which activation, layer by layer. @param {View} view @param {Words["alt"]} words */
function shape({ layout, catalogue }, words) {
  const label = (/** @type {number} */ at) => inSentence(doing({ layout, catalogue }, at + 1));
  const hidden = layout.sizes.slice(1, -1).map((units, at) => ({ units, activation: label(at) }));
  return words.shape(layout.sizes[0], hidden, layout.sizes.at(-1) ?? 1, label(hidden.length));
}

/** The file of own data, and what is predicted. @param {View} view @param {Words["alt"]} words */
const subject = ({ layout: { own, inputs } }, words) =>
  own ? [words.own(own.file, own.target, inputs.slice(0, MAX_INPUTS), inputs.length)] : [];

/** The operation just done, within a sentence. @param {View} view @param {import("../../text/en/page.js").Words} all */
export function operationOf({ frame: { meta } }, { ribbon }) {
  return ribbon.operation[meta.kind](meta.layer).replace(/^\p{Lu}/u, (letter) => letter.toLowerCase());
}

/** @param {import("../wire/types.js").FrameMeta} meta @param {Words["alt"]} words */
function scores({ losses, accuracies }, words) {
  const [train, test] = [losses.train, losses.test].map((loss) => (loss === null ? null : plain(loss)));
  const penalty = losses.penalty ? plain(losses.penalty) : null;
  return words.losses(train, test, penalty, accuracies && percent(accuracies.test ?? accuracies.train));
}

/**
 * What a picture of the moment shows, for who does not see it.
 * @param {View} view
 * @param {string[]} panels  by name
 * @param {import("../../text/en/page.js").Words} all
 * @returns {string}
 */
export function describe(view, panels, all) {
  const words = all.pictures.alt;
  const { meta } = view.frame;
  const operation = operationOf(view, all);
  return [
    ...(panels.includes("network") ? [shape(view, words)] : []),
    ...subject(view, words),
    words.moment(meta.step, meta.op, view.layout.operations.length - 1, operation),
    scores(meta, words),
    selected(view, words),
    ...panels.map((panel) => tell(panel, view, all)),
  ]
    .filter(Boolean)
    .join(" ");
}

/**
 * The same of a film, which ends at a moment.
 * @param {View} first
 * @param {View} last
 * @param {string[]} panels
 * @param {import("../../text/en/page.js").Words} all
 */
export function describeFilm(first, last, panels, all) {
  const words = all.pictures.alt;
  const [from, to] = [first, last].map(({ frame }) => frame.meta);
  const [before, after] = [from, to].map(({ losses }) => (losses.train === null ? null : plain(losses.train)));
  return [
    ...(panels.includes("network") ? [shape(last, words)] : []),
    ...subject(last, words),
    words.film(from.step, to.step, before, after),
    scores(to, words),
  ].join(" ");
}

/** What a panel adds. @param {string} panel @param {View} view @param {import("../../text/en/page.js").Words} all */
function tell(panel, view, { pictures: { alt: words } }) {
  const { frame, retained, layout } = view;
  const slice = retained.slice?.meta.slice;
  const surface = retained.surface?.meta.surface;
  const losses = Array.from(retained.curve?.tensors.get("curve.train")?.data ?? [], Number).filter(Number.isFinite);
  if (panel === "slice" && slice)
    return words.slice(
      named(slice.parameter, layout, words),
      slice.loss === null ? null : plain(slice.loss),
      slice.slope === null || slice.loss === null ? null : signed(slice.slope),
    );
  if (panel === "surface" && surface)
    return words.surface(
      axis(surface.x, layout, words),
      axis(surface.y, layout, words),
      surface.loss === null ? null : plain(surface.loss),
    );
  if (panel === "curve" && losses.length > 1)
    return words.curve(plain(losses[0]), plain(Math.min(...losses, frame.meta.losses.train ?? Infinity)));
  return panel === "output" ? answer(view, words) : "";
}

/** What the output's tab shows. @param {View} view @param {Words["alt"]} words */
function answer(view, words) {
  const { layout, frame } = view;
  const tab = outputTab(view);
  if (tab !== "map" || layout.plane) return words.output[tab];
  const outputs = frame.tensors.get(`activations.${layout.activations.length - 1}`)?.data;
  if (!outputs) return "";
  const units = unitsOf(view);
  if (units) return words.amount(written(Number(outputs[0]), units), written(frame.meta.focus.y[0], units));
  if (!layout.classes) return "";
  const [guess, right] = [outputs, frame.meta.focus.y].map((each) => classOf(each, layout.classes ?? []));
  return words.answer(
    layout.classes[guess],
    percent(probabilities(outputs, layout.classes)[guess]),
    layout.classes[right],
  );
}

/** @param {string} parameter @param {View["layout"]} layout @param {Words["alt"]} words */
function named(parameter, layout, words) {
  const found = parse(parameter);
  if (!found) return parameter;
  const { layer, unit, source } = found;
  if (source === null) return words.bias(layer, unit);
  return words.weight(layer === 1 ? words.input(layout.inputs[source]) : words.neuron(layer - 1, source), layer, unit);
}

/** @param {import("../wire/types.js").SurfaceAxis} axis @param {View["layout"]} layout @param {Words["alt"]} words */
const axis = ({ parameter, name }, layout, words) => (parameter ? named(parameter, layout, words) : name);
