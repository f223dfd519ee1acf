import { el } from "../lib/dom.js";
import { contents, summary } from "./own-parts.js";
import { RefusedUpload } from "../share/carried.js";
import { fromFile, Newer } from "../share/packing.js";
import { speaking } from "../wire/language.js";

/** @typedef {import("../lab/lab.js").Lab} Lab */
/** @typedef {import("./own-parts.js").Found} Found */

/** Choices about the whole file; when one changes, the columns start from their guesses. */
const STRUCTURE = ["separator", "encoding", "header", "skip"];

/**
 * One's own data: a file is dropped or chosen, looked into, set right, and trained on.
 * Gives the function that opens the dialog.
 * @param {Lab} lab
 * @param {import("../share/carried.js").Carried} carried
 */
export function installOwn(lab, carried) {
  const words = lab.words.own;
  const dialog = el("dialog", { id: "own", class: "own", tabindex: -1, "aria-labelledby": "own-title" });
  const input = el("input", {
    type: "file",
    accept: ".csv,.tsv,.txt,.backstep,text/*",
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
    const [taken] = files;
    input.value = ""; // which empties the list
    if (taken.name.endsWith(".backstep")) {
      openSaved(taken);
      return;
    }
    file = taken;
    [choices, found] = [{}, null];
    if (!dialog.open) dialog.showModal();
    look();
  }

  /** Opens the data and the moment of a `.backstep` file. @param {File} saved */
  async function openSaved(saved) {
    try {
      const { upload, query } = fromFile(new Uint8Array(await saved.arrayBuffer()));
      await carried.show(upload, query);
    } catch (error) {
      const why = error instanceof Newer ? words.share.newer : error instanceof RefusedUpload ? error.message : "";
      lab.voice.notice(words.share.refusedFile(saved.name, why));
    }
  }

  /** Ask the server what is in the file, as far as it was set right. */
  async function look() {
    const number = ++asked;
    [state] = [words.reading];
    render();
    try {
      const answer = await fetch(`/api/datasets?${new URLSearchParams({ ...choices, name: file?.name ?? "" })}`, {
        method: "POST",
        headers: speaking(),
        body: file,
      });
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

  /** Ask again with some guesses corrected. @type {import("./own-parts.js").Choose} */
  function choose(changes) {
    const anew = Object.keys(changes).some((key) => STRUCTURE.includes(key));
    const kept = Object.entries(choices).filter(([key]) => !anew || key === "decimal" || STRUCTURE.includes(key));
    const given = Object.entries({ ...Object.fromEntries(kept), ...changes });
    choices = Object.fromEntries(given.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
    look();
  }

  async function train() {
    if (!found?.id || !file) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    await carried.keep(found.id, { name: file.name, choices, bytes });
    lab.dispatch({ type: "command", command: { type: "edit", changes: { data: { name: found.id } } } });
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
        ...(found ? contents(found, words, choose, choices) : []),
      ),
      foot,
    );
    // What had the focus was drawn anew; without it the dialog would hear no keys.
    const again = path
      ? /** @type {HTMLElement | null} */ (dialog.querySelector(`[data-path="${CSS.escape(path)}"]`))
      : null;
    if (dialog.open) (again ?? dialog).focus();
  }

  installDrop(drop, take);
  return () => {
    render();
    if (!dialog.open) dialog.showModal();
  };
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
