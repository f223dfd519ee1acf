/** @typedef {import("../wire/types.js").Frame} Frame */

/**
 * Holds the newest frame until it is drawn. Frames that will not be drawn are acknowledged at once; the others
 * when they are drawn, so that the server sends no faster than the page draws.
 */
export class FrameQueue {
  /** @type {Frame | null} */
  #waiting = null;
  /** The command whose answer must be drawn before any other frame. @type {string | null} */
  #awaited = null;

  /** @param {(seq: number) => void} ack */
  constructor(ack) {
    this.ack = ack;
  }

  /**
   * Skips frames until one answers the command, so that the start does not flash up before a moment.
   * @param {string | null} command  null: skips none
   */
  expect(command) {
    this.#awaited = command;
  }

  /** The command was refused: no frame will answer it. @param {string | null} command */
  refused(command) {
    if (command === this.#awaited) this.#awaited = null;
  }

  /** @param {Frame} frame @param {boolean} hidden  the page is hidden, so nothing is drawn for now */
  put(frame, hidden) {
    if (this.#awaited && !frame.meta.answers.includes(this.#awaited)) {
      this.ack(frame.meta.seq);
      return;
    }
    this.#awaited = null;
    this.acknowledge();
    this.#waiting = frame;
    if (hidden) this.acknowledge();
  }

  /** Acknowledges the frame that waits, because it is replaced or the page is hidden. */
  acknowledge() {
    if (this.#waiting) this.ack(this.#waiting.meta.seq);
  }

  /** Drops the frame that waits: it belongs to a run that was restarted. */
  drop() {
    this.acknowledge();
    this.#waiting = null;
  }

  /** Removes and returns the frame to draw. */
  take() {
    const frame = this.#waiting;
    this.#waiting = null;
    return frame;
  }
}
