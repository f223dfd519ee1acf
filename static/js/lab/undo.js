/** @typedef {import("../wire/types.js").Act} Act */

const EDITS = ["set_parameter", "edit", "reset", "undo", "redo"];

/**
 * Finds when to offer an undo: after a command of this page that began a new run, and once the last of the
 * parameters that were set together is confirmed, because a click may set one by mistake.
 */
export class UndoOffers {
  /** The edits that were not answered yet. @type {Map<string, string>} */
  #pending = new Map();
  #set = 0;

  /** A command was sent. @param {string} type @param {string | null} id  null: it was not sent after all */
  sent(type, id) {
    if (id !== null && EDITS.includes(type)) this.#pending.set(id, type);
  }

  /** Whether no edit is under way. */
  get idle() {
    return this.#pending.size === 0;
  }

  /**
   * The run was edited. Returns how many acts to offer to undo, null if there is nothing to offer.
   * @param {string | null | undefined} id  of the command
   * @param {boolean} restarted
   */
  answered(id, restarted) {
    const type = id && this.#pending.get(id);
    if (!id || !type) return null;
    this.#pending.delete(id);
    if (type === "edit" || type === "reset") return restarted ? 1 : null;
    if (type !== "set_parameter") return null;
    this.#set++;
    if ([...this.#pending.values()].includes("set_parameter")) return null;
    const count = this.#set;
    this.#set = 0;
    return count;
  }

  /** A command was refused. @param {string | null} id */
  refused(id) {
    if (id && this.#pending.delete(id)) this.#set = 0;
  }

  /** The connection is new: what was not answered will not be. */
  forget() {
    this.#pending.clear();
    this.#set = 0;
  }
}
