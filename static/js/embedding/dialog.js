import { el } from "../lib/dom.js";
import { SNIPPETS } from "./snippets.js";

/** @typedef {import("../lab/lab.js").Lab} Lab */

const SIZES = [
  [960, 540],
  [640, 360],
  [480, 480],
  [390, 640],
];
const THEMES = /** @type {const} */ (["auto", "light", "dark", "projector"]);
const SETTLE_MS = 400; // after a choice, before the preview is loaded anew

/**
 * What opens the dialog, which is made when it is first wanted.
 * @param {Lab} lab
 * @param {HTMLDialogElement} dialog
 * @param {import("../lab/lab.js").Voice} voice
 */
export function embedding(lab, dialog, voice) {
  /** @type {(() => void) | null} */
  let open = null;
  return () => {
    if (!lab.view?.frame) return;
    open ??= create(lab, dialog, voice);
    open();
  };
}

/**
 * The dialog that makes a scene of the moment at hand: what is chosen is seen at once, and copied
 * in the words of the tool that is to show it.
 * @param {Lab} lab
 * @param {HTMLDialogElement} dialog
 * @param {import("../lab/lab.js").Voice} voice
 */
function create(lab, dialog, voice) {
  const { embed: words, keys } = lab.words;
  const chosen = new Set(
    lab.catalogue.presets.find(({ name }) => name === lab.boot.preset)?.panels ?? ["network", "transport"],
  );
  let [size, theme, moment, tool] = [SIZES[0], /** @type {string} */ ("auto"), true, SNIPPETS[0].name];
  let timer = 0;

  /** @param {string} label @param {[string, string][]} rows @param {(value: string) => void} chose */
  const pick = (label, rows, chose) => {
    const select = el(
      "select",
      {
        onchange: () => {
          chose(select.value);
          change();
        },
      },
      ...rows.map(([value, text]) => el("option", { value }, text)),
    );
    return el("label", { class: "embed-choice" }, label, select);
  };
  /** @param {string} text @param {boolean} checked @param {(on: boolean) => void} chose */
  const check = (text, checked, chose) => {
    const box = el("input", {
      type: "checkbox",
      checked,
      onchange: () => {
        chose(box.checked);
        change();
      },
    });
    return el("label", {}, box, ` ${text}`);
  };
  const panels = el(
    "div",
    { class: "embed-panels" },
    ...lab.catalogue.panels.map(({ name, label }) =>
      check(label, chosen.has(name), (on) => (on ? chosen.add(name) : chosen.delete(name))),
    ),
  );
  const preview = el("iframe", { title: words.preview });
  const stage = el("div", { class: "embed-preview" }, preview);
  const text = el("textarea", { readonly: true, rows: 5, "aria-label": words.snippet, spellcheck: false });
  const code = el("img", { class: "embed-code", alt: words.code, width: 132, height: 132 });
  dialog.append(
    el("h2", {}, words.title),
    el(
      "div",
      { class: "embed-dialog" },
      el(
        "div",
        { class: "embed-choices" },
        el("h2", {}, words.panels),
        panels,
        pick(
          words.size,
          SIZES.map((each) => [each.join(), each.join(" × ")]),
          (value) => {
            size = value.split(",").map(Number);
          },
        ),
        pick(
          words.theme,
          THEMES.map((each) => [each, words.themes[each]]),
          (value) => {
            theme = value;
          },
        ),
        check(words.moment, true, (on) => {
          moment = on;
        }),
      ),
      el(
        "div",
        { class: "embed-result" },
        stage,
        pick(
          words.tool,
          SNIPPETS.map(({ name, label }) => [name, label]),
          (value) => {
            tool = value;
          },
        ),
        el("div", { class: "embed-copy" }, text, code),
      ),
    ),
    el(
      "form",
      { method: "dialog" },
      el("button", { class: "button primary", type: "button", onclick: copy }, words.copy),
      " ",
      el("button", { class: "button" }, keys.close),
    ),
  );

  async function copy() {
    try {
      await navigator.clipboard.writeText(text.value);
      voice.notice(words.copied);
    } catch {
      text.select();
    }
  }

  function query() {
    const parts = [moment ? lab.moments() : lab.query];
    // In the catalogue's order, which is also that of importance.
    parts.push(`panels=${lab.catalogue.panels.filter(({ name }) => chosen.has(name)).map(({ name }) => name)}`);
    if (theme !== "auto") parts.push(`theme=${theme}`);
    if (lab.boot.locale) parts.push(`locale=${lab.boot.locale}`);
    return parts.filter(Boolean).join("&");
  }

  function write() {
    const [width, height] = size;
    const { origin } = location;
    const address = `${origin}/embed?${query()}`;
    text.value =
      SNIPPETS.find(({ name }) => name === tool)?.text({ address, query: query(), server: origin, width, height }) ??
      "";
    return address;
  }

  function change() {
    write();
    clearTimeout(timer);
    timer = setTimeout(show, SETTLE_MS);
  }

  /** Loads the preview, drawn as large as there is room for. */
  function show() {
    const address = write();
    const [width, height] = size;
    const scale = Math.min(stage.clientWidth / width, stage.clientHeight / height);
    preview.style.cssText = `width:${width}px;height:${height}px;margin-left:${Math.max(0, (stage.clientWidth - width * scale) / 2).toFixed(0)}px;transform:scale(${scale.toFixed(3)})`;
    const watching = `${address}&run=${lab.run?.id}`; // this very run: no other is trained for it
    if (preview.src !== watching) preview.src = watching;
    code.src = `/qr.svg?url=${encodeURIComponent(lab.link())}`;
  }

  dialog.addEventListener("close", () => preview.removeAttribute("src"));
  return () => {
    dialog.showModal();
    show();
  };
}
