import { Asking } from "./asking.js";
import { Latest } from "./latest.js";
import { complaints } from "./mounting.js";
import { Nudging } from "./nudging.js";
import { picked } from "./picking.js";
import { LiveSource } from "../wire/stream.js";
import { retain, watched, welcomed } from "./view.js";

/** @typedef {import("../wire/types.js").View} View */
/** @typedef {import("../wire/types.js").Frame} Frame */
/** @typedef {import("../wire/types.js").Intent} Intent */
/** @typedef {import("../wire/types.js").Catalogue} Catalogue */
/** @typedef {{field: string, message: string}} Problem */
/**
 * What the page starts from, written into it by the server.
 * @typedef {object} Boot
 * @property {any} spec
 * @property {unknown[]} edits
 * @property {string} preset
 * @property {import("../wire/types.js").Position | null} moment
 * @property {string | null} select
 * @property {number | "mean" | null} focus
 * @property {boolean} ask  whether to ask before operations are shown
 * @property {Problem[]} problems
 * @property {string} theme
 * @property {string | null} locale  the language that links keep
 */
/**
 * What the lab says to the person rather than draws.
 * @typedef {object} Voice
 * @property {(text: string, undo?: {label: string, run: () => void}) => void} notice  with what takes it back
 * @property {(text: string) => void} failure  stays until it is empty
 * @property {(seconds: number | null, retry: () => void, blocked: boolean) => void} connection
 *   seconds to the next try; null: connected; blocked: though the server answers
 */

const ADDRESS_MS = 300;
const LONGEST_QUERY = 8000;
const PAGE_ONLY = ["mode", "notation", "table", "on", "log"]; // options that the server need not know

/** The page: keeps the newest view, passes intents on, draws once per animation frame. */
export class Lab {
  /** @type {View | null} */
  view = null;
  /** @type {import("../wire/stream.js").Source | null} */
  #source = null;
  /** @type {Frame | null} */
  #waiting = null;
  /** Only the view has changed, not the frame. */
  #stale = false;
  /** The command whose answer is to be the next picture: no flash of the start before a moment. */
  #awaited = /** @type {string | null} */ (null);
  #query = "";
  #addressing = 0;
  #predictions = new Latest((command) => this.send(command));
  #failed = "";
  /** Commands that change the run, counted. */
  #edits = 0;
  /** Those that set a parameter and have not been answered, and how many of them have. @type {string[]} */
  #setting = [];
  #set = 0;

  /**
   * @param {Boot} boot
   * @param {Catalogue} catalogue
   * @param {import("../text/en.js").Words} words
   * @param {Voice} voice
   */
  constructor(boot, catalogue, words, voice) {
    this.boot = boot;
    this.catalogue = catalogue;
    this.words = words;
    this.voice = voice;
    this.asking = new Asking(words.ask);
    this.nudging = new Nudging((command) => this.send(command));
    /** What makes the same run again. */
    this.origin = { spec: boot.spec, edits: boot.edits };
    this.moment = boot.moment;
    this.focus = boot.focus;
    /** @type {[string, import("../wire/types.js").Panel][]} */
    this.panels = [];
    /** Tells a class what is shown, if there is one. @type {import("../lecture/presenter.js").Presenter | null} */
    this.presenter = null;
    /**
     * The run that the class follows already, from before the page was loaded anew.
     * @type {import("../wire/stream.js").Run | null}
     */
    this.kept = null;
    /** Opens the dialog of one's own data. */
    this.openOwn = () => {};
    this.draw = this.draw.bind(this);
  }

