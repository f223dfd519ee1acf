/** @typedef {import("../wire/types.js").Position} Position */
/** @typedef {import("../wire/types.js").Granularity} Granularity */
/** @typedef {import("./recording.js").Recording} Recording */
/**
 * A command as the lab sends it; the fields depend on the type.
 * @typedef {{
 *   type: string, by?: Granularity, count?: number, rate?: number | null, step?: number, op?: number,
 *   panels?: Watched
 * }} Command
 *
 * @typedef {Record<string, {select?: string | null, parameter?: string}>} Watched  panels and their options
 */

/** Negative if a comes first. @param {Position} a @param {Position} b */
const compare = (a, b) => a.step - b.step || a.op - b.op;

/** A recorded run, which answers commands as a server would. */
export class RecordedSource {
  /** @type {Position} */
  #position = { step: 0, op: 0 };
  #playing = false;
  #by = /** @type {Granularity} */ ("operation");
  /** @type {number | null} */
  #rate = null;
  #watched = /** @type {Watched} */ ({});
  /** The key of the drawing that was sent last, by panel. @type {Record<string, string>} */
  #shown = {};
  /** No frame has been sent since it was connected. */
  #fresh = true;
  #seq = 0;
  #acknowledged = 0;
  #count = 0;
  #timer = 0;
  /** The settings that were sent last. @type {import("../wire/types.js").Spec | null} */
  #spec = null;

  /**
   * @param {Recording} recording
   * @param {import("../wire/stream.js").Handlers} handlers
   * @param {() => void} ended  called when somebody tries to go beyond the end
   */
  constructor(recording, handlers, ended) {
    this.run = { id: "" };
    this.recording = recording;
    this.handlers = handlers;
    this.ended = ended;
    this.connect();
  }

  connect() {
    setTimeout(() => {
      this.handlers.state("open", 0);
      this.#spec = this.recording.spec(0);
      this.#shown = {};
      this.#fresh = true;
      this.handlers.event(this.recording.head.welcome);
    });
  }

  close() {
    clearTimeout(this.#timer);
    this.#playing = false;
  }

  /** @param {Record<string, unknown>} command */
  send(command) {
    const id = `c${++this.#count}`;
    // The answer comes later, as from a server.
    setTimeout(() => {
      this.#obey(/** @type {Command} */ (command));
      this.#show([id]);
    });
    return id;
  }

  /** @param {number} seq */
  ack(seq) {
    this.#acknowledged = Math.max(this.#acknowledged, seq);
    if (this.#playing && this.#rate === null) this.#go();
  }

  /** @param {Command} command */
  #obey({ type, by = "operation", count = 1, rate = null, step = 0, op = 0, panels = {} }) {
    switch (type) {
      case "forward":
      case "back":
        for (let i = 0; i < count && this.#move(by, type === "back"); i++);
        break;
      case "seek":
        if (compare({ step, op }, this.recording.end) > 0) this.ended();
        this.#position = this.#within({ step, op });
        break;
      case "play":
        [this.#by, this.#rate, this.#playing] = [by, rate, true];
        this.#go();
        break;
      case "pause":
        this.#playing = false;
        break;
      case "watch":
        this.#watched = panels;
        this.#shown = {};
    }
    if (!this.#playing) clearTimeout(this.#timer);
  }

  /** @param {Position} position */
  #within(position) {
    return compare(position, this.recording.end) > 0 ? this.recording.end : position;
  }

  /** Moves by one boundary; false if there is none in that direction. @param {Granularity} by @param {boolean} back */
  #move(by, back) {
    const before = this.#position;
    this.#position = back ? this.#previous(by) : this.#within(this.#next(by));
    if (compare(before, this.#position) !== 0) return true;
    if (!back) {
      this.#playing = false;
      this.ended();
    }
    return false;
  }

  /** The first boundary after the position. @param {Granularity} by @returns {Position} */
  #next(by) {
    const { ends, epochs } = this.recording.head;
    const { step, op } = this.#position;
    const last = ends.step[0];
    if (by === "epoch")
      return {
        step: epochs.find((each) => compare({ step: each, op: last }, this.#position) > 0) ?? Infinity,
        op: last,
      };
    const next = ends[by].find((each) => each > op);
    return next === undefined ? { step: step + 1, op: ends[by][0] } : { step, op: next };
  }

  /**
   * The last boundary before the position; the start is a boundary of every granularity.
   * @param {Granularity} by
   * @returns {Position}
   */
  #previous(by) {
    const { ends, epochs } = this.recording.head;
    const { step, op } = this.#position;
    const last = ends.step[0];
    const start = { step: 0, op: 0 };
    if (by === "epoch") {
      const found = epochs.findLast((each) => compare({ step: each, op: last }, this.#position) < 0);
      return found === undefined ? start : { step: found, op: last };
    }
    const before = ends[by].findLast((each) => each < op);
    if (before !== undefined) return { step, op: before };
    return step === 0 ? start : { step: step - 1, op: ends[by].at(-1) ?? last };
  }

  /** Plays on: at its rate, or as soon as the last frame was drawn. */
  #go() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        if (!this.#playing) return;
        if (this.#acknowledged >= this.#seq) {
          this.#move(this.#by, false);
          this.#show([]);
        }
        if (this.#playing && this.#rate !== null) this.#go();
      },
      this.#rate === null ? 0 : 1000 / this.#rate,
    );
  }

  /** @param {string[]} answers */
  #show(answers) {
    const { recording } = this;
    const spec = recording.spec(this.#position.step);
    if (spec !== this.#spec) {
      this.#spec = spec;
      this.handlers.event({ ...recording.head.welcome, type: "edited", restarted: false, edit: null, spec });
    }
    const { meta, tensors } = recording.frame(
      this.#position,
      this.#watched.narration?.select ?? this.#watched.inspector?.select ?? null,
    );
    const more = this.#fresh ? [recording.once()] : [];
    this.#fresh = false;
    for (const panel of /** @type {const} */ (["surface", "slice"])) {
      if (!this.#watched[panel]) continue;
      const drawing = recording.drawing(panel, this.#watched[panel].parameter ?? null, meta.updates);
      if (!drawing || this.#shown[panel] === drawing.key) continue;
      this.#shown[panel] = drawing.key;
      more.push(drawing);
    }
    for (const each of more) {
      Object.assign(meta, each.meta);
      for (const [name, tensor] of each.tensors) tensors.set(name, tensor);
    }
    Object.assign(meta, {
      seq: ++this.#seq,
      run_epoch: 1,
      playing: this.#playing,
      by: this.#by,
      rate: this.#rate,
      answers,
    });
    this.handlers.frame({ meta, tensors });
  }
}
