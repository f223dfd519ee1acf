const PLAYED = ["forward", "back", "seek", "play", "pause", "select", "get_state", "set_state", "settle"];
const SERVED = ["edit", "focus", "reset"]; // what a scene with a server does besides
const MOST = 1_000_000;
const FASTEST = 1000; // boundaries a second

/** @param {any} number @param {number} least @param {number} most */
const whole = (number, least, most) => Number.isInteger(number) && number >= least && number <= most;

/**
 * Why a recording cannot do what a message asks for, as a server would say it; null where it can.
 * @param {import("./recording.js").Recording} recording
 * @param {Record<string, any>} message
 * @returns {import("../embed/driven.js").Refusal | null}
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
  if (moves && count !== undefined && !whole(count, 1, MOST))
    return bad("count", `is not a whole number from 1 to ${MOST}`);
  if (type === "play" && rate != null && !(rate > 0 && rate <= FASTEST))
    return bad("rate", `is not a number over 0 and up to ${FASTEST}, or null`);
  if (type === "seek") {
    if (!whole(step, 0, Infinity)) return bad("step", "is not a whole number from 0");
    if (op !== undefined && !whole(op, 0, end.op)) return bad("op", `is not a whole number from 0 to ${end.op}`);
    if (step > end.step)
      return { code: "recorded", field: "seek.step", message: `this copy ends after ${head.steps} steps` };
  }
  return null;
}
