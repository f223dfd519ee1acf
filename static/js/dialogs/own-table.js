import { el } from "../lib/dom.js";
import { plain } from "../lib/format.js";

/** @typedef {import("./own-parts.js").Found} Found */
/** @typedef {import("./own-parts.js").Column} Column */
/** @typedef {import("./own-parts.js").Words} Words */
/** @typedef {import("./own-parts.js").Choose} Choose */

/**
 * The first rows as they are written, under a control for each guess about their columns.
 * @param {Found} found @param {Words} words @param {Choose} choose @param {Record<string, string>} choices
 */
export function table(found, words, choose, choices) {
  const columns = found.columns;
  const row = (/** @type {(column: Column, at: number) => Node | string} */ cell, head = "") =>
    el("tr", {}, el("th", { scope: "row", class: "note" }, head), ...columns.map((c, at) => el("td", {}, cell(c, at))));
  const used = (/** @type {Column} */ { role }) =>
    role === "target" ? "chosen" : role === "ignored" || role === "split" ? "skipped" : "";
  return el(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": words.table },
    el(
      "table",
      {},
      el("colgroup", {}, el("col"), ...columns.map((column) => el("col", { class: used(column) }))),
      el(
        "thead",
        {},
        el("tr", {}, el("th", { scope: "col", class: "note" }, words.line), ...columns.map((c) => name(c))),
        row((column, at) => types(column, at, found, words, choose, choices), words.typeRow),
        row((column, at) => role(column, at, words, choose), words.roleRow),
        row((column, at) => missing(column, at, words, choose), words.missingRow),
        row((column) => facts(column, words)),
      ),
      el("tbody", {}, ...written(found)),
    ),
  );
}

/** @param {Column} column */
function name(column) {
  const apart = column.unit && !column.name.includes(column.unit);
  return el("th", { scope: "col" }, column.name, apart ? el("span", { class: "note" }, ` ${column.unit}`) : null);
}

/**
 * @param {Column} column @param {number} at @param {Found} found @param {Words} words @param {Choose} choose
 * @param {Record<string, string>} choices
 */
function types(column, at, found, words, choose, choices) {
  const given = (choices.types ?? "").split(",");
  const box = el(
    "select",
    {
      "aria-label": words.type(column.name),
      "data-path": `type.${at}`,
      onchange: () =>
        choose({ types: found.columns.map((_, i) => (i === at ? box.value : (given[i] ?? ""))).join(",") }),
    },
    ...Object.entries(words.types).map(([key, text]) =>
      el("option", { value: key, selected: key === column.type }, text),
    ),
  );
  if (column.type !== "date") return box;
  const order = el(
    "select",
    {
      "aria-label": words.orderOf(column.name),
      "data-path": `order.${at}`,
      onchange: () => choose({ [`order.${column.name}`]: order.value }),
    },
    ...Object.entries(words.orders).map(([key, text]) =>
      el("option", { value: key, selected: key === column.order }, text),
    ),
  );
  return el("span", { class: "pair" }, box, order);
}

/** @param {Column} column @param {number} at @param {Words} words @param {Choose} choose */
function role(column, at, words, choose) {
  const radio = el("input", {
    type: "radio",
    name: "own-target",
    checked: column.role === "target",
    "data-path": `target.${at}`,
    "aria-label": words.targetOf(column.name),
    onchange: () => choose({ target: column.name }),
  });
  return el("label", {}, radio, el("span", { class: "note" }, words.roles[column.role]));
}

/** @param {Column} column @param {number} at @param {Words} words @param {Choose} choose */
function missing(column, at, words, choose) {
  const box = el("input", {
    type: "text",
    class: "words",
    value: column.words.join(","),
    placeholder: words.noWords,
    "aria-label": words.missingOf(column.name),
    "data-path": `missing.${at}`,
    onchange: () => choose({ [`missing.${column.name}`]: box.value }),
  });
  return box;
}

/** @param {Column} column @param {Words} words */
function facts(column, words) {
  const mean = column.mean === null ? "" : words.scaled(plain(column.mean, 3), plain(column.deviation, 3));
  return el(
    "div",
    { class: "note" },
    column.type === "category" ? words.distinct(column.distinct) : mean,
    column.missing ? el("div", {}, words.missing(column.missing)) : null,
  );
}

/** @param {Found} found */
function written(found) {
  const faults = ["not_a_number", "not_a_date", "not_finite", "other_decimal"];
  const wrong = found.problems.filter((problem) => faults.includes(problem.kind));
  const broken = new Set(wrong.map((problem) => `${problem.line} ${problem.column}`));
  return found.first.map(({ line, cells }) =>
    el(
      "tr",
      {},
      el("th", { scope: "row", class: "note" }, String(line)),
      ...cells.map((cell, i) =>
        el("td", { class: broken.has(`${line} ${found.columns[i].name}`) ? "broken" : "" }, cell),
      ),
    ),
  );
}
