/** Commands of a kind one at a time: the newest waits for the answer to the last, and those between are left out. */
export class Latest {
  /** @type {Record<string, unknown> | null} */
  #waiting = null;
  #asked = false;

  /** @param {(command: Record<string, unknown>) => string | null} send  gives null when nothing was sent */
  constructor(send) {
    this.send = send;
  }

  /** @param {Record<string, unknown> | null} command  null: what waits is not wanted any more */
  put(command) {
    if (this.#asked || !command) this.#waiting = command;
    else this.#asked = this.send(command) !== null;
  }

  /** The last has been answered, or never will be. */
  answered() {
    const next = this.#waiting;
    this.#asked = false;
    this.#waiting = null;
    if (next) this.put(next);
  }
}
