import { addressed } from "./lib/names.js";

/** @typedef {import("./types.js").View} View */

/** How far a parameter is moved in thought at the most; a slice shows so much at least. */
export const REACH = 2;
const STEPS = 1e4; // a unit

/** What if the selected parameter were moved by ε: asked of the server one at a time, the newest next. */
export class Nudging {
  /** @type {Record<string, any> | null} */
  #next = null;
  #busy = false;

  /** @param {(command: Record<string, any>) => string | null} send */
  constructor(send) {
    this.send = send;
  }

  /** @param {View} view @param {number} wanted @returns {Partial<View>} */
  ask({ selection, options }, wanted) {
    const target = addressed(selection);
    if (!target) return {};
    const epsilon = Math.round(Math.max(-REACH, Math.min(REACH, wanted)) * STEPS) / STEPS;
    this.#next = epsilon ? { type: "nudge", ...target, delta: epsilon, over: options.slice.over } : null;
    this.#go();
    return epsilon ? { epsilon } : { epsilon, nudged: null };
  }

  /** @param {View} view @param {any} answer @returns {Partial<View>} */
  answered({ selection, epsilon }, answer) {
    this.free();
    // The person may have gone on meanwhile.
    return answer.parameter === selection && epsilon !== 0 ? { nudged: answer } : {};
  }

  /** Nothing is under way any more: it was answered, refused, or lost with the connection. */
  free() {
    this.#busy = false;
    this.#go();
  }

  #go() {
    if (this.#busy || !this.#next) return;
    this.#busy = this.send(this.#next) !== null;
    this.#next = null;
  }
}
