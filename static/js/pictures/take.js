import { nameAxes } from "../lab/axes.js";
import { withClassNames } from "../lab/classes.js";
import { retain, watched, welcomed } from "../lab/view.js";

/** @typedef {import("../page/types.js").View} View */
/** @typedef {import("../wire/types.js").Position} Position */

const PATIENCE = 8000; // ms for what is drawn by and by; then the moment is shown without it

/**
 * The page's run once more, from its start and with its edits: it has the same bits at every moment,
 * and the page's own stays where it is, whatever a film does.
 */
export class Take {
  /** @type {View | null} */
  view = null;
  /** @type {import("../wire/stream.js").Source | null} */
  #source = null;
  #failed = /** @type {Error | null} */ (null);
  #welcomed = false;
  /** @type {Set<string>} */
  #answered = new Set();
  #heard = () => {};

  /**
   * @param {import("../lab/lab.js").Lab} lab
   * @param {import("./panels.js").Row[]} rows  what is to be drawn of it
   */
  constructor(lab, rows) {
    this.lab = lab;
    this.rows = rows;
    this.like = /** @type {View} */ (lab.view);
  }

  async open() {
    const run = await this.lab.again();
    this.#source = this.lab.follow(run, {
      event: (event) => this.#event(event),
      frame: (frame) => this.#frame(frame),
      state: (state) => state === "waiting" && this.#fail(this.lab.words.page.offline),
      renew: async () => {
        this.#fail(this.lab.words.page.offline);
        throw this.#failed;
      },
    });
    await this.#until(() => this.#welcomed);
    const { focus } = this.lab;
    if (focus !== null) this.#source.send({ type: "focus", example: focus });
    this.#source.send({
      type: "watch",
      panels: watched(/** @type {View} */ (this.view), new Set(["health", ...this.rows.map(({ name }) => name)])),
    });
  }

  /** @param {import("../lab/types.js").ServerEvent} event */
  #event(event) {
    if (event.type === "error") this.#fail(event.field ? `${event.field}: ${event.message}` : event.message);
    if (event.type !== "welcome" && event.type !== "edited") return;
    const { options, theme, palette, selection } = this.like;
    const layout = withClassNames(event, this.lab.words.output);
    const view = welcomed(this.view, { ...event, layout }, this.lab.catalogue, selection);
    this.view = { ...view, options, theme, palette };
    this.#welcomed = true;
    this.#heard();
  }

  /** @param {import("../wire/types.js").Frame} frame */
  #frame(frame) {
    this.#source?.ack(frame.meta.seq);
    if (!this.view) return;
    nameAxes(frame, this.lab.words.surface);
    retain(this.view, frame);
    this.view = { ...this.view, frame };
    for (const id of frame.meta.answers) this.#answered.add(id);
    this.#heard();
  }

  /** @param {string} why */
  #fail(why) {
    this.#failed = new Error(why);
    this.#heard();
  }

  /** @param {() => boolean} condition @param {number} [patience]  ms; then it goes on without */
  async #until(condition, patience = Infinity) {
    const end = performance.now() + patience;
    while (!this.#failed && !condition() && performance.now() < end) {
      await new Promise((resolve) => {
        this.#heard = () => resolve(null);
        if (patience < Infinity) setTimeout(resolve, Math.max(0, end - performance.now()));
      });
    }
    if (this.#failed) throw this.#failed;
  }

  /**
   * The view of a moment, once all that is to be drawn of it has come; of the last one before it
   * where training fails on the way.
   * @param {Position} position
   */
  async seek(position) {
    const id = this.#source?.send({ type: "seek", ...position });
    await this.#until(() => this.#answered.delete(id ?? ""));
    await this.#until(() => this.rows.every(({ due }) => !due?.(/** @type {View} */ (this.view))), PATIENCE);
    return /** @type {View} */ (this.view);
  }

  close() {
    const source = this.#source;
    this.#source = null;
    if (!source) return;
    source.close();
    // It goes by itself too, later.
    this.lab.leave(source.run).catch(() => {});
  }
}
