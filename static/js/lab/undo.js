const EDITS = ["set_parameter", "edit", "reset", "undo"];

/**
 * Finds when to offer an undo. A click may set a parameter by mistake, so the offer comes once the last of the
 * parameters that were set together is confirmed.
 */
export class UndoOffers {
  /** Commands that change the run. */
  #edits = 0;
  /** Those that set a parameter, until the last of them is answered. @type {string[]} */
  #pending = [];
  #confirmed = 0;

  /** A command was sent. @param {string} type @param {string | null} id  null: it was not sent after all */
  sent(type, id) {
    if (EDITS.includes(type)) this.#edits++;
    if (id !== null && type === "set_parameter") this.#pending.push(id);
  }

  /**
   * A command was answered. Returns how many edits to offer to undo, and whether that is still what the newest
   * edits are; null if there is nothing to offer.
   * @param {string | null | undefined} id
   */
  answered(id) {
    if (!id || !this.#pending.includes(id)) return null;
    this.#confirmed++;
    if (id !== this.#pending.at(-1)) return null;
    const [count, edits] = [this.#confirmed, this.#edits];
    this.#clear();
    return { count, valid: () => this.#edits === edits };
  }

  /** A command was refused. @param {string | null} id */
  refused(id) {
    if (id && this.#pending.includes(id)) this.#clear();
  }

  #clear() {
    this.#pending = [];
    this.#confirmed = 0;
  }
}
