/** @typedef {import("./lab.js").Lab} Lab */

const RATES = [1, 2, 5, 10, 30, 60, null];

/** What keys do. @param {Lab} lab @returns {import("../page/keys.js").Actions} */
export function actions(lab) {
  /** @param {Record<string, unknown>} command */
  const command = (command) => lab.dispatch({ type: "command", command: /** @type {any} */ (command) });
  return {
    play: () => lab.dispatch({ type: "toggle_play" }),
    move: (type, by) => command({ type, by: by ?? lab.view?.by ?? "operation", count: 1 }),
    jump: (end) => command({ type: "seek", ...(end === "home" ? { step: 0, op: 0 } : lab.view?.frame.meta.head) }),
    speed: (by) => {
      const at = RATES.indexOf(lab.view?.rate ?? null) + by;
      lab.dispatch({ type: "transport", changes: { rate: RATES[Math.max(0, Math.min(RATES.length - 1, at))] } });
    },
    reset: () => command({ type: "reset" }),
    cancel: () => lab.dispatch({ type: "pick", axis: null }),
  };
}
