import { nameAxes } from "./axes.js";
import { fitsInLink, momentQuery } from "./address.js";
import { writeView } from "./viewing.js";
import { Asking } from "./asking.js";
import { Connection } from "./connection.js";
import { handleEvent } from "./events.js";
import { FrameQueue } from "./frames.js";
import { handleIntent } from "./intents.js";
import { Latest } from "./latest.js";
import { Nudging } from "./nudging.js";
import { lostData } from "./runs.js";
import { UndoOffers } from "./undo.js";
import { retain, watched } from "./view.js";

/** @typedef {import("./types.js").Boot} Boot */
/** @typedef {import("./types.js").Voice} Voice */
/** @typedef {import("./types.js").Command} Command */
/** @typedef {import("./types.js").Frame} Frame */
/** @typedef {import("./types.js").Problem} Problem */
/** @typedef {import("./types.js").Intent} Intent */
/** @typedef {import("./types.js").Run} Run */
/** @typedef {import("./types.js").View} View */
/** @typedef {[string, import("../page/types.js").Panel]} NamedPanel */

/**
 * Keeps the newest view of a run, draws it once per animation frame, and sends the commands that the person's
 * intents need. `runs` says where runs come from, `policy` how this page differs from others.
 */
export class Lab {
  /** @type {View | null} */
  view = null;
  /** The query of the run, without its moment. */
  query = "";
  /** @type {NamedPanel[]} */
  panels = [];
  /** The run that a class has followed since before the page was reloaded. @type {Run | null} */
  kept = null;
  /** The run's uploaded file, on a page that can share it. @type {import("../share/carried.js").Carried | null} */
  carried = null;
  /** Opens the dialog of the person's own data. */
  openOwn = () => {};
  /** @type {import("./types.js").Observer[]} */
  #observers = [];
  /** The view has changed since it was drawn. */
  #stale = false;
  #failed = "";

  /**
   * @param {{
   *   boot: Boot, catalogue: import("../wire/types.js").Catalogue, words: import("../../text/en/page.js").Words,
   *   voice: Voice, runs: import("./types.js").Runs, policy: (lab: Lab) => import("./types.js").Policy
   * }} given
   */
  constructor({ boot, catalogue, words, voice, runs, policy }) {
    this.boot = boot;
    this.catalogue = catalogue;
    this.words = words;
    this.voice = voice;
    /** @type {import("./types.js").Origin} */
    this.origin = { spec: boot.spec, edits: boot.edits };
    /** Where to go at the next welcome, and what to select there. */
    this.moment = boot.moment;
    this.select = boot.select;
    this.focus = boot.focus;

    const send = (/** @type {Command} */ command) => this.send(command);
    this.runs = runs;
    this.connection = new Connection(runs, {
      event: (event) => this.#hear(event),
      frame: (frame) => this.#receive(frame),
      state: (state, seconds) =>
        this.#connected(state === "waiting" || state === "blocked" ? seconds : null, state === "blocked"),
      renew: () => this.policy.renew(),
    });
    this.frames = new FrameQueue((seq) => this.connection.ack(seq));
    this.asking = new Asking(words.ask);
    this.nudging = new Nudging(send);
    this.predictions = new Latest(send);
    this.undo = new UndoOffers();
    this.policy = policy(this);
  }

