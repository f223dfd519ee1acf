import { el } from "../lib/dom.js";
import { plain } from "../lib/format.js";

/** @typedef {import("../lab/lab.js").Lab} Lab */
/** @typedef {"number" | "category" | "text" | "skip"} Type */
/**
 * @typedef {{
 *   kind: string, severity: "error" | "warning", line: number|null, column: string|null, value: string|null,
 *   found: number|null, expected: number|null, message: string
 * }} Problem
 */
/**
 * @typedef {{
 *   name: string, type: Type, missing: number, distinct: number, mean: number|null, deviation: number|null
 * }} Column
 */
/**
 * What the server found in a file; see docs/protocol.md, Own data.
 * @typedef {object} Found
 * @property {string|null} id
 * @property {string|null} encoding
 * @property {string|null} separator
 * @property {boolean|null} header
 * @property {number} rows
 * @property {number} used
 * @property {Column[]} columns
 * @property {string|null} target
 * @property {"classification"|"regression"|null} task
 * @property {string[]|null} classes
 * @property {string[]} inputs
 * @property {{line: number, cells: string[]}[]} first
 * @property {Problem[]} problems
 * @property {number} problem_count
 */

const ENCODINGS = ["utf-8", "utf-16", "windows-1251", "windows-1252"];
const SHOWN_PROBLEMS = 30;

/**
 * One's own data: a file is dropped or chosen, looked into, set right, and trained on.
 * Gives the function that opens the dialog.
 * @param {Lab} lab
 */
