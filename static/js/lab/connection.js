/** @typedef {import("../wire/stream.js").Run} Run */
/** @typedef {import("../wire/stream.js").Handlers} Handlers */
/** @typedef {import("./types.js").Command} Command */

/** The run that a lab follows, one at a time; it can be suspended while nobody sees the page. */
export class Connection {
  /** @type {import("../wire/stream.js").Source | null} */
  #source = null;
  #suspended = false;

  /** @param {import("./types.js").Runs} runs @param {Handlers} handlers */
  constructor(runs, handlers) {
    this.runs = runs;
    this.handlers = handlers;
  }

  /** The run that is followed, null before the first. */
  get run() {
    return this.#source?.run ?? null;
  }

  get suspended() {
    return this.#suspended;
  }

  /** Follows a run in place of the one before. @param {Run} run */
  open(run) {
    this.#source?.close();
    this.#source = this.runs.open(run, this.handlers);
    if (this.#suspended) this.#source.close();
  }

  /** Closes the stream until `resume`, so that nothing is computed or sent. */
  suspend() {
    this.#suspended = true;
    this.#source?.close();
  }

  resume() {
    this.#suspended = false;
    this.#source?.connect();
  }

  /** Connects now rather than after the wait. */
  retry() {
    this.#source?.connect();
  }

  /** The id of the command, null if there is no connection. @param {Command} command */
  send(command) {
    return this.#source?.send(command) ?? null;
  }

  /** @param {number} seq */
  ack(seq) {
    this.#source?.ack(seq);
  }
}
