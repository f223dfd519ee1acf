import { listen } from "./keys.js";
import { palette } from "./lib/colors.js";
import { el } from "./lib/dom.js";
import { parameters, parse } from "./lib/names.js";
import { createControlsPanel } from "./panels/controls.js";
import { createCurvePanel } from "./panels/curve.js";
import { createExplanationPanel } from "./panels/explanation.js";
import { createLegendPanel } from "./panels/legend.js";
import { createNetworkPanel } from "./panels/network.js";
import { createOutputPanel } from "./panels/output.js";
import { createRibbonPanel } from "./panels/ribbon.js";
import { createSlicePanel } from "./panels/slice.js";
import { createSurfacePanel } from "./panels/surface.js";
import { createTransportPanel } from "./panels/transport.js";
import { LiveSource } from "./stream.js";

/** @typedef {import("./types.js").View} View */
/** @typedef {import("./types.js").Frame} Frame */
/** @typedef {import("./types.js").Intent} Intent */

const PANELS = {
  ribbon: createRibbonPanel, network: createNetworkPanel, explanation: createExplanationPanel,
  controls: createControlsPanel, legend: createLegendPanel, surface: createSurfacePanel, slice: createSlicePanel,
  output: createOutputPanel, transport: createTransportPanel, curve: createCurvePanel,
};
const RATES = [1, 2, 5, 10, 30, 60, null];
const RETAINED = /** @type {const} */ (["curve", "surface", "slice"]);
const URL_SECONDS = 0.5;

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** The page: keeps the newest view, passes intents on, draws once per animation frame. */
class Lab {
  /** @type {View | null} */
  view = null;
  /** @type {Frame | null} */
  waiting = null;
  /** @type {LiveSource | null} */
  source = null;
  query = "";
  addressed = 0;
  noticed = 0;

  /**
   * @param {any} boot
   * @param {import("./types.js").Catalogue} catalogue
   */
  constructor(boot, catalogue) {
    this.boot = boot;
    this.catalogue = catalogue;
    this.moment = boot.moment;
    this.spec = boot.spec;
    const dispatch = this.dispatch.bind(this);
    this.panels = Object.entries(PANELS).map(([id, create]) => create(byId(id), dispatch));
    this.draw = this.draw.bind(this);
  }

  async start() {
    const run = await this.create();
    this.source = new LiveSource(run, {
      event: (event) => this.event(event),
      frame: (frame) => this.receive(frame),
      state: (state, seconds) => this.connection(state, seconds),
      renew: () => this.renew(),
    });
    requestAnimationFrame(this.draw);
  }