  /** @param {NamedPanel[]} panels */
  async start(panels) {
    this.panels = panels;
    this.connect(await this.policy.open());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.frames.acknowledge();
    });
    requestAnimationFrame(this.#draw);
  }

  /** Notifies the observer from now on. @param {import("./types.js").Observer} observer */
  observe(observer) {
    this.#observers.push(observer);
  }

  /** The run that is followed. */
  get run() {
    return this.connection.run;
  }

  /** Follows a run from now on. @param {Run} run */
  connect(run) {
    // Until its first frame is drawn, no key reaches it.
    delete document.documentElement.dataset.ready;
    this.connection.open(run);
  }

  /** Another run from the same settings and edits, for a second look at it. */
  again() {
    return this.runs.create(this.origin);
  }

  /** @param {Run} run @param {import("../wire/stream.js").Handlers} handlers */
  follow(run, handlers) {
    return this.runs.open(run, handlers);
  }

  /** Discards a run that nobody needs any more. @param {Run} run */
  leave(run) {
    return this.runs.discard(run);
  }

  /** The last step that can be reached. */
  get furthest() {
    return this.runs.lastStep;
  }

  /** A run from the page's settings, or from the usual ones if the data of these no longer exist. */
  async create() {
    try {
      return await this.again();
    } catch (error) {
      if (!lostData(error, this.origin)) throw error;
    }
    this.origin = { spec: {}, edits: [] };
    this.moment = this.focus = this.select = null;
    const run = await this.again();
    this.voice.notice(this.words.page.dataGone);
    return run;
  }

  /** A run in place of one that the server no longer has, at the same moment. */
  async replace() {
    this.kept = null;
    const { origin } = this;
    const run = await this.create();
    if (this.origin !== origin) return run;
    if (this.view?.frame) this.moment = { step: this.view.frame.meta.step, op: this.view.frame.meta.op };
    this.voice.notice(this.words.page.renewed);
    return run;
  }

  /** @param {import("./types.js").ServerEvent} event */
  #hear(event) {
    handleEvent(this, event);
    for (const each of this.#observers) each.event?.(event);
  }

  /** @param {Frame} frame */
  #receive(frame) {
    if (this.view) {
      nameAxes(frame, this.words.surface);
      retain(this.view, frame);
      this.frames.put(frame, document.hidden);
    }
    for (const each of this.#observers) each.received?.(frame);
  }

  /** @param {number | null} seconds  until the next attempt, null when connected @param {boolean} blocked */
  #connected(seconds, blocked) {
    // Without a connection, no key reaches the run that is shown.
    if (seconds !== null) delete document.documentElement.dataset.ready;
    this.voice.connection(seconds, () => this.connection.retry(), blocked);
    for (const each of this.#observers) each.connection?.(seconds);
  }

  #draw = () => {
    requestAnimationFrame(this.#draw);
    if (!this.view) return;
    const frame = this.frames.take();
    if (!frame && !this.#stale) return;
    this.#stale = false;
    if (frame) this.#show(this.view, frame);
    this.#render();
    if (frame) this.#drawn(frame);
    for (const each of this.#observers) each.rendered?.(this.view);
  };

  /** @param {View} view @param {Frame} frame */
  #show(view, frame) {
    const moved = view.frame?.meta.step !== frame.meta.step || view.frame.meta.op !== frame.meta.op;
    this.view = this.asking.receive(moved ? { ...view, nudged: null, epsilon: 0 } : view, frame);
  }

  #render() {
    if (!this.view?.frame) return;
    // Other panels might give the answer away while a question is open.
    const silent = this.view.asked?.answer === null;
    document.documentElement.classList.toggle("asking", silent);
    for (const [name, panel] of this.panels) if (!silent || name === "ask") panel.render(this.view);
  }

  /** @param {Frame} frame */
  #drawn(frame) {
    const { seq, playing, failure } = frame.meta;
    document.documentElement.dataset.ready = String(seq);
    this.connection.ack(seq);
    if (!playing) this.policy.keepAddress();
    const failed = failure ? this.words.failure.told(failure) : "";
    if (failed !== this.#failed) this.voice.failure(failed);
    this.#failed = failed;
    for (const each of this.#observers) each.drawn?.(frame);
  }

  /** @param {Partial<View>} changes */
  update(changes) {
    if (!this.view) return;
    this.view = { ...this.view, ...changes };
    this.#stale = true;
  }

  /** @param {Intent} intent */
  dispatch(intent) {
    if (this.policy.admits(intent) && this.view?.frame) handleIntent(this, intent, this.view);
  }

  /** The id of the command, null if it was not sent. @param {Command} command */
  send(command) {
    return this.policy.sends(command) ? this.connection.send(command) : null;
  }

  /** Sends a command of the person's, and says so if there is no connection. @param {Command} command */
  command(command) {
    const id = this.send(command);
    if (id === null) this.voice.notice(this.words.page.offline);
    this.undo.sent(command.type, id);
  }

  /** Asks for what the panels need in order to draw the view; the id of the command, null if it was not sent. */
  watch() {
    if (!this.view) return null;
    return this.send({ type: "watch", panels: watched(this.view, new Set(this.panels.map(([name]) => name))) });
  }

  play() {
    if (!this.view) return;
    const { by, rate, until } = this.view;
    // At full speed single operations cannot be told apart, so whole steps are shown.
    this.dispatch({
      type: "command",
      command: { type: "play", by: rate === null && by !== "epoch" ? "step" : by, rate, until },
    });
  }

  /** Scrolls a panel into view where the page allows it, and returns it. @param {string} panel */
  bring(panel) {
    const element = document.getElementById(panel);
    if (this.policy.scrolls) element?.scrollIntoView({ block: "nearest" });
    return element;
  }

  /** Whether a link can hold the run. */
  get linkable() {
    return fitsInLink(this.query);
  }

  /** The query of this moment, as it is viewed. */
  moments() {
    const view = /** @type {View} */ (this.view);
    return [momentQuery(this.query, view, this.focus), ...writeView(view)].join("&");
  }

  /** The address of this moment. */
  link() {
    return this.policy.link();
  }
}
