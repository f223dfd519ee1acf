import { el, setText } from "../lib/dom.js";
import { heightOf, make, moments, MOST, Stage } from "./film.js";
import { labelOf, rowsOf } from "./panels.js";
import { copied, number, select } from "./parts.js";
import { hindrance } from "./video.js";

/** @typedef {import("./film.js").Order} Order */

const WIDTHS = [480, 640, 960, 1280, 1920];
const BESIDE = 2; // panels, as many as there is room for
const USUAL = { frames: 80, rate: { steps: 10, operations: 1 } };

/**
 * The dialog of films: what is chosen is seen at once, how long it becomes is told, and it can be
 * called off while it is made.
 * @param {import("../lab/lab.js").Lab} lab
 */
export function createFilms(lab) {
  const { pictures: words, copy } = lab.words;
  const by = select(Object.entries(words.bys));
  const [from, to, every] = [number({ min: 0, value: 0 }), number({ min: 0, value: 0 }), number({ min: 1, value: 1 })];
  const rate = number({ min: 1, max: 50, value: USUAL.rate.steps });
  const width = select(WIDTHS.map((each) => [String(each), `${each} px`]));
  width.value = "960";
  const theme = select(Object.entries(words.themes));
  const hindered = hindrance();
  const format = select([["gif", "GIF"], ...(hindered ? [] : [/** @type {[string, string]} */ (["webm", "WebM"])])]);
  const panels = el("fieldset", { class: "pictures-panels" });
  const told = el("p", { class: "note pictures-told", role: "status" });
  const bar = el("progress", { hidden: true });
  const canvas = el("canvas");
  const seen = el("div", { class: "pictures-preview" }, canvas);
  const start = el("button", { class: "button primary", type: "submit" }, words.make);
  const stop = el(
    "button",
    { class: "button", type: "button", hidden: true, onclick: () => running?.abort() },
    words.cancel,
  );
  const save = el("a", { class: "button primary", role: "button", hidden: true }, words.save);
  const alt = el("textarea", { rows: 2, "aria-label": words.altLabel, spellcheck: false });
  const text = el("label", { class: "pictures-alt", hidden: true }, el("span", { class: "note" }, words.altLabel), alt);
  const copyText = el(
    "button",
    { class: "button", type: "button", hidden: true, onclick: () => copied(alt, told, words) },
    words.copyText,
  );
  const choices = el(
    "fieldset",
    { class: "pictures-film" },
    el(
      "div",
      { class: "pictures-choices" },
      el("label", {}, words.by, by),
      el("label", {}, words.from, from),
      el("label", {}, words.to, to),
      el("label", {}, words.every, every),
      el("label", {}, words.rate, rate),
    ),
    panels,
    el(
      "div",
      { class: "pictures-choices" },
      el("label", {}, words.format, format),
      el("label", {}, words.width, width),
      el("label", {}, words.theme, theme),
      ...(hindered ? [el("span", { class: "note" }, words.hindrances[hindered])] : []),
    ),
  );
  const element = el(
    "dialog",
    { class: "pictures", "aria-label": words.film.replace("…", "") },
    el(
      "form",
      {
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          shoot();
        },
      },
      el("h2", {}, words.film.replace("…", "")),
      choices,
      seen,
      text,
      el("div", { class: "pictures-line" }, told, bar),
      el(
        "div",
        { class: "buttons" },
        start,
        save,
        copyText,
        stop,
        el("span", { class: "grow" }),
        el("button", { class: "button", type: "button", onclick: () => element.close() }, words.close),
      ),
    ),
  );
  /** @type {AbortController | null} */
  let running = null;
  let file = "";
  let turn = 0;

  const boxes = () => /** @type {HTMLInputElement[]} */ ([...panels.querySelectorAll("input")]);

  /** @returns {Order} */
  function order() {
    const chosen = boxes()
      .filter(({ checked }) => checked)
      .map(({ value }) => value);
    return {
      rows: rowsOf(lab).filter(({ name }) => chosen.includes(name)),
      theme: /** @type {Order["theme"]} */ (theme.value),
      by: /** @type {Order["by"]} */ (by.value),
      format: /** @type {Order["format"]} */ (format.value),
      from: from.valueAsNumber,
      to: to.valueAsNumber,
      every: every.valueAsNumber,
      rate: rate.valueAsNumber,
      width: Number(width.value),
    };
  }

  /** What is wrong with the order, if anything is; else how long it becomes. @param {Order} wanted */
  function judge(wanted) {
    const { count } = moments(wanted, lab.view?.layout.operations ?? []);
    const height = heightOf(wanted.width);
    const most = Math.min(MOST.frames, Math.floor(MOST.pixels / (wanted.width * height)));
    const unfit = [from, to, every, rate].find((input) => !input.validity.valid);
    const wrong = unfit
      ? words.unfit(unfit.labels?.[0].textContent ?? "", unfit.min, unfit.max)
      : !wanted.rows.length
        ? words.noPanel
        : wanted.to < wanted.from
          ? words.none
          : wanted.to > lab.furthest
            ? words.last(lab.furthest)
            : count > most
              ? words.tooMany(count, most)
              : "";
    return { wrong, told: words.estimate(count, (count / wanted.rate).toFixed(1), wanted.width, height) };
  }

  /** What was made is of another order; the new one's first look is the moment of the page. */
  async function change() {
    forget();
    const wanted = order();
    const room = boxes().filter(({ checked, value }) => checked && !strip(value)).length <= BESIDE;
    for (const box of boxes()) box.disabled = !box.checked && !strip(box.value) && !room;
    const { wrong, told: estimate } = judge(wanted);
    start.disabled = Boolean(wrong);
    setText(told, wrong || estimate);
    const own = ++turn;
    if (!wanted.rows.length || !lab.view) return;
    const stage = new Stage(wanted, lab.words);
    try {
      const drawn = await stage.paint(lab.view, document.createElement("canvas"));
      if (own === turn) show(drawn);
    } finally {
      stage.close();
    }
  }

  /** @param {string} name */
  const strip = (name) => rowsOf(lab).find((row) => row.name === name)?.strip !== undefined;

  /** @param {HTMLCanvasElement} drawn */
  function show(drawn) {
    [canvas.width, canvas.height] = [drawn.width, drawn.height];
    canvas.getContext("2d")?.drawImage(drawn, 0, 0);
  }

  function forget() {
    URL.revokeObjectURL(file);
    for (const each of [save, text, copyText]) each.hidden = true;
    start.hidden = false;
    seen.replaceChildren(canvas);
  }

  async function shoot() {
    const wanted = order();
    if (running || judge(wanted).wrong) return;
    forget();
    turn += 1;
    running = new AbortController();
    busy(true);
    try {
      const { blob, frames, description } = await make(
        lab,
        wanted,
        canvas,
        (done, of) => {
          [bar.value, bar.max] = [done, of];
          setText(told, words.making(done, of));
        },
        running.signal,
      );
      offer(blob, wanted);
      alt.value = description;
      setText(told, words.made(frames, copy.size(blob.size)));
    } catch (error) {
      setText(
        told,
        running.signal.aborted
          ? judge(wanted).told
          : words.failed(error instanceof Error ? error.message : String(error)),
      );
    }
    running = null;
    busy(false);
  }

  /** @param {boolean} on */
  function busy(on) {
    choices.disabled = on;
    [start.hidden, stop.hidden, bar.hidden] = [on || !save.hidden, !on, !on];
    if (on) bar.removeAttribute("value");
  }

  /** @param {Blob} blob @param {Order} wanted */
  function offer(blob, wanted) {
    file = URL.createObjectURL(blob);
    save.href = file;
    save.download = `backstep-${wanted.from}-${wanted.to}.${wanted.format}`;
    for (const each of [save, text, copyText]) each.hidden = false;
    seen.replaceChildren(
      wanted.format === "gif"
        ? el("img", { src: file, alt: words.preview })
        : el("video", {
            src: file,
            controls: true,
            autoplay: true,
            loop: true,
            muted: true,
            playsinline: true,
            "aria-label": words.preview,
          }),
    );
  }

  /** Steps are a film of the whole run, operations one of the step at hand. */
  function range() {
    const { head, step } = lab.view?.frame.meta ?? { head: { step: 0 }, step: 0 };
    const steps = by.value === "step";
    [from.value, to.value] = steps ? ["0", String(Math.max(1, head.step))] : [String(step), String(step)];
    every.value = String(steps ? Math.max(1, Math.ceil(head.step / USUAL.frames)) : 1);
    rate.value = String(steps ? USUAL.rate.steps : USUAL.rate.operations);
  }

  by.addEventListener("change", range);
  for (const each of [by, from, to, every, rate, format, width, theme, panels]) each.addEventListener("change", change);
  element.addEventListener("close", () => {
    running?.abort();
    forget();
  });
  return {
    element,
    open() {
      const { view } = lab;
      if (!view?.frame) return;
      const chosen = boxes()
        .filter(({ checked }) => checked)
        .map(({ value }) => value);
      const first = !boxes().length;
      panels.replaceChildren(
        el("legend", { class: "note" }, words.panels),
        ...rowsOf(lab)
          .filter(({ there }) => there?.(view) ?? true)
          .map(({ name }) =>
            el(
              "label",
              {},
              el("input", {
                type: "checkbox",
                value: name,
                checked: first ? name === "network" || name === "curve" : chosen.includes(name),
              }),
              labelOf(lab.catalogue, name),
            ),
          ),
      );
      if (first) theme.value = view.theme;
      if (first) by.value = view.frame.meta.head.step ? "step" : "operation";
      range();
      if (lab.furthest < Number(to.value)) to.value = String(lab.furthest);
      element.showModal();
      change();
    },
  };
}
