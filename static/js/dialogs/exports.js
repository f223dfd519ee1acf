import { byId, el } from "../lib/dom.js";
import { createCopying } from "./copying.js";
import { speaking } from "../wire/language.js";

/** @typedef {ReturnType<typeof import("../pictures/dialogs.js").createPictures>} Pictures */

/**
 * What can be taken away from the run, and a checkpoint brought back: a menu in the header.
 * @param {import("../lab/lab.js").Lab} lab
 */
export function installExports(lab) {
  const words = lab.words.own.exports;
  const button = byId("export");
  for (const name of ["title", "aria-label"]) button.setAttribute(name, words.title);
  const input = el("input", { type: "file", accept: ".safetensors", hidden: true, onchange: () => load() });
  /** Address below the run's, and what it is called. @type {[string, string, string][]} */
  const rows = [
    ["code?framework=pytorch", words.pytorch, words.scriptHelp],
    ["code?framework=numpy", words.numpy, words.scriptHelp],
    ["checkpoint", words.checkpoint, words.checkpointHelp],
    ["recording", words.recording, words.recordingHelp],
    ["data.csv", words.data, ""],
  ];
  const links = rows.map(([address, label, help]) =>
    el("a", { download: true, "data-address": address, title: help, onclick: () => menu.hidePopover() }, label),
  );
  // The header of a phone has no room for these.
  const others = ["embed", "present"].map((id) =>
    el(
      "button",
      {
        class: "narrow",
        type: "button",
        onclick: () => {
          menu.hidePopover();
          byId(id).click();
        },
      },
      /** @type {Record<string, string>} */ (lab.words.template)[id],
    ),
  );
  const menu = el(
    "div",
    { id: "exports", class: "menu", popover: "auto", role: "group", "aria-label": words.title },
    ...others,
    ...links,
    el(
      "button",
      { type: "button", title: lab.words.pictures.stillHelp, onclick: () => picture("still") },
      lab.words.pictures.still,
    ),
    el(
      "button",
      { type: "button", title: lab.words.pictures.filmHelp, onclick: () => picture("film") },
      lab.words.pictures.film,
    ),
    el(
      "button",
      {
        type: "button",
        title: lab.words.copy.entryHelp,
        onclick: () => {
          menu.hidePopover();
          copying.open();
        },
      },
      lab.words.copy.entry,
    ),
    el(
      "button",
      {
        type: "button",
        onclick: () => {
          menu.hidePopover();
          input.click();
        },
      },
      words.load,
    ),
  );
  const copying = createCopying(lab);
  button.setAttribute("popovertarget", "exports");
  document.body.append(menu, input, copying.element);
  menu.addEventListener("beforetoggle", () => {
    const { bottom, right } = button.getBoundingClientRect();
    menu.style.top = `${bottom + 6}px`;
    menu.style.right = `${Math.max(8, document.documentElement.clientWidth - right)}px`;
    for (const link of links) link.href = `/api/runs/${lab.run?.id}/${link.dataset.address}`;
  });

  /** What draws pictures is loaded when the first one is wanted. @type {Promise<Pictures> | null} */
  let pictures = null;
  /** @param {keyof Pictures} kind */
  async function picture(kind) {
    menu.hidePopover();
    pictures ??= import("../pictures/dialogs.js").then(({ createPictures }) => createPictures(lab));
    try {
      (await pictures)[kind]();
    } catch {
      pictures = null;
      lab.voice.notice(lab.words.page.offline);
    }
  }

  async function load() {
    const file = input.files?.[0];
    input.value = "";
    const run = lab.run;
    if (!file || !run) return;
    try {
      const answer = await fetch(`/api/runs/${run.id}/checkpoint`, {
        method: "POST",
        body: file,
        headers: speaking({ Authorization: `Bearer ${run.token}` }),
      });
      if (answer.ok) {
        lab.voice.notice(words.loaded(file.name));
        return;
      }
      const told = await answer.json();
      lab.voice.notice(
        told.errors
          ?.map((/** @type {import("../lab/lab.js").Problem} */ each) => `${each.field}: ${each.message}`)
          .join("; ") ||
          told.detail ||
          told.title,
      );
    } catch {
      lab.voice.notice(lab.words.page.offline);
    }
  }
}
