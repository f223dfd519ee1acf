import { Lab } from "../lab.js";
import { RecordedSource } from "./source.js";

/** @typedef {import("../types.js").Intent} Intent */

const COMMANDS = ["forward", "back", "seek", "play", "pause"];
const INTENTS = ["command", "select", "hover", "trail", "point", "answer", "option", "transport", "toggle_play"];

/** A lab that plays a recording: what needs the server is not offered, and not asked for. */
export class RecordedLab extends Lab {
  /**
   * @param {import("../embed/scene.js").SceneBoot} boot
   * @param {import("../types.js").Catalogue} catalogue
   * @param {import("../text/en.js").Words} words
   * @param {import("../lab.js").Voice} voice
   * @param {import("./recording.js").Recording} recording
   */
  constructor(boot, catalogue, words, voice, recording) {
    super(boot, catalogue, words, voice);
    this.recording = recording;
    this.shown = boot.embed;
  }

  /** A question is open: keys are not the deck's now. */
  get busy() {
    return this.view?.asked?.answer === null;
  }

  /** @override */
  async create() {
    return { id: "" };
  }

  /** @override @param {import("../stream.js").Run} _ @param {import("../stream.js").Handlers} handlers */
  follow(_, handlers) {
    return new RecordedSource(this.recording, handlers, () => this.voice.notice(this.words.copy.ended(this.recording.head.steps)));
  }

  /** What is drawn of the loss was chosen when it was recorded. @override @param {any} event */
  welcome(event) {
    const first = this.view === null;
    super.welcome(event);
    if (!first || !this.view) return;
    const surface = this.recording.tracks.find((/** @type {any} */ each) => each.panel === "surface");
    if (surface) this.update({ options: { ...this.view.options, surface: { ...this.view.options.surface, ...surface.options } } });
  }

  /** @override @param {Intent} intent */
  dispatch(intent) {
    if (!INTENTS.includes(intent.type) || (intent.type === "command" && !COMMANDS.includes(intent.command.type))) return;
    super.dispatch(intent);
    if (intent.type === "select" && intent.target && !this.recording.head.targets.includes(intent.target)) this.voice.notice(this.words.copy.untold);
  }

  /** The moment is kept behind the file's name, for coming back. @override */
  address() {
    const { frame, selection } = /** @type {import("../types.js").View} */ (this.view);
    const parts = [`step=${frame.meta.step}`, `op=${frame.meta.op}`, ...(selection ? [`select=${selection}`] : [])];
    history.replaceState(null, "", `#${parts.join("&")}`);
  }
}