  /** @param {[string, import("../wire/types.js").Panel][]} panels  by name */
  async start(panels) {
    this.panels = panels;
    this.connect(this.kept ?? (await this.create()));
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && this.#waiting) this.#source?.ack(this.#waiting.meta.seq);
    });
    requestAnimationFrame(this.draw);
  }

  /** Follows a run from here on. @param {import("../wire/stream.js").Run} run */
  connect(run) {
    this.#source?.close();
    this.#source = this.follow(run, {
      event: (event) => this.event(event),
      frame: (frame) => this.receive(frame),
      state: (state, seconds) =>
        this.connection(state === "waiting" || state === "blocked" ? seconds : null, state === "blocked"),
      renew: () => this.renew(),
    });
  }

  /**
   * What tells of a run from here on.
   * @param {import("../wire/stream.js").Run} run
   * @param {import("../wire/stream.js").Handlers} handlers
   * @returns {import("../wire/stream.js").Source}
   */
  follow(run, handlers) {
    return new LiveSource(run, handlers);
  }

  /** The run that is followed. */
  get run() {
    return this.#source?.run ?? null;
  }

  /** Lets go of the stream while nobody sees the page, so that nothing is computed or sent. */
  suspend() {
    this.#source?.close();
  }

  resume() {
    this.#source?.connect();
  }

  /**
   * While there is none the picture is of a run that no key reaches.
   * @param {number | null} seconds  to the next try; null: there is one
   * @param {boolean} blocked
   */
  connection(seconds, blocked) {
    if (seconds !== null) delete document.documentElement.dataset.ready;
    this.voice.connection(seconds, () => this.#source?.connect(), blocked);
  }

  async create() {
    const first = await this.#create();
    if (first.run) return first.run;
    if (!first.fields.includes("data.name") || !this.origin.spec?.data?.name?.startsWith("own-"))
      throw new Error(first.message);
    // Asking for them again and again would not bring the data back.
    this.origin = { spec: {}, edits: [] };
    this.moment = this.focus = this.boot.select = null;
    const { run, message } = await this.#create();
    if (!run) throw new Error(message);
    this.voice.notice(this.words.page.dataGone);
    return run;
  }

  /** The same run once more, for who looks at it elsewhere than the page does. */
  async again() {
    const { run, message } = await this.#create();
    if (!run) throw new Error(message);
    return run;
  }

  /** Lets go of such a run. @param {import("../wire/stream.js").Run} run */
  async leave({ id, token }) {
    await fetch(`/api/runs/${id}`, {
      method: "DELETE",
      headers: { Authorization: `Bearer ${token}` },
      keepalive: true,
    });
  }

  /** The last step that can be gone to. */
  get furthest() {
    return Infinity;
  }

  /** A new run of the origin, or why there is none. */
  async #create() {
    const response = await fetch("/api/runs", { method: "POST", body: JSON.stringify(this.origin) });
    const answer = await response.json();
    /** @type {{field: string, message: string}[]} */
    const errors = answer.errors ?? [];
    return {
      run: response.ok ? answer : null,
      fields: errors.map(({ field }) => field),
      message: errors.map(({ field, message }) => `${field}: ${message}`).join("; ") || answer.title,
    };
  }

  /** The server has let go of the run: the same settings again, at the moment it was at. */
  async renew() {
    this.kept = null;
    const { origin } = this;
    const run = await this.create();
    if (this.origin !== origin) return run;
    if (this.view?.frame) this.moment = { step: this.view.frame.meta.step, op: this.view.frame.meta.op };
    this.voice.notice(this.words.page.renewed);
    return run;
  }

  /** @param {any} event */
  event(event) {
    if (event.type === "welcome" || event.type === "edited") {
      this.welcome(event);
      this.#wasSet(event.id);
    } else if (event.type === "class") this.presenter?.told(event);
    else if (event.type === "kept") this.voice.notice(this.words.page.kept);
    else if (event.type === "nudged" && this.view) this.update(this.nudging.answered(this.view, event));
    else if (event.type === "prediction") {
      this.update({ prediction: event });
      this.#predictions.answered();
    } else if (event.type === "status" && event.stopped) this.voice.notice(this.words.own.stop.told(event.stopped));
    else if (event.type === "error") {
      this.nudging.free();
      this.#predictions.answered();
      if (this.view) this.update({ refused: this.view.refused + 1 });
      if (event.id === this.#awaited) this.#awaited = null;
      if (this.#setting.includes(event.id)) [this.#set, this.#setting] = [0, []];
      this.voice.notice(event.field ? `${event.field}: ${event.message}` : event.message);
    }
  }

  /** @param {any} event */
  welcome(event) {
    this.origin = { spec: event.start, edits: event.edits };
    this.#query = event.query;
    const first = this.view === null;
    this.view = welcomed(this.view, event, this.catalogue, this.boot.select);
    // Only where there is somebody to ask.
    if (first && this.boot.ask && this.panels.some(([name]) => name === "ask"))
      this.view.options = { ...this.view.options, ask: { on: true } };
    if (event.restarted && this.#waiting) {
      this.#source?.ack(this.#waiting.meta.seq);
      this.#waiting = null;
    }
    if (this.boot.select && !this.view.selection)
      this.voice.notice([complaints(this.boot), this.words.page.noSuch(this.boot.select)].filter(Boolean).join(" · "));
    this.boot.select = null;
    const settled = this.kept ? this.settle(event) : null;
    this.watch();
    if (event.type === "welcome") this.presenter?.welcomed();
    if (event.type === "welcome") for (const each of [this.nudging.latest, this.#predictions]) each.answered();
    // A new connection knows nothing yet of whose numbers are wanted.
    if (event.type === "welcome" && this.focus !== null) this.send({ type: "focus", example: this.focus });
    this.#awaited = event.type === "welcome" && this.moment ? this.send({ type: "seek", ...this.moment }) : settled;
    this.moment = null;
  }

  /**
   * A run that is kept stands where the class sees it; what else the address asks for, it becomes: by which command.
   * @param {any} event
   */
  settle(event) {
    this.kept = null;
    if (JSON.stringify(event.start) === JSON.stringify(this.boot.spec)) this.moment = null;
    else return this.send({ type: "edit", changes: this.boot.spec });
    return null;
  }

  watch() {
    if (this.view) this.send({ type: "watch", panels: watched(this.view, new Set(this.panels.map(([name]) => name))) });
  }

  /** @param {Record<string, unknown>} command */
  send(command) {
    return this.#source?.send(command) ?? null;
  }

  /** @param {Frame} frame */
  receive(frame) {
    if (!this.view) return;
    retain(this.view, frame);
    if (this.#awaited && !frame.meta.answers.includes(this.#awaited)) {
      this.#source?.ack(frame.meta.seq);
      return;
    }
    this.#awaited = null;
    if (this.#waiting) this.#source?.ack(this.#waiting.meta.seq);
    this.#waiting = frame;
    if (document.hidden) this.#source?.ack(frame.meta.seq);
  }

  draw() {
    requestAnimationFrame(this.draw);
    if (!this.view) return;
    const frame = this.#waiting;
    if (!frame && !this.#stale) return;
    this.#waiting = null;
    this.#stale = false;
    if (frame) this.show(frame);
    this.render();
    if (frame) this.drawn(frame);
    this.presenter?.follow(this.view);
  }

  /** @param {Frame} frame */
  show(frame) {
    const view = /** @type {View} */ (this.view);
    const moved = view.frame?.meta.step !== frame.meta.step || view.frame.meta.op !== frame.meta.op;
    this.view = this.asking.receive(moved ? { ...view, nudged: null, epsilon: 0 } : view, frame);
  }

  /** @param {Frame} frame */
  drawn({ meta }) {
    document.documentElement.dataset.ready = String(meta.seq);
    this.#source?.ack(meta.seq);
    if (!meta.playing) this.address();
    const failed = meta.failure ? this.words.failure.told(meta.failure) : "";
    if (failed !== this.#failed) this.voice.failure(failed);
    this.#failed = failed;
  }

  render() {
    if (!this.view?.frame) return;
    // While a question is open nothing else is drawn: it might give the answer away.
    const silent = this.view.asked?.answer === null;
    document.documentElement.classList.toggle("asking", silent);
    for (const [name, panel] of this.panels) if (!silent || name === "ask") panel.render(this.view);
  }

  /** @param {Partial<View>} changes */
  update(changes) {
    if (!this.view) return;
    this.view = { ...this.view, ...changes };
    this.#stale = true;
  }

  /** @param {Intent} intent */
  dispatch(intent) {
    if (!this.view?.frame) return;
    switch (intent.type) {
      case "command":
        if (intent.command.type === "focus") this.focus = intent.command.example;
        this.#command(intent.command);
        break;
      case "pick":
        this.update({ picking: intent.axis });
        if (intent.axis) this.bring("network");
        break;
      case "select":
        if (this.view.picking) {
          this.pick(intent.target);
          break;
        }
        this.update({
          selection: intent.target,
          nudged: null,
          epsilon: 0,
          trail: [],
          options: { ...this.view.options, inspector: { unfold: [] } },
        });
        this.watch();
        this.address();
        break;
      case "hover":
        this.update({ hover: intent.target });
        break;
      case "trail":
        this.update({ trail: intent.names });
        break;
      case "point":
        this.bring(intent.panel)?.animate([{ outline: "3px solid var(--now)" }, { outline: "3px solid transparent" }], {
          duration: 1600,
          iterations: 2,
        });
        break;
      case "nudge":
        this.update(this.nudging.ask(this.view, intent.epsilon));
        break;
      case "predict":
        this.#predictions.put(intent.command);
        break;
      case "answer":
        this.update(this.asking.answer(this.view, intent.choice));
        break;
      case "option": {
        const options = {
          ...this.view.options,
          [intent.panel]: { ...this.view.options[intent.panel], ...intent.changes },
        };
        this.update({ options });
        if (!PAGE_ONLY.some((name) => name in intent.changes)) this.watch();
        if (intent.panel === "slice" && this.view.epsilon) this.update(this.nudging.ask(this.view, this.view.epsilon));
        break;
      }
      case "transport":
        this.update(intent.changes);
        if (this.view.frame.meta.playing) this.play();
        break;
      case "own":
        this.openOwn();
        break;
      case "toggle_play":
        if (this.view.frame.meta.playing) this.dispatch({ type: "command", command: { type: "pause" } });
        else this.play();
    }
  }

  /** @param {Record<string, any>} command */
  #command(command) {
    const id = this.send(command);
    if (id === null) this.voice.notice(this.words.page.offline);
    if (["set_parameter", "edit", "reset", "undo"].includes(command.type)) this.#edits++;
    if (id !== null && command.type === "set_parameter") this.#setting.push(id);
  }

  /**
   * A click may have set a parameter that should have stayed: when the last one is set, offer the way back.
   * @param {string | undefined} id  of the command that was answered
   */
  #wasSet(id) {
    if (!id || !this.#setting.includes(id)) return;
    this.#set += 1;
    if (id !== this.#setting.at(-1)) return;
    const [count, edits] = [this.#set, this.#edits];
    [this.#set, this.#setting] = [0, []];
    this.voice.notice(this.words.page.wasSet(count), {
      label: this.words.page.undo,
      run: () => {
        // Of what was done since, nothing shall be taken back.
        if (this.#edits === edits) for (let i = 0; i < count; i++) this.#command({ type: "undo" });
      },
    });
  }

  /** While an axis of the surface is being picked, to select is to choose. @param {string | null} target */
  pick(target) {
    if (!this.view) return;
    this.update(picked(this.view, target));
    this.watch();
    if (!this.view.picking) this.bring("surface");
  }

  /** Brings a panel into sight, if the page has it; the panel. @param {string} panel */
  bring(panel) {
    const element = document.getElementById(panel);
    element?.scrollIntoView({ block: "nearest" });
    return element;
  }

  play() {
    if (!this.view) return;
    const { by, rate, until } = this.view;
    // As fast as it goes, operations could not be told apart: whole steps then.
    this.dispatch({
      type: "command",
      command: { type: "play", by: rate === null && by !== "epoch" ? "step" : by, rate, until },
    });
  }

  /** Keeps the address of the very moment, for coming back; browsers bear it only so often. */
  address() {
    if (this.#addressing) return;
    this.#addressing = setTimeout(() => {
      this.#addressing = 0;
      if (this.view?.frame && this.linkable) history.replaceState(null, "", this.link());
    }, ADDRESS_MS);
  }

  /** Whether a link can hold it all: servers and browsers bear only so long ones. */
  get linkable() {
    return this.#query.length <= LONGEST_QUERY;
  }

  /** The query of the run, whatever its moment. */
  get query() {
    return this.#query;
  }

  /** The query of the very moment. */
  moments() {
    const { frame, selection } = /** @type {View} */ (this.view);
    const parts = [this.#query, `step=${frame.meta.step}`, `op=${frame.meta.op}`];
    if (selection) parts.push(`select=${selection}`);
    if (this.focus !== null) parts.push(`focus=${this.focus}`);
    return parts.filter(Boolean).join("&");
  }

  link() {
    return `${location.origin}/?${this.moments()}${this.boot.locale ? `&locale=${this.boot.locale}` : ""}`;
  }
}
