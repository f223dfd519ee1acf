/** @typedef {import("./lab.js").Lab} Lab */

const RATES = [1, 2, 5, 10, 30, 60, null];

/** The actions of the keys. @param {Lab} lab @returns {import("../page/keys.js").Actions} */
export function actions(lab) {
  /** @param {import("./types.js").Command} command */
  const send = (command) => lab.dispatch({ type: "command", command });
  return {
    play: () => lab.dispatch({ type: "toggle_play" }),
    move: (type, by) => send({ type, by: by ?? lab.view?.by ?? "operation", count: 1 }),
    jump(end) {
      const place = end === "home" ? { step: 0, op: 0 } : lab.view?.frame.meta.head;
      if (place) send({ type: "seek", ...place });
    },
    speed: (by) => {
      const at = RATES.indexOf(lab.view?.rate ?? null) + by;
      lab.dispatch({ type: "transport", changes: { rate: RATES[Math.max(0, Math.min(RATES.length - 1, at))] } });
    },
    reset: () => send({ type: "reset" }),
    travel: (direction) => lab.dispatch({ type: "travel", direction }),
    cancel: () => lab.dispatch(lab.view?.picking ? { type: "pick", axis: null } : { type: "select", target: null }),
  };
}
