import { el, setAttribute, setText, svg } from "../../lib/dom.js";
import { plain } from "../../lib/format.js";
import { LOOKS, optimizer, racing, rateOf, runOf, shortRate, withRate } from "../../lib/racers.js";
import { createChart } from "./chart.js";

/** @typedef {import("../../page/types.js").View} View */
/** @typedef {import("../../page/types.js").Options["race"]["racers"]} Racers */
/** @typedef {import("../../lib/racers.js").Look} Look */

/** Other optimizers or learning rates from the same start: who they are, and their losses. */
export const createRacePanel = /** @type {import("../../page/types.js").PanelFactory} */ (
  (root, dispatch, { race: words }) => {
    /** @type {View | null} */
    let view = null;
    let built = "";
    /** @type {unknown[]} what the chart was drawn from */
    let charted = [];
    /** @type {HTMLElement[]} where each racer's loss is written */
    let losses = [];
    const chart = createChart(words);
    const presets = el("span", { class: "presets" });
    const add = el(
      "button",
      { class: "small", type: "button", title: words.addHelp, "aria-label": words.addHelp, onclick: another },
      "+",
    );
    const close = el(
      "button",
      {
        class: "small",
        type: "button",
        title: words.close,
        "aria-label": words.close,
        onclick: () => change({ shown: false }),
      },
      "×",
    );
    const rows = el("div", { class: "racers", role: "group", "aria-label": words.racers });
    const hint = el("p", { class: "note" }, words.hint);
    const segment = (/** @type {string} */ text, /** @type {string} */ title, /** @type {() => void} */ onclick) =>
      el("button", { type: "button", title, onclick }, text);
    const starts = [
      segment(words.fromStart, words.fromStartHelp, () => change({ start: 0 })),
      segment("", words.fromHereHelp, () => {
        if (view) change({ start: view.frame.meta.updates });
      }),
    ];
    const log = el(
      "button",
      { class: "small", type: "button", title: words.logHelp, onclick: () => change({ log: !view?.options.race.log }) },
      words.log,
    );
    const figure = el(
      "div",
      {},
      el(
        "div",
        { class: "axes note" },
        el("span", { class: "segments" }, ...starts),
        el("span", { class: "grow" }),
        log,
      ),
      chart.drawing,
    );
    root.append(
      el("div", { class: "title" }, el("span", { class: "grow" }, words.title), presets, add, close),
      hint,
      rows,
      figure,
    );

    /** @param {Partial<import("../../page/types.js").Options["race"]>} changes */
    function change(changes) {
      // What is changed next, before the next picture, is not to undo this.
      if (view) view = { ...view, options: { ...view.options, race: { ...view.options.race, ...changes } } };
      dispatch({ type: "option", panel: "race", changes });
    }

    /** One more, with an optimizer that is not there yet. */
    function another() {
      if (!view) return;
      const { racers } = view.options.race;
      const slot = LOOKS.findIndex((_, i) => racers.every((racer) => racer.slot !== i));
      if (slot < 0) return;
      const taken = [view.spec.training.optimizer.name, ...racers.map((racer) => racer.optimizer.name)];
      const { name } =
        view.catalogue.optimizers.find((row) => !taken.includes(row.name)) ?? view.catalogue.optimizers[0];
      change({ racers: [...racers, { slot, optimizer: optimizer(view, name) }] });
    }

    /** @param {View["catalogue"]["races"][number]} preset */
    function take({ factors, optimizers }) {
      if (!view) return;
      const shown = /** @type {View} */ (view);
      const { optimizer: own } = shown.spec.training;
      const { min, max } = rateOf(shown, own.name);
      const rates = factors.map((factor) =>
        withRate(own, Number(Math.min(max, Math.max(min, own.learning_rate * factor)).toPrecision(6))),
      );
      // What the run itself is would be seen twice.
      const racers = [...rates, ...optimizers.map((name) => optimizer(shown, name))].filter(
        (each) => !equal(each, own),
      );
      change({ racers: racers.map((each, slot) => ({ slot, optimizer: each })) });
    }

    /** @param {View} view @param {Racers} racers */
    function build(view, racers) {
      const focused = root.contains(document.activeElement)
        ? /** @type {HTMLElement} */ (document.activeElement).dataset.of
        : undefined;
      if (!presets.childElementCount) {
        presets.append(
          ...view.catalogue.races.map((each) =>
            el("button", { class: "small", type: "button", title: each.help, onclick: () => take(each) }, each.label),
          ),
        );
      }
      losses = [];
      const { name, learning_rate: rate } = view.spec.training.optimizer;
      const own = el(
        "div",
        { class: "racer" },
        swatch(null),
        el("span", { class: "own" }, `${words.run} · ${labelOf(view, name)}`),
        el("span", { class: "rate" }, `η ${shortRate(rate)}`),
        written(),
      );
      rows.replaceChildren(...(racers.length ? [own] : []), ...racers.map((racer) => row(view, racer)));
      if (focused) /** @type {HTMLElement | null} */ (rows.querySelector(`[data-of="${focused}"]`))?.focus();
    }

    /** Where a loss will be written. */
    function written() {
      const output = el("span", { class: "loss" });
      losses.push(output);
      return output;
    }

    const racersNow = () => view?.options.race.racers ?? [];

    /** @param {View} view @param {Racers[number]} racer */
    function row(view, { slot, optimizer: own }) {
      const { letter } = LOOKS[slot];
      const replaced = (/** @type {Racers[number]["optimizer"]} */ next) =>
        change({ racers: racersNow().map((each) => (each.slot === slot ? { slot, optimizer: next } : each)) });
      const select = el(
        "select",
        {
          "aria-label": words.optimizer(letter),
          "data-of": `${letter}.optimizer`,
          onchange: () => replaced(optimizer(view, select.value)),
        },
        ...view.catalogue.optimizers.map((each) =>
          el("option", { value: each.name, selected: each.name === own.name, title: each.help }, each.label),
        ),
      );
      const { min, max } = rateOf(view, own.name);
      const rate = el("input", {
        type: "number",
        value: shortRate(own.learning_rate),
        min,
        max,
        step: "any",
        "aria-label": words.rate(letter),
        "data-of": `${letter}.rate`,
        onchange: () => {
          const next = rate.valueAsNumber;
          if (Number.isFinite(next) && next >= min && next <= max) replaced(withRate(own, next));
          else rate.value = shortRate(own.learning_rate);
        },
      });
      const remove = el(
        "button",
        {
          class: "small",
          type: "button",
          title: words.remove(letter),
          "aria-label": words.remove(letter),
          onclick: () => {
            change({ racers: racersNow().filter((each) => each.slot !== slot) });
            add.focus();
          },
        },
        "×",
      );
      return el(
        "div",
        { class: "racer" },
        swatch(LOOKS[slot]),
        el("b", {}, letter),
        select,
        el("label", { class: "rate" }, "η ", rate),
        written(),
        remove,
      );
    }

    /** @param {View} view */
    function tell(view) {
      const { race } = view.options;
      const racers = racing(view);
      const {
        losses: { train },
        updates,
      } = runOf(view);
      const strays = view.retained.surface?.meta.surface?.racers ?? [];
      losses.forEach((output, i) => {
        const racer = racers[i - 1];
        const failed = racer?.failure;
        const behind = racer && !failed && racer.updates !== updates;
        setText(
          output,
          i === 0 ? plain(train) : failed ? words.diverged(failed.step + 1) : racer ? plain(racer.data_loss) : "–",
        );
        output.classList.toggle("behind", Boolean(behind));
        const away = strays.length === racers.length && racer ? words.strays(plain(strays[i - 1], 2)) : "";
        setAttribute(output, "title", failed ? failed.message : racer ? `${words.after(racer.updates)} ${away}` : "");
      });
      setText(starts[1], race.start ? words.from(race.start) : words.fromHere);
      setAttribute(starts[0], "aria-pressed", String(race.start === 0));
      setAttribute(starts[1], "aria-pressed", String(race.start > 0));
      setAttribute(log, "aria-pressed", String(race.log));
      add.disabled = race.racers.length >= LOOKS.length;
    }

    return {
      render(newest) {
        view = newest;
        const { shown, racers } = newest.options.race;
        root.hidden = !shown;
        if (!shown) return;
        const key = JSON.stringify([racers, newest.spec.training.optimizer]);
        if (key !== built) build(newest, racers);
        built = key;
        figure.hidden = racers.length === 0;
        hint.hidden = racers.length > 0;
        tell(newest);
        if (!racers.length) return;
        // While playing a race comes now and then: nothing else need redraw it.
        const from = [newest.retained.race, newest.retained.curve, newest.options.race];
        if (newest.frame.meta.playing && from.every((each, i) => each === charted[i])) return;
        charted = from;
        chart.draw(newest);
      },
    };
  }
);

/** @param {View} view @param {string} name */
const labelOf = ({ catalogue }, name) => catalogue.optimizers.find((row) => row.name === name)?.label ?? name;

/** @typedef {Racers[number]["optimizer"]} Optimizer */
/** @param {Optimizer} one @param {Optimizer} other */
const equal = (one, other) => Object.entries(one).every(([name, value]) => value === other[name]);

/** A racer's line and mark; the run's own for null. @param {Look | null} look */
function swatch(look) {
  const line = {
    x1: 0,
    x2: 30,
    y1: 6,
    y2: 6,
    stroke: look?.color ?? "var(--ink)",
    "stroke-width": 2,
    "stroke-dasharray": look?.dash ?? "none",
  };
  const mark = look
    ? svg("path", { d: look.mark, fill: look.color, transform: "translate(15 6)", stroke: "var(--card)" })
    : svg("circle", { cx: 15, cy: 6, r: 4, fill: "var(--now)" });
  return svg("svg", { class: "swatch", viewBox: "0 0 30 12", "aria-hidden": "true" }, svg("line", line), mark);
}
