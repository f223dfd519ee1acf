import { VIEW_NAMES } from "../lab/viewing.js";

export const VERSION = 1; // of the text that `get_state` returns
const OF_MOMENT = ["step", "op", "select", "focus", ...VIEW_NAMES];

/** A state that a deck can store: opaque to others, the query of a moment to us. @param {string} query */
export const writeState = (query) => `${VERSION}:${query}`;

/**
 * The moment that a state stands for, and the query of its run; null for a state of another version.
 * @param {string} state
 * @returns {{
 *   query: string, run: string, moment: import("../wire/types.js").Position, select: string | null,
 *   focus: number | "mean" | null
 * } | null}
 */
export function readState(state) {
  const [version, ...rest] = state.split(":");
  if (Number(version) !== VERSION) return null;
  const query = rest.join(":");
  const asked = new URLSearchParams(query);
  const focus = asked.get("focus");
  return {
    query,
    run: query
      .split("&")
      .filter((part) => !OF_MOMENT.includes(part.split("=")[0]))
      .join("&"),
    moment: { step: Number(asked.get("step") ?? 0), op: Number(asked.get("op") ?? 0) },
    select: asked.get("select"),
    focus: focus === null || focus === "mean" ? focus : Number(focus),
  };
}
