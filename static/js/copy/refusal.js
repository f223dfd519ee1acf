const PLAYED = ["forward", "back", "seek", "play", "pause", "select", "get_state", "set_state", "settle"];
const SERVED = ["edit", "focus", "reset"]; // possible only with a server
const MAX_COUNT = 1_000_000;
const MAX_RATE = 1000; // boundaries per second

/** @param {unknown} value @param {number} min @param {number} max */
const whole = (value, min, max) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max;

/**
 * Why a recording cannot do what a message asks for, in the server's words; null if it can.
 * @param {import("./recording.js").Recording} recording
 * @param {import("../embed/types.js").Message} message
 * @returns {import("../embed/types.js").Refusal | null}
 */
export function refusal({ head, end }, { type, by, count, step, op, rate }) {
  if (SERVED.includes(type))
    return { code: "recorded", field: type, message: "needs a server: this is a copy of a run" };
  if (!PLAYED.includes(type)) return null;
  /** @param {string} field @param {string} message */
  const bad = (field, message) => ({ code: "bad_command", field: `${type}.${field}`, message });
  const moves = type === "forward" || type === "back";
  if ((moves || type === "play") && by !== undefined && !(by in head.ends))
    return bad("by", `is not one of ${Object.keys(head.ends).join(", ")}`);
  if (moves && count !== undefined && !whole(count, 1, MAX_COUNT))
    return bad("count", `is not a whole number from 1 to ${MAX_COUNT}`);
  if (type === "play" && rate != null && !(rate > 0 && rate <= MAX_RATE))
    return bad("rate", `is not a number over 0 and up to ${MAX_RATE}, or null`);
  if (type === "seek") {
    if (!whole(step, 0, Infinity)) return bad("step", "is not a whole number from 0");
    if (op !== undefined && !whole(op, 0, end.op)) return bad("op", `is not a whole number from 0 to ${end.op}`);
    if (Number(step) > end.step)
      return { code: "recorded", field: "seek.step", message: `this copy ends after ${head.steps} steps` };
  }
  return null;
}
