import { el } from "../lib/dom.js";
import { writeView } from "../lab/viewing.js";
import { titleOf } from "../lib/units.js";
import { MAX_LINK, toFile } from "./packing.js";

/** @typedef {import("../lab/lab.js").Lab} Lab */

/**
 * Share: the link to the moment, what it holds, and a file where a link is not enough. Returns the function that
 * opens the dialog.
 * @param {Lab} lab
 */
export function installSharing(lab) {
  const words = lab.words.own.share;
  const dialog = el("dialog", { id: "sharing", class: "own sharing", "aria-labelledby": "sharing-title" });
  document.body.append(dialog);

  /** @param {HTMLInputElement} field @param {HTMLElement} status */
  async function copy(field, status) {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      status.textContent = words.copied;
    } catch {
      status.textContent = words.copyByHand;
    }
  }

  function render() {
    const { view } = lab;
    if (!view?.frame) return;
    const { own } = view.layout;
    const carried = lab.carried?.of(view.spec.data.name) ?? null;
    const link = lab.link();
    const field = el("input", { value: link, readonly: true, "aria-label": words.link });
    const status = el("p", { class: "note", role: "status" }, words.length(link.length));
    const holds = [words.settings, words.moment(view.frame.meta.step, view.frame.meta.op), words.view];
    if (own && carried?.fragment) holds.push(words.data(titleOf(own)));
    const lacks = [words.history, words.race];
    if (own && !carried?.fragment) lacks.unshift(carried ? words.tooLarge(MAX_LINK / 1000) : words.notHere);
    const close = () => dialog.close();
    const save = () => {
      if (carried) download(toFile(carried.upload, moment(lab)));
    };
    dialog.replaceChildren(
      el(
        "div",
        { class: "title" },
        el("h2", { id: "sharing-title" }, words.title),
        el(
          "button",
          { class: "small", type: "button", "aria-label": words.close, title: words.close, onclick: close },
          "×",
        ),
      ),
      el(
        "div",
        { class: "body" },
        ...(lab.linkable
          ? [
              el(
                "div",
                { class: "link" },
                field,
                el(
                  "button",
                  { class: "button primary", type: "button", onclick: () => copy(field, status) },
                  words.copy,
                ),
              ),
              status,
            ]
          : [el("p", {}, words.points)]),
        el("h3", {}, words.holds),
        el("ul", {}, ...holds.map((each) => el("li", {}, each))),
        el("h3", {}, words.lacks),
        el("ul", {}, ...lacks.map((each) => el("li", {}, each))),
      ),
      el(
        "div",
        { class: "foot-row" },
        carried ? el("button", { class: "button", type: "button", onclick: save }, words.save) : null,
        carried ? el("span", { class: "note" }, words.saveHelp) : null,
        el("span", { class: "grow" }),
        el("button", { class: "button", type: "button", onclick: close }, words.close),
      ),
    );
  }

  return () => {
    render();
    if (!dialog.open) dialog.showModal();
  };
}

/** What a saved file says of the moment. @param {Lab} lab */
function moment(lab) {
  const { layout, frame } = /** @type {import("../page/types.js").View} */ (lab.view);
  const { step, op } = frame.meta;
  return {
    query: lab.moments(),
    spec: JSON.stringify(lab.origin.spec),
    edits: JSON.stringify(lab.origin.edits),
    position: JSON.stringify({ step, op }),
    view: writeView(/** @type {import("../page/types.js").View} */ (lab.view)).join("&"),
    inputs: JSON.stringify(layout.inputs),
    classes: JSON.stringify(layout.classes),
  };
}

/** @param {Uint8Array<ArrayBuffer>} file */
function download(file) {
  const href = URL.createObjectURL(new Blob([file]));
  el("a", { href, download: "run.backstep" }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}
