import { RATES } from "../../lab/pace.js";
import { byId, el, setAttribute, setText, svg } from "../../lib/dom.js";

/** @typedef {import("../../wire/types.js").Granularity} Granularity */

const ICONS = {
  reset: "M9 3a6 6 0 1 1-5.7 4.1l1.9.6A4 4 0 1 0 9 5v2.6L5 4l4-3.6z",
  back: "M14 3v12L4 9z",
  play: "M4 2v14l12-7z",
  pause: "M4 3h4v12H4zM10 3h4v12h-4z",
  forward: "M4 3v12l8-6zM13 3h2v12h-2z",
};

/** @param {keyof typeof ICONS} name */
const icon = (name) => svg("svg", { viewBox: "0 0 18 18", "aria-hidden": "true" }, svg("path", { d: ICONS[name] }));

/** Reset, back, play, forward; granularity; speed; where we are. */
export const createTransportPanel = /** @type {import("../../page/types.js").PanelFactory} */ (
  (root, dispatch, { transport: words }) => {
    let by = /** @type {Granularity} */ ("operation");
    /** @param {"forward" | "back"} type */
    const move = (type) => dispatch({ type: "command", command: { type, by, count: 1 } });
    const play = el(
      "button",
      {
        class: "button primary",
        type: "button",
        "data-control": "play",
        onclick: () => dispatch({ type: "toggle_play" }),
      },
      icon("play"),
    );
    root.append(
      el(
        "button",
        {
          class: "button",
          type: "button",
          title: words.reset,
          "aria-label": words.reset,
          "data-control": "reset",
          onclick: () => dispatch({ type: "command", command: { type: "reset" } }),
        },
        icon("reset"),
      ),
      el(
        "button",
        {
          class: "button",
          type: "button",
          title: words.back,
          "aria-label": words.back,
          "data-control": "back",
          onclick: () => move("back"),
        },
        icon("back"),
      ),
      play,
      el(
        "button",
        {
          class: "button",
          type: "button",
          title: words.forward,
          "aria-label": words.forward,
          "data-control": "forward",
          onclick: () => move("forward"),
        },
        icon("forward"),
      ),
    );
    const [granularity, counts] = [byId("granularity"), byId("counts")];
    /** @type {Map<string, HTMLButtonElement>} */
    const choices = new Map();
    const speed = el("select", {
      onchange: () => dispatch({ type: "transport", changes: { rate: Number(speed.value) || null } }),
    });
    /** @param {number | null} rate */
    const offer = (rate) => speed.append(el("option", { value: rate ?? 0 }, rate === null ? words.max : String(rate)));
    RATES.forEach(offer);
    const unit = el("span");
    const [epoch, step, op] = [el("b"), el("b"), el("b")];
    /** @param {string} name @param {HTMLElement} value */
    const count = (name, value) => el("div", {}, el("span", {}, name), value);
    counts.append(
      count(words.epoch, epoch),
      count(words.step, step),
      count(words.operation, op),
      el("div", { "data-control": "speed" }, unit, speed),
    );
    let playing = false;
    return {
      render(view) {
        const { meta } = view.frame;
        if (!choices.size) {
          for (const row of view.catalogue.granularities) {
            const choose = () =>
              dispatch({ type: "transport", changes: { by: /** @type {Granularity} */ (row.name) } });
            const button = el("button", { type: "button", title: row.help, onclick: choose }, row.label);
            choices.set(row.name, button);
            granularity.append(button);
          }
        }
        by = view.by;
        for (const [name, button] of choices) setAttribute(button, "aria-pressed", String(name === by));
        const rate = String(view.rate ?? 0);
        if (![...speed.options].some((each) => each.value === rate)) offer(view.rate);
        if (speed.value !== rate) speed.value = rate;
        setText(unit, words.per[by]);
        setAttribute(speed, "aria-label", words.speed(words.per[by]));
        if (playing !== meta.playing || !play.title) {
          playing = meta.playing;
          play.replaceChildren(icon(playing ? "pause" : "play"));
          play.title = playing ? words.pause : words.play;
          play.setAttribute("aria-label", play.title);
        }
        setText(epoch, String(meta.epoch));
        setText(step, String(meta.step));
        setText(op, `${meta.op} / ${view.layout.operations.length - 1}`);
      },
    };
  }
);
