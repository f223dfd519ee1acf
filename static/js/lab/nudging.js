import { Latest } from "./latest.js";
import { addressed } from "../lib/names.js";

/** @typedef {import("../page/types.js").View} View */

/** The largest change of a parameter that can be tried; a slice shows at least this range. */
export const REACH = 2;
const STEPS = 1e4; // per unit

/** Asks the server what the loss would be if the selected parameter changed by ε, one question at a time. */
export class Nudging {
  /** @param {(command: import("./types.js").Command) => string | null} send */
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

  /** @param {View} view @param {import("../wire/types.js").NudgedEvent} answer @returns {Partial<View>} */
  answered({ selection, epsilon }, answer) {
    this.free();
    // The selection may have changed meanwhile.
    return answer.parameter === selection && epsilon !== 0 ? { nudged: answer } : {};
  }

  /** No question is open any more: it was answered, refused, or lost with the connection. */
  free() {
    this.latest.answered();
  }
}
