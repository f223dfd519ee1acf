import { operator as op, show, slope, value } from "../../explain/parts.js";
import { el } from "../../lib/dom.js";
import { exactSigned } from "../../lib/format.js";
import { nameOf } from "../network/neurons.js";

/** @typedef {import("./index.js").Given} Given */

/** Counts beyond what JavaScript counts exactly are written as powers of ten. @param {number} count */
const counted = (count) =>
  Number.isSafeInteger(count)
    ? count.toLocaleString("en").replaceAll(",", " ")
    : count.toExponential(2).replace("e+", " · 10^");

/** The gradient as a sum over every path to the loss, the largest first. @param {Given} given */
export function pathsSection(given) {
  const { found, words } = given;
  const { paths } = found;
  if (!paths || paths.count === 0 || paths.total === null) return null;
  const rows = paths.shown.map((path) => pathRow(given, path));
  const rest = paths.rest.count
    ? [
        el(
          "tr",
          {},
          el("td", {}, words.otherPaths(counted(paths.rest.count))),
          el("td", { class: "number" }, exactSigned(paths.rest.sum, 5)),
        ),
      ]
    : [];
  const total = el(
    "tr",
    { class: "total" },
    el("td", {}, words.total(counted(paths.count))),
    el("td", { class: "number" }, exactSigned(paths.total, 5)),
  );
  return [
    el("p", { class: "note" }, words.pathsHelp),
    el("table", { class: "paths" }, el("tbody", {}, ...rows, ...rest, total)),
  ];
}

/** @param {Given} given @param {import("../../wire/types.js").Path} path */
function pathRow({ found, view, dispatch, hover }, path) {
  const trail = trailOf(found, path);
  const factors = path.factors.flatMap((factor, i) => {
    const part = factor.kind === "delta" ? slope(factor.value, factor.of ?? undefined) : value(factor.value, factor.of);
    return [...(i ? [show(op("×"), hover)] : []), show(part, hover)];
  });
  const names = path.units
    .map((/** @type {number} */ unit, /** @type {number} */ i) => nameOf(view.layout, found.layer + i, unit))
    .join(" → ");
  return el(
    "tr",
    {
      tabindex: 0,
      onpointerenter: () => dispatch({ type: "trail", names: trail }),
      onpointerleave: () => dispatch({ type: "trail", names: [] }),
      onfocus: () => dispatch({ type: "trail", names: trail }),
      onblur: () => dispatch({ type: "trail", names: [] }),
    },
    el("td", {}, el("div", {}, names, " → L"), el("div", { class: "formula small-chips" }, ...factors)),
    el("td", { class: "number" }, exactSigned(path.product, 5)),
  );
}

/**
 * The weights a path goes along, the inspected one first.
 * @param {import("../../wire/types.js").Inspection} found
 * @param {import("../../wire/types.js").Path} path
 * @returns {string[]}
 */
function trailOf(found, path) {
  const own = found.kind === "weight" ? [found.target] : [];
  return [...own, ...path.factors.flatMap(({ kind, of }) => (kind === "weight" && of !== null ? [of] : []))];
}
