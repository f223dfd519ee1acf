/** @typedef {import("./types.js").Command} Command */

/** Sends commands of a kind one at a time: the newest waits for the answer to the last, those between are skipped. */
export class Latest {
  /** @type {Command | null} */
  #waiting = null;
  #pending = false;

  /** @param {(command: Command) => string | null} send  returns null if nothing was sent */
  constructor(send) {
    this.send = send;
  }

  /** @param {Command | null} command  null: the command that waits is no longer wanted */
  put(command) {
    if (this.#pending || !command) this.#waiting = command;
    else this.#pending = this.send(command) !== null;
  }

  /** The last command has been answered, or never will be. */
  answered() {
    const next = this.#waiting;
    this.#pending = false;
    this.#waiting = null;
    if (next) this.put(next);
  }
}