export function installOwn(lab) {
  const words = lab.words.own;
  const dialog = el("dialog", { id: "own", class: "own", tabindex: -1, "aria-labelledby": "own-title" });
  const input = el("input", {
    type: "file",
    accept: ".csv,.tsv,.txt,text/*",
    hidden: true,
    onchange: () => take(input.files),
  });
  const drop = el("div", { class: "drop-here", hidden: true, "aria-hidden": "true" }, words.drop);
  document.body.append(dialog, input, drop);
  /** @type {File | null} */
  let file = null;
  /** What was set right, as the server's query has it. @type {Record<string, string>} */
  let choices = {};
  /** @type {Found | null} */
  let found = null;
  let asked = 0;
  let state = "";

  /** @param {FileList | null | undefined} files */
  function take(files) {
    if (!files?.length) return;
    [file] = files;
    [choices, found] = [{}, null];
    input.value = "";
    if (!dialog.open) dialog.showModal();
    look();
  }

  /** Ask the server what is in the file, as far as it was set right. */
  async function look() {
    const number = ++asked;
    [state] = [words.reading];
    render();
    try {
      const answer = await fetch(`/api/datasets?${new URLSearchParams(choices)}`, { method: "POST", body: file });
      const told = await answer.json();
      if (number !== asked) return;
      found = told.columns ? told : null;
      state = found ? "" : told.detail || told.title;
    } catch {
      if (number !== asked) return;
      state = words.failed;
    }
    render();
  }

  /** @param {Record<string, string>} changes  other columns start from their guesses */
  function choose(changes) {
    const kept =
      "separator" in changes || "header" in changes ? ["separator", "header", "encoding"] : Object.keys(choices);
    choices = {
      ...Object.fromEntries(kept.flatMap((key) => (key in choices ? [[key, choices[key]]] : []))),
      ...changes,
    };
    look();
  }

  function train() {
    if (!found?.id || !file) return;
    lab.dispatch({ type: "command", command: { type: "edit", changes: { data: { name: found.id } } } });
    lab.voice.notice(words.trained(file.name));
    dialog.close();
  }

  function render() {
    const path = dialog.contains(document.activeElement)
      ? /** @type {HTMLElement} */ (document.activeElement).dataset.path
      : undefined;
    const close = el(
      "button",
      { class: "small", type: "button", "aria-label": words.close, title: words.close, onclick: () => dialog.close() },
      "×",
    );
    const another = el(
      "button",
      { class: "button", type: "button", "data-path": "choose", onclick: () => input.click() },
      file ? words.another : words.choose,
    );
    const foot = el(
      "div",
      { class: "foot-row" },
      another,
      el("span", { class: "grow" }),
      el("button", { class: "button", type: "button", onclick: () => dialog.close() }, words.cancel),
      file
        ? el(
            "button",
            {
              class: "button primary",
              type: "button",
              disabled: !found?.id || Boolean(state),
              "data-path": "train",
              onclick: train,
            },
            words.train,
          )
        : null,
    );
    dialog.replaceChildren(
      el("div", { class: "title" }, el("h2", { id: "own-title" }, words.title), close),
      el(
        "div",
        { class: "body" },
        file ? el("p", { class: "file" }, el("b", {}, file.name), summary(found, words)) : el("p", {}, words.about),
        el("p", { class: "note", role: "status", hidden: !state }, state),
        ...(found ? contents(found) : []),
      ),
      foot,
    );
    // What had the focus was drawn anew; without it the dialog would hear no keys.
    const again = path
      ? /** @type {HTMLElement | null} */ (dialog.querySelector(`[data-path="${CSS.escape(path)}"]`))
      : null;
    if (dialog.open) (again ?? dialog).focus();
  }

  /** @param {Found} told */
  function contents(told) {
    return [
      problems(told, words),
      told.columns.length ? settings(told) : "",
      told.columns.length ? table(told) : "",
      told.id ? el("p", { class: "note" }, encoded(told)) : "",
    ];
  }

  /** @param {string} label @param {string} name @param {string | null} value @param {[string, string][]} options */
  function select(label, name, value, options) {
    const box = el(
      "select",
      { "data-path": name, onchange: () => choose({ [name]: box.value }) },
      ...options.map(([key, text]) => el("option", { value: key, selected: key === value }, text)),
    );
    return el("label", {}, label, box);
  }

  /** @param {Found} told */
  function settings(told) {
    const header = el("input", {
      type: "checkbox",
      checked: Boolean(told.header),
      "data-path": "header",
      onchange: () => choose({ header: String(header.checked) }),
    });
    const encodings = [...new Set([told.encoding ?? "utf-8", ...ENCODINGS])];
    const numeric = told.columns.find((column) => column.name === told.target)?.type === "number";
    return el(
      "div",
      { class: "choices" },
      select(words.separator, "separator", told.separator, Object.entries(words.separators)),
      select(
        words.encoding,
        "encoding",
        told.encoding,
        encodings.map((name) => [name, name]),
      ),
      el("label", {}, header, words.header),
      numeric ? select(words.task, "task", told.task, Object.entries(words.tasks)) : null,
    );
  }

  /** @param {Found} told */
  function table(told) {
    const types = told.columns.map((column, at) => {
      const box = el(
        "select",
        {
          "aria-label": words.type(column.name),
          "data-path": `type.${at}`,
          onchange: () => {
            const all = told.columns.map((each, i) => (i === at ? box.value : each.type));
            choose({ types: all.join(",") });
          },
        },
        ...Object.entries(words.types).map(([key, text]) =>
          el("option", { value: key, selected: key === column.type }, text),
        ),
      );
      return el("td", {}, box);
    });
    const targets = told.columns.map((column, at) =>
      el(
        "td",
        {},
        el(
          "label",
          {},
          el("input", {
            type: "radio",
            name: "own-target",
            checked: column.name === told.target,
            "data-path": `target.${at}`,
            "aria-label": words.targetOf(column.name),
            onchange: () => choose({ target: column.name }),
          }),
          el("span", { class: "note" }, words.target),
        ),
      ),
    );
    const facts = told.columns.map((column) =>
      el(
        "td",
        { class: "note" },
        column.mean === null ? "" : words.scaled(plain(column.mean, 3), plain(column.deviation, 3)),
        column.missing ? el("div", {}, words.missing(column.missing)) : null,
      ),
    );
    const broken = new Set(told.problems.map((problem) => `${problem.line} ${problem.column}`));
    const rows = told.first.map(({ line, cells }) =>
      el(
        "tr",
        {},
        el("th", { scope: "row", class: "note" }, String(line)),
        ...cells.map((cell, i) =>
          el("td", { class: broken.has(`${line} ${told.columns[i].name}`) ? "broken" : "" }, cell),
        ),
      ),
    );
    const used = (/** @type {number} */ i) =>
      told.columns[i].type === "skip" ? "skipped" : told.columns[i].name === told.target ? "chosen" : "";
    return el(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": words.table },
      el(
        "table",
        {},
        el("colgroup", {}, el("col"), ...told.columns.map((_, i) => el("col", { class: used(i) }))),
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            el("th", { scope: "col", class: "note" }, words.line),
            ...told.columns.map(({ name }) => el("th", { scope: "col" }, name)),
          ),
          el("tr", {}, el("td"), ...types),
          el("tr", {}, el("td"), ...targets),
          el("tr", {}, el("td"), ...facts),
        ),
        el("tbody", {}, ...rows),
      ),
    );
  }

  /** How the columns become inputs. @param {Found} told */
  function encoded({ columns, target }) {
    return columns.some(({ name, type }) => type === "text" && name !== target) ? words.counted : words.encoded;
  }

  installDrop(drop, take);
  return () => {
    render();
    if (!dialog.open) dialog.showModal();
  };
}

/** @param {Found | null} found @param {import("../text/en.js").Words["own"]} words */
function summary(found, words) {
  if (!found?.columns.length) return "";
  const made = found.id ? ` · ${words.inputs(found.inputs.length, found.classes?.length ?? 0)}` : "";
  return ` · ${words.rows(found.id ? found.used : found.rows, found.rows)}${made}`;
}

/** @param {Found} found @param {import("../text/en.js").Words["own"]} words */
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
 * A file may be dropped anywhere on the page.
 * @param {HTMLElement} sign  shown while a file is over the page
 * @param {(files: FileList | undefined) => void} take
 */
function installDrop(sign, take) {
  let depth = 0;
  const carries = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
  /** @param {number} by @param {DragEvent} event */
  const enter = (by, event) => {
    if (!carries(event)) return;
    event.preventDefault();
    depth = Math.max(0, depth + by);
    sign.hidden = depth === 0;
  };
  document.addEventListener("dragenter", (event) => enter(1, event));
  document.addEventListener("dragleave", (event) => enter(-1, event));
  document.addEventListener("dragover", (event) => enter(0, event));
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    depth = 0;
    sign.hidden = true;
    take(event.dataTransfer?.files);
  });
}
