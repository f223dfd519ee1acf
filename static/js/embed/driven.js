import { Lab } from "../lab/lab.js";
import { settle } from "../page/printing.js";
import { exists } from "../lab/view.js";

/** @typedef {import("../wire/types.js").Frame} Frame */
/**
 * @typedef {object} Around
 * @property {import("../lab/lab.js").Voice} voice
 * @property {import("./messages.js").Messages} messages
 * @property {import("./memory.js").Memory} memory
 */

const STATE = 1; // the version of what get_state gives
const MOVED_MS = 100; // between two messages while playing
const COMMANDS = ["forward", "back", "seek", "pause", "edit", "focus", "reset"]; // passed on as they are

/**
 * @typedef {object} Shown  how the scene is shown, see docs/embedding.md
 * @property {import("../wire/types.js").Granularity | null} by
 * @property {number | null} rate
 * @property {boolean} autoplay
 * @property {"deck" | "sim" | "none"} keys
 * @property {string[]} hide
 * @property {string[]} origins
 * @property {Record<string, string>} tabs  the first tab of a panel that has several
 *
 * @typedef {import("../lab/lab.js").Boot & {embed: Shown, run: string | null}} SceneBoot
 * @typedef {{code: string, message: string, field?: string}} Refusal
 */

/** A lab in somebody's page: seen or not, driven by messages, found again where it was left. */
export class Driven extends Lab {
  #suspended = false;
  /** What to do when it is seen again, or has its run. @type {(() => void)[]} */
  #later = [];
  /** Messages under way, by the command that carries them out. @type {Map<string, string | undefined>} */
  #asked = new Map();
  /** @type {string[]} */
  #done = [];
  #ready = false;
  #moved = 0;
  #playing = false;

  /**
   * @param {SceneBoot} boot
   * @param {import("../wire/types.js").Catalogue} catalogue
   * @param {import("../text/en.js").Words} words
   * @param {Around} around
   */
  constructor(boot, catalogue, words, { voice, messages, memory }) {
    super(boot, catalogue, words, {
      ...voice,
      notice: (text, undo) => {
        voice.notice(text, undo);
        messages.post({ type: "error", code: "notice", message: text });
      },
      failure: (text) => {
        voice.failure(text);
        if (text) messages.post({ type: "error", code: "failed", message: text });
      },
    });
    this.shown = boot.embed;
    this.messages = messages;
    this.memory = memory;
    messages.onMessage = (message) => this.obey(message);
    /** Whether it plays by itself when it begins. */
    this.begins = memory.left ? memory.left.playing : boot.embed.autoplay;
    addEventListener("pagehide", () => this.remember());
  }

  /** A run that others drive can only be watched. */
  get watching() {
    return false;
  }

  /** Something is being typed or picked: keys are not the deck's now. */
  get busy() {
    return this.view?.asked?.answer === null || this.view?.picking != null;
  }

