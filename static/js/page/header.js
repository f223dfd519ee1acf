import { installPresets } from "./preset.js";
import { actions } from "../lab/actions.js";
import { embedding } from "../embedding/dialog.js";
import { listen } from "./keys.js";
import { palette } from "../lib/colors.js";
import { byId, el } from "../lib/dom.js";
import { currentTheme } from "../lab/view.js";
import { remember, remembered } from "./storage.js";

/** @typedef {import("../lab/lab.js").Lab} Lab */
/** @typedef {import("../lab/lab.js").Voice} Voice */

const NOTICE_SECONDS = 6;

/**
 * The banner: what the page has to say.
 * @param {import("../../text/en/page.js").Words["page"]} words
 * @returns {Voice & {show: (seconds: number, ...content: (Node | string)[]) => void}}
 */
export function createVoice(words) {
  const banner = byId("banner");
  let timer = 0;
  let lost = false;
  /** @param {number} seconds  0: until something else is said @param {...(Node | string)} content */
  const show = (seconds, ...content) => {
    banner.replaceChildren(...content);
    banner.hidden = false;
    clearTimeout(timer);
    if (seconds)
      timer = setTimeout(() => {
        banner.hidden = true;
      }, 1000 * seconds);
  };
  return {
    show,
    // What there is to do about a lost connection stays in sight.
    notice: (text, undo) => {
      if (lost) return;
      const back = () => {
        banner.hidden = true;
        undo?.run();
      };
      show(
        NOTICE_SECONDS,
        text,
        ...(undo ? [" ", el("button", { class: "small", type: "button", onclick: back }, undo.label)] : []),
      );
    },
    // It lies over the operation that failed, so it can be put away.
    failure: (text) =>
      text
        ? show(
            0,
            text,
            el(
              "button",
              {
                class: "small",
                type: "button",
                "aria-label": words.close,
                onclick: () => {
                  banner.hidden = true;
                },
              },
              "×",
            ),
          )
        : show(0.001),
    connection(seconds, retry, blocked) {
      if (seconds === null) {
        if (lost) banner.hidden = true;
        lost = false;
        return;
      }
      lost = true;
      show(
        0,
        (blocked ? words.blocked : words.lost)(seconds.toFixed(1)),
        el("button", { class: "small", type: "button", onclick: retry }, words.tryNow),
      );
    },
  };
}

/** @param {string} asked */
export function chooseTheme(asked) {
  const stored = remembered("theme");
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.dataset.theme = asked === "light" || asked === "dark" ? asked : (stored ?? system);
}

/** @param {Lab} lab */
export function installTheme(lab) {
  byId("theme").onclick = () => {
    const theme = currentTheme() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    remember("theme", theme);
    lab.update({ theme, palette: palette() });
  };
}

/**
 * The button that opens the same moment in the next language, called by that language's name.
 * @param {Lab} lab
 */
export function installLanguage(lab) {
  const { locales } = lab.boot;
  const codes = Object.keys(locales);
  const next = codes[(codes.indexOf(lab.words.locale) + 1) % codes.length];
  const button = byId("language");
  button.append(next.toUpperCase());
  for (const [name, value] of Object.entries({
    lang: next,
    title: locales[next],
    "aria-label": `${next.toUpperCase()}: ${locales[next]}`,
  }))
    button.setAttribute(name, value);
  button.onclick = () => {
    remember("locale", next);
    const address = new URL(lab.view?.frame ? lab.link() : location.href);
    address.searchParams.set("locale", next);
    location.assign(address);
  };
}

/**
 * Presets, Share, theme, language, keys.
 * @param {Lab} lab
 * @param {ReturnType<typeof createVoice>} voice
 */
export function installHeader(lab, voice) {
  const { page, keys } = lab.words;
  installTheme(lab);
  byId("embed").onclick = embedding(lab, /** @type {HTMLDialogElement} */ (byId("embedding")), voice);
  byId("share").onclick = async () => {
    if (!lab.view?.frame) return;
    if (!lab.linkable) {
      voice.notice(lab.words.own.exports.tooLong);
      return;
    }
    try {
      await navigator.clipboard.writeText(lab.link());
      voice.notice(page.copied);
    } catch {
      const field = el("input", { value: lab.link(), readonly: true, "aria-label": page.link });
      voice.show(0, page.copyThis, field);
      field.select();
    }
  };
  installPresets(lab, /** @type {HTMLSelectElement} */ (byId("preset")));
  installLanguage(lab);
  for (const link of document.querySelectorAll(".site-nav a, #glossary"))
    /** @type {HTMLAnchorElement} */ (link).search = `?locale=${lab.words.locale}`;
  byId("help").onclick = listen(/** @type {HTMLDialogElement} */ (byId("keys")), keys, actions(lab));
}
