import { Remote } from "./remote.js";
import { report } from "./report.js";

const MOVED_MS = 100; // between two messages while playing

/** A lab within somebody's page: pauses while it is out of sight, obeys messages, and returns to where it was left. */
export class Scene {
  #ready = false;
  /** Whether it played when it went out of sight. */
  #playing = false;
  #moved = 0;

  /**
   * @param {import("../lab/lab.js").Lab} lab
   * @param {import("./types.js").SceneParts} parts
   * @param {import("./types.js").SceneRules} rules
   */
  constructor(lab, { boot, messages, memory }, rules) {
    this.lab = lab;
    this.shown = boot.embed;
    this.messages = messages;
    this.memory = memory;
    this.rules = rules;
    this.remote = new Remote(lab, messages, rules);
    /** Whether it plays as soon as it is drawn. */
    this.autoplay = memory.left ? memory.left.playing : boot.embed.autoplay;
    lab.observe({ drawn: (frame) => this.#drawn(frame) });
    addEventListener("pagehide", () => this.#remember());
  }

  /** A question is open or an axis is picked, so keys belong to the scene. */
  get busy() {
    const { view } = this.lab;
    return view?.asked?.answer === null || view?.picking != null;
  }

  appear() {
    this.lab.connection.resume();
    if (this.#playing) this.remote.later(() => this.lab.play());
    this.#playing = false;
  }

  /** Nobody sees the scene: nothing is computed or sent until somebody does. */
  vanish() {
    this.#playing = this.lab.view?.frame?.meta.playing ?? false;
    if (this.#playing && !this.rules.watching()) this.lab.send({ type: "pause" });
    this.#remember();
    this.lab.connection.suspend();
  }

  /** @param {import("../wire/types.js").Frame} frame */
  #drawn({ meta }) {
    if (!this.#ready) this.#begin();
    this.remote.drawn();
    const now = performance.now();
    if (meta.playing && now - this.#moved < MOVED_MS) return;
    this.#moved = now;
    this.messages.post({ type: "moved", ...report(this.lab) });
  }

  #begin() {
    this.#ready = true;
    this.messages.post({ type: "ready", ...report(this.lab) });
    this.messages.listen();
    if (this.autoplay && !this.rules.watching()) this.lab.play();
  }

  /** Stores where the scene is, for its return. */
  #remember() {
    const { view, run } = this.lab;
    if (!view?.frame || this.rules.watching()) return;
    this.memory.keep({ address: this.rules.home(), run, playing: view.frame.meta.playing || this.#playing });
  }
}
