import { Driven } from "../embed/driven.js";
import { KEPT } from "./asked.js";
import { refusal } from "./refusal.js";
import { RecordedSource } from "./source.js";

/** @typedef {import("../wire/types.js").Intent} Intent */

const COMMANDS = ["forward", "back", "seek", "play", "pause"];
const INTENTS = ["command", "select", "hover", "trail", "point", "answer", "option", "transport", "toggle_play"];

/** A lab that plays a recording: what needs the server is not offered, and not asked for. */
export class RecordedLab extends Driven {
  /**
   * @param {import("../embed/driven.js").SceneBoot} boot
   * @param {import("../wire/types.js").Catalogue} catalogue
   * @param {import("../text/en.js").Words} words
   * @param {import("../embed/driven.js").Around} around
   * @param {import("./recording.js").Recording} recording
   */
  constructor(boot, catalogue, words, around, recording) {
    super(boot, catalogue, words, around);
    this.recording = recording;
    /** How the address wants it shown, which stays in it. */
    this.fragment = new URLSearchParams(location.hash.slice(1));
  }

  /** @override */
  async create() {
    return { id: "" };
  }

  /** @override */
  async again() {
    return { id: "" };
  }

  /** @override */
  async leave() {}

  /** @override */
  get furthest() {
    return this.recording.end.step;
  }

  /** @override @param {import("../wire/stream.js").Run} _ @param {import("../wire/stream.js").Handlers} handlers */
  follow(_, handlers) {
    return new RecordedSource(this.recording, handlers, () =>
      this.voice.notice(this.words.copy.ended(this.recording.head.steps)),
    );
  }

  /** What is drawn of the loss was chosen when it was recorded. @override @param {unknown} event */
  welcome(event) {
    const first = this.view === null;
    super.welcome(event);
    if (!first || !this.view) return;
    const surface = this.recording.tracks.find((/** @type {any} */ each) => each.panel === "surface");
    if (surface)
      this.update({ options: { ...this.view.options, surface: { ...this.view.options.surface, ...surface.options } } });
  }

  /** @override @param {Intent} intent */
  dispatch(intent) {
    if (!INTENTS.includes(intent.type) || (intent.type === "command" && !COMMANDS.includes(intent.command.type)))
      return;
    super.dispatch(intent);
    if (intent.type === "select" && intent.target && !this.recording.head.targets.includes(intent.target))
      this.voice.notice(this.words.copy.untold);
  }

  /** @override @param {Record<string, unknown>} message */
  refusal(message) {
    return refusal(this.recording, message);
  }

  /** @override @param {string} _ @param {string | undefined} id */
  async exchange(_, id) {
    this.refuse({ code: "recorded", field: "state", message: "this copy holds another run" }, id);
  }

  /** @override */
  home() {
    const { frame, selection } = /** @type {import("../wire/types.js").View} */ (this.view);
    const kept = KEPT.filter((name) => this.fragment.has(name)).map(
      (name) => `${name}=${encodeURIComponent(this.fragment.get(name) ?? "")}`,
    );
    return [
      `step=${frame.meta.step}`,
      `op=${frame.meta.op}`,
      ...(selection ? [`select=${selection}`] : []),
      ...kept,
    ].join("&");
  }

  /** The moment is kept behind the file's name, for coming back. @override */
  address() {
    history.replaceState(null, "", `#${this.home()}`);
  }
}