  /** @override @param {import("../wire/stream.js").Run} run */
  connect(run) {
    super.connect(run);
    if (this.#suspended) this.suspend();
  }

  appear() {
    this.#suspended = false;
    this.resume();
    if (this.#playing) this.later(() => this.play());
    this.#playing = false;
  }

  /** Nobody sees it: nothing is computed and nothing is sent until somebody does. */
  vanish() {
    this.#playing = this.view?.frame?.meta.playing ?? false;
    if (this.#playing && !this.watching) this.send({ type: "pause" });
    this.remember();
    this.#suspended = true;
    this.suspend();
  }

  /** @param {() => void} act  when the run is there, or there again */
  later(act) {
    this.#later.push(act);
  }

  /** @override @param {unknown} event */
  welcome(event) {
    const first = this.view === null;
    super.welcome(event);
    const { by, rate, tabs } = this.shown;
    if (!first || !this.view) return;
    const { options } = this.view;
    const opened = Object.entries(tabs).map(([panel, tab]) => [
      panel,
      { ...options[/** @type {keyof typeof options} */ (panel)], tab },
    ]);
    this.update({
      ...(by ? { by } : {}),
      ...(rate ? { rate } : {}),
      options: { ...options, race: { ...options.race, shown: true }, ...Object.fromEntries(opened) },
    });
    this.watch();
  }

  /** @override @param {any} event */
  event(event) {
    super.event(event);
    if (event.type === "welcome") for (const act of this.#later.splice(0)) act();
    if (event.type !== "error" || !this.#asked.has(event.id)) return;
    this.refuse(event, this.#asked.get(event.id));
    this.#asked.delete(event.id);
  }

  /** @override @param {Frame} frame */
  receive(frame) {
    super.receive(frame);
    this.#done.push(...frame.meta.answers.filter((id) => this.#asked.has(id)));
  }

  /** @override @param {Frame} frame */
  drawn(frame) {
    super.drawn(frame);
    if (!this.#ready) this.#begin();
    for (const id of this.#done.splice(0)) {
      this.answer(this.#asked.get(id));
      this.#asked.delete(id);
    }
    const now = performance.now();
    if (frame.meta.playing && now - this.#moved < MOVED_MS) return;
    this.#moved = now;
    this.messages.post({ type: "moved", ...this.told() });
  }

  #begin() {
    this.#ready = true;
    this.messages.post({ type: "ready", ...this.told() });
    this.messages.listen();
    if (this.begins && !this.watching) this.play();
  }

  /** What is told of the moment. */
  told() {
    const { frame } = /** @type {import("../wire/types.js").View} */ (this.view);
    const { step, op, updates, playing, losses, accuracies } = frame.meta;
    return { step, op, updates, playing, losses, accuracies, run: this.run?.id, state: this.state() };
  }

  /** Opaque to others: the query of the moment. */
  state() {
    return `${STATE}:${this.moments()}`;
  }

  /** Does what a message says, now or when it is possible again. @param {Record<string, any>} message */
  async obey({ target: _, type, id, ...given }) {
    if (this.#suspended || !this.view?.frame) {
      this.later(() => this.obey({ type, id, ...given }));
      return;
    }
    const refused = this.refusal({ type, ...given });
    if (refused) {
      this.refuse(refused, id);
      return;
    }
    switch (type) {
      case "get_state":
        this.answer(id);
        break;
      case "set_state":
        await this.#restore(String(given.state), id);
        break;
      case "settle":
        await settle(this);
        this.answer(id);
        break;
      case "select":
        if (given.name != null && !exists(String(given.name), this.view.layout)) {
          this.refuse({ code: "bad_value", field: "select.name", message: `this network has no ${given.name}` }, id);
          break;
        }
        this.dispatch({ type: "select", target: given.name ?? null });
        this.answer(id);
        break;
      case "play":
        this.update({
          ...(given.by ? { by: given.by } : {}),
          ...(given.rate !== undefined ? { rate: given.rate } : {}),
        });
        this.carry({ type: "play", by: this.view.by, rate: this.view.rate }, id);
        break;
      default:
        if (COMMANDS.includes(type)) this.carry({ type, ...given }, id);
        else this.refuse({ code: "bad_command", message: `there is no ${type}` }, id);
    }
  }

  /**
   * What can be told to be impossible before anybody is asked.
   * @param {Record<string, unknown>} _message
   * @returns {Refusal | null}
   */
  refusal(_message) {
    return null;
  }

  /**
   * Has a command carried out, and the message answered when it is.
   * @param {Record<string, unknown>} command
   * @param {string | undefined} id
   */
  carry(command, id) {
    const sent = this.send(command);
    if (sent) this.#asked.set(sent, id);
    else this.later(() => this.carry(command, id));
  }

  /** @param {string | undefined} id */
  answer(id) {
    if (id !== undefined) this.messages.post({ type: "answer", id, ...this.told() });
  }

  /** @param {Refusal} why @param {string | undefined} id */
  refuse({ code, message, field }, id) {
    this.messages.post({ type: "error", id, code, message, field });
  }

  /** Back to a state: within the run where it can be. @param {string} state @param {string} [id] */
  async #restore(state, id) {
    const [version, ...rest] = state.split(":");
    const query = rest.join(":");
    if (Number(version) !== STATE) {
      this.refuse({ code: "bad_value", field: "state", message: `this is no state of version ${STATE}` }, id);
      return;
    }
    if (this.view?.frame.meta.playing) this.send({ type: "pause" });
    if (runOf(query) !== this.query) {
      await this.exchange(query, id);
      return;
    }
    const asked = new URLSearchParams(query);
    const focus = asked.get("focus");
    this.dispatch({ type: "select", target: asked.get("select") });
    this.dispatch({
      type: "command",
      command: { type: "focus", example: focus === null || focus === "mean" ? focus : Number(focus) },
    });
    this.carry({ type: "seek", step: Number(asked.get("step") ?? 0), op: Number(asked.get("op") ?? 0) }, id);
  }

  /**
   * Shows the moment of another run.
   * @param {string} _query
   * @param {string | undefined} _id
   * @returns {Promise<void>}
   */
  async exchange(_query, _id) {}

  /** The address of the moment, to be found again by. */
  home() {
    return this.link();
  }

  /** Keeps where the scene is for its return. */
  remember() {
    if (!this.view?.frame || this.watching) return;
    this.memory.keep({ address: this.home(), run: this.run, playing: this.view.frame.meta.playing || this.#playing });
  }

  /** Everything is in sight, and scrolling would move the deck about the scene. @override @param {string} panel */
  bring(panel) {
    return document.getElementById(panel);
  }
}

/** A state's query without its moment. @param {string} query */
const runOf = (query) =>
  query
    .split("&")
    .filter((part) => !/^(step|op|select|focus)=/.test(part))
    .join("&");
