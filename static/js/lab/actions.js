import { nextRate } from "./pace.js";

/** @typedef {import("./lab.js").Lab} Lab */

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
    speed(by) {
      if (lab.view) lab.dispatch({ type: "transport", changes: { rate: nextRate(lab.view.rate, by) } });
    },
    reset: () => send({ type: "reset" }),
    travel: (direction) => lab.dispatch({ type: "travel", direction }),
    cancel: () => lab.dispatch(lab.view?.picking ? { type: "pick", axis: null } : { type: "select", target: null }),
  };
}
