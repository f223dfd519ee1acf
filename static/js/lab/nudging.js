import { Latest } from "./latest.js";
import { addressed } from "../lib/names.js";

/** @typedef {import("../wire/types.js").View} View */

/** How far a parameter is moved in thought at the most; a slice shows so much at least. */
export const REACH = 2;
const STEPS = 1e4; // a unit

/** What if the selected parameter were moved by ε: asked of the server one at a time, the newest next. */
export class Nudging {
  /** @param {(command: Record<string, unknown>) => string | null} send */
  constructor(send) {
    this.latest = new Latest(send);
  }

  /** @param {View} view @param {number} wanted @returns {Partial<View>} */
  ask({ selection, options }, wanted) {
    const target = addressed(selection);
    if (!target) return {};
    const epsilon = Math.round(Math.max(-REACH, Math.min(REACH, wanted)) * STEPS) / STEPS;
    this.latest.put(epsilon ? { type: "nudge", ...target, delta: epsilon, over: options.slice.over } : null);
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
    this.latest.answered();
  }
}