  async create() {
    const response = await fetch("/api/runs", { method: "POST", body: JSON.stringify({ spec: this.spec }) });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.errors?.map((/** @type {any} */ e) => `${e.field}: ${e.message}`).join("; ") || answer.title);
    return answer;
  }

  /** The server has let go of the run: the same settings again, at the moment it was at. */
  async renew() {
    const run = await this.create();
    if (this.view) this.moment = { step: this.view.frame.meta.step, op: this.view.frame.meta.op };
    this.notice("The server had let go of this run: it was trained again from its settings.");
    return run;
  }

  /** @param {any} event */
  event(event) {
    if (event.type === "welcome" || event.type === "edited") {
      this.spec = event.spec;
      this.query = event.query;
      this.welcome(event);
    } else if (event.type === "error") {
      this.notice(event.field ? `${event.field}: ${event.message}` : event.message);
    }
  }

  /** @param {any} event */
  welcome({ layout, spec, type, restarted }) {
    const old = this.view;
    const names = parameters(layout.sizes);
    const fits = (/** @type {string | null | undefined} */ name) => name != null && names.includes(name);
    const last = names.filter((name) => name.startsWith(`layers.${layout.activations.length - 1}.`));
    const options = old?.options ?? { surface: { x: "", y: "", mode: /** @type {const} */ ("3d") }, slice: { over: /** @type {const} */ ("train") } };
    const x = fits(options.surface.x) ? options.surface.x : last[0];
    const y = fits(options.surface.y) && options.surface.y !== x ? options.surface.y : last.find((name) => name !== x) ?? last[0];
    const selection = old ? old.selection : this.boot.select;
    this.view = {
      catalogue: this.catalogue, spec, layout,
      frame: /** @type {any} */ (old?.frame ?? null),
      retained: restarted || !old ? { points: new Map(), curve: null, surface: null, slice: null } : old.retained,
      selection: parse(selection)?.kind === "neuron" || fits(selection) ? selection : null,
      hover: null, theme: old?.theme ?? currentTheme(), palette: old?.palette ?? palette(), reducedMotion: matchMedia("(prefers-reduced-motion: reduce)").matches,
      by: old?.by ?? "operation", rate: old ? old.rate : null,
      options: { ...options, surface: { ...options.surface, x, y } },
    };
    if (restarted) this.waiting = null;
    this.watch();
    if (type === "welcome" && this.moment) this.send({ type: "seek", ...this.moment });
    this.moment = null;
  }

  watch() {
    if (!this.view) return;
    const { selection, options, layout } = this.view;
    const kind = parse(selection)?.kind;
    const parameter = kind && kind !== "neuron" ? selection : options.surface.x;
    this.send({ type: "watch", panels: {
      network: { maps: layout.sizes.reduce((a, b) => a + b) > 80 ? 16 : 32 },
      narration: { select: selection }, output: {}, curve: {},
      surface: { x: options.surface.x, y: options.surface.y },
      slice: { parameter, over: options.slice.over },
    } });
  }

  /** @param {Record<string, any>} command */
  send(command) {
    return this.source?.send(command) ?? null;
  }

  /** @param {Frame} frame */
  receive(frame) {
    if (!this.view) return;
    const { retained } = this.view;
    for (const [name, tensor] of frame.tensors) {
      if (name.startsWith("data.") || name.startsWith("test.") || name === "maps.input") retained.points.set(name, tensor);
    }
    for (const panel of RETAINED) if (frame.meta[panel]) retained[panel] = frame;
    if (this.waiting) this.source?.ack(this.waiting.meta.seq);
    this.waiting = frame;
    if (document.hidden) this.source?.ack(frame.meta.seq);
  }

  draw() {
    requestAnimationFrame(this.draw);
    if (!this.view || !this.waiting) return;
    const frame = this.waiting;
    this.waiting = null;
    this.view = { ...this.view, frame };
    this.render();
    this.source?.ack(frame.meta.seq);
    if (!frame.meta.playing) this.address();
    if (frame.meta.failure) this.notice(`${frame.meta.failure.message} ${frame.meta.failure.hint}`);
  }

  render() {
    if (!this.view?.frame) return;
    for (const panel of this.panels) panel.render(this.view);
    document.documentElement.dataset.ready = String(this.view.frame.meta.seq);
  }

  /** @param {Partial<View>} changes */
  update(changes) {
    if (!this.view) return;
    this.view = { ...this.view, ...changes };
    this.render();
  }

  /** @param {Intent} intent */
  dispatch(intent) {
    if (!this.view) return;
    switch (intent.type) {
      case "command":
        if (this.send(intent.command) === null) this.notice("Not connected to the server just now.");
        break;
      case "select":
        this.update({ selection: intent.target });
        this.watch();
        break;
      case "option": {
        const options = { ...this.view.options, [intent.panel]: { ...this.view.options[intent.panel], ...intent.changes } };
        this.update({ options });
        if (!("mode" in intent.changes)) this.watch();
        break;
      }
      case "transport":
        this.update(intent.changes);
        if (this.view.frame.meta.playing) this.play();
        break;
      case "toggle_play":
        if (this.view.frame.meta.playing) this.send({ type: "pause" });
        else this.play();
        break;
      case "notice":
        this.notice(intent.text);
    }
  }

  play() {
    if (!this.view) return;
    const { by, rate } = this.view;
    // As fast as it goes, operations could not be told apart: whole steps then.
    this.send({ type: "play", by: rate === null && by !== "epoch" ? "step" : by, rate });
  }

  /** Keeps the address of the very moment, for Share and for coming back. */
  address() {
    const now = performance.now();
    if (!this.view || now - this.addressed < 1000 * URL_SECONDS) return;
    this.addressed = now;
    history.replaceState(null, "", this.link());
  }

  link() {
    const { frame, selection } = /** @type {View} */ (this.view);
    const parts = [this.query, `step=${frame.meta.step}`, `op=${frame.meta.op}`];
    if (selection) parts.push(`select=${selection}`);
    return `${location.origin}/?${parts.filter(Boolean).join("&")}`;
  }

  /** @param {string} text */
  notice(text, seconds = 6) {
    const banner = byId("banner");
    banner.textContent = text;
    banner.hidden = false;
    clearTimeout(this.noticed);
    if (seconds) this.noticed = setTimeout(() => { banner.hidden = true; }, 1000 * seconds);
  }

  /**
   * @param {"connecting" | "open" | "waiting"} state
   * @param {number} seconds
   */
  connection(state, seconds) {
    if (state === "open" && byId("banner").dataset.connection) {
      delete byId("banner").dataset.connection;
      byId("banner").hidden = true;
    }
    if (state !== "waiting") return;
    this.notice(`Connection lost – trying again in ${seconds.toFixed(1)} s. `, 0);
    byId("banner").dataset.connection = "lost";
    byId("banner").append(el("button", { class: "small", type: "button", onclick: () => this.source?.connect() }, "Try now"));
  }
}

