import { el } from "../lib/dom.js";
import { plain } from "../lib/format.js";
import { table } from "./own-table.js";

/** @typedef {import("../../text/en/page.js").Words["own"]} Words */
/**
 * Takes query parameters of the server; one that is undefined is guessed again.
 * @typedef {(changes: Record<string, string | undefined>) => void} Choose
 */
/** @typedef {"number" | "category" | "date" | "text" | "ignore"} Type */
/**
 * @typedef {{
 *   kind: string, severity: "error" | "warning" | "notice", line: number|null, column: string|null,
 *   value: string|null, found: number|null, expected: number|null, message: string
 * }} Problem
 */
/**
 * @typedef {{
 *   name: string, type: Type, role: "target" | "input" | "split" | "ignored", unit: string|null,
 *   order: string|null, missing: number, words: string[], distinct: number, mean: number|null, deviation: number|null
 * }} Column
 */
/**
 * What the server found in a file; see docs/protocol.md, Own data.
 * @typedef {object} Found
 * @property {string|null} id
 * @property {string|null} encoding
 * @property {string|null} separator
 * @property {string|null} decimal
 * @property {boolean|null} header
 * @property {number|null} skip
 * @property {number} rows
 * @property {number} used
 * @property {Column[]} columns
 * @property {string|null} target
 * @property {"classification"|"regression"|null} task
 * @property {string|null} split
 * @property {number|null} test_share
 * @property {string[]|null} classes
 * @property {string[]} inputs
 * @property {{line: number, cells: string[]}[]} first
 * @property {{line: number, x: number[], y: number[]}[]} trained
 * @property {Problem[]} problems
 * @property {number} problem_count
 */

const ENCODINGS = ["utf-8", "utf-16", "windows-1252", "windows-1251", "latin-1", "macintosh"];
const SHOWN_PROBLEMS = 30;
const SHOWN_INPUTS = 40;

/** @param {Found | null} found @param {Words} words */
export function summary(found, words) {
  if (!found?.columns.length) return "";
  const made = found.id ? ` · ${words.inputs(found.inputs.length, found.classes?.length ?? 0)}` : "";
  return ` · ${words.rows(found.id ? found.used : found.rows, found.rows)}${made}`;
}

/**
 * What was understood of a file, with a control for each guess.
 * @param {Found} found @param {Words} words @param {Choose} choose
 * @param {Record<string, string>} choices  what was corrected so far
 */
export function contents(found, words, choose, choices) {
  if (!found.columns.length) return [problems(found, words), settings(found, words, choose, choices)];
  return [
    problems(found, words),
    settings(found, words, choose, choices),
    table(found, words, choose, choices),
    found.id ? trained(found, words) : "",
  ];
}

/** @param {Found} found @param {Words} words */
function problems(found, words) {
  if (!found.problems.length) return el("p", { class: "note" }, words.fine);
  const shown = found.problems.slice(0, SHOWN_PROBLEMS).map((problem) => {
    const place = words.place(problem.line, problem.column);
    const text = words.kinds[problem.kind]?.(problem) ?? problem.message;
    return el("li", { class: problem.severity }, place ? el("b", {}, `${place}: `) : null, text);
  });
  const more = found.problem_count - shown.length;
  return el(
    "ul",
    { class: "problems", "aria-label": words.problems, tabindex: shown.length > 4 ? 0 : null },
    ...shown,
    more > 0 ? el("li", {}, words.more(more)) : null,
  );
}

/**
 * @param {string} label @param {string} path @param {string | null} value @param {[string, string][]} options
 * @param {(value: string) => void} changed
 */
function select(label, path, value, options, changed) {
  const box = el(
    "select",
    { "data-path": path, onchange: () => changed(box.value) },
    ...options.map(([key, text]) => el("option", { value: key, selected: key === value }, text)),
  );
  return el("label", {}, label, box);
}

/** @param {string} label @param {string} path @param {boolean} checked @param {(on: boolean) => void} changed */
function check(label, path, checked, changed) {
  const box = el("input", { type: "checkbox", checked, "data-path": path, onchange: () => changed(box.checked) });
  return el("label", {}, box, label);
}

/**
 * The guesses about the whole file.
 * @param {Found} found @param {Words} words @param {Choose} choose @param {Record<string, string>} choices
 */
function settings(found, words, choose, choices) {
  const encodings = [...new Set([found.encoding ?? "utf-8", ...ENCODINGS])];
  const type = found.columns.find((column) => column.name === found.target)?.type;
  const merged = found.problems.some((problem) => problem.kind === "merged");
  const skip = el("input", {
    type: "number",
    min: 0,
    value: String(found.skip ?? 0),
    "data-path": "skip",
    onchange: () => choose({ skip: String(Math.max(0, Math.trunc(Number(skip.value)))) }),
  });
  const encoding = select(
    words.encoding,
    "encoding",
    found.encoding,
    encodings.map((name) => [name, name]),
    (value) => choose({ encoding: value }),
  );
  if (found.separator === null) return el("div", { class: "choices" }, encoding);
  return el(
    "div",
    { class: "choices" },
    select(words.separator, "separator", found.separator, Object.entries(words.separators), (value) =>
      choose({ separator: value }),
    ),
    select(words.decimal, "decimal", found.decimal, Object.entries(words.decimals), (value) =>
      choose({ decimal: value }),
    ),
    encoding,
    el("label", {}, words.skip, skip),
    check(words.header, "header", Boolean(found.header), (on) => choose({ header: on ? "1" : "0" })),
    type === "number" || type === "date"
      ? select(words.task, "task", found.task, Object.entries(words.tasks), (value) => choose({ task: value }))
      : null,
    merged || choices.merge
      ? check(words.merge, "merge", choices.merge !== "0", (on) => choose({ merge: on ? undefined : "0" }))
      : null,
    found.split || "split" in choices
      ? check(words.split, "split", Boolean(found.split), (on) => choose({ split: on ? undefined : "" }))
      : null,
  );
}

/** The first rows as a network gets them. @param {Found} found @param {Words} words */
function trained(found, words) {
  const text = found.columns.some(({ type, role }) => type === "text" && role === "input");
  const inputs = found.inputs.slice(0, SHOWN_INPUTS);
  const targets = found.classes && found.classes.length > 2 ? found.classes : [found.target ?? ""];
  const cut = found.inputs.length > inputs.length;
  const names = [...inputs, ...(cut ? ["…"] : []), ...targets.map((each) => `→ ${each}`)];
  const numbers = (/** @type {number[]} */ row) => row.map((value) => el("td", { class: "number" }, plain(value, 3)));
  const rows = found.trained.map(({ line, x, y }) =>
    el(
      "tr",
      {},
      el("th", { scope: "row", class: "note" }, String(line)),
      ...numbers(x.slice(0, inputs.length)),
      cut ? el("td", {}, "…") : null,
      ...numbers(y),
    ),
  );
  return el(
    "details",
    { class: "trained" },
    el("summary", {}, words.trainedRows),
    el("p", { class: "note" }, text ? words.counted : words.encoded),
    el(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": words.trainedRows },
      el(
        "table",
        {},
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            ...[words.line, ...names].map((each, at) =>
              el("th", { scope: "col", class: at ? "number" : "note" }, each),
            ),
          ),
        ),
        el("tbody", {}, ...rows),
      ),
    ),
  );
}