function currentTheme() {
  return document.documentElement.dataset.theme === "dark" ? "dark" : "light";
}

/** @param {string} asked */
function chooseTheme(asked) {
  const stored = localStorage.getItem("theme");
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const wanted = asked === "light" || asked === "dark" ? asked : stored ?? system;
  document.documentElement.dataset.theme = wanted;
}

/** @param {Lab} lab */
function buttons(lab) {
  byId("theme").onclick = () => {
    const theme = currentTheme() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    localStorage.setItem("theme", theme);
    lab.update({ theme, palette: palette() });
  };
  byId("share").onclick = async () => {
    try {
      await navigator.clipboard.writeText(lab.link());
      lab.notice("The link to this very moment is copied.");
    } catch {
      const field = el("input", { value: lab.link(), readonly: true, "aria-label": "Link to this moment" });
      lab.notice("Copy this link: ", 0);
      byId("banner").append(field);
      field.select();
    }
  };
  const preset = /** @type {HTMLSelectElement} */ (byId("preset"));
  preset.append(...lab.catalogue.presets.map((row) => el("option", { value: row.query, title: row.help, selected: row.name === lab.boot.preset }, row.label)));
  preset.onchange = () => location.assign(`/?${preset.value}`);
  const help = listen(/** @type {HTMLDialogElement} */ (byId("keys")), {
    play: () => lab.dispatch({ type: "toggle_play" }),
    move: (type, by) => lab.send({ type, by: by ?? lab.view?.by ?? "operation", count: 1 }),
    jump: (end) => lab.send({ type: "seek", ...(end === "home" ? { step: 0, op: 0 } : lab.view?.frame.meta.head) }),
    speed: (by) => {
      const at = RATES.indexOf(lab.view?.rate ?? null) + by;
      lab.dispatch({ type: "transport", changes: { rate: RATES[Math.max(0, Math.min(RATES.length - 1, at))] } });
    },
    reset: () => lab.send({ type: "reset" }),
  });
  byId("help").onclick = help;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && lab.waiting) lab.source?.ack(lab.waiting.meta.seq);
  });
}

async function main() {
  const boot = JSON.parse(byId("boot").textContent ?? "{}");
  chooseTheme(boot.theme);
  const catalogue = await (await fetch("/api/catalogue")).json();
  const lab = new Lab(boot, catalogue);
  buttons(lab);
  try {
    await lab.start();
  } catch (error) {
    lab.notice(`The server could not make this run: ${error instanceof Error ? error.message : error}`, 0);
  }
  if (boot.problems.length) lab.notice(boot.problems.map((/** @type {any} */ p) => `${p.field}: ${p.message}`).join(" · "), 12);
}

main();
