import { el, setText } from "../../lib/dom.js";
import { pretty } from "../../lib/names.js";

/**
 * What a click will do while the surface's parameters are being picked, and the way out.
 * @param {(intent: import("../../page/types.js").Intent) => void} dispatch
 * @param {import("../../../text/en/page.js").Words["network"]} words
 */
export function createHint(dispatch, words) {
  const said = el("span", { role: "status" });
  const element = el(
    "div",
    { class: "hint" },
    said,
    el(
      "button",
      { class: "small", type: "button", onclick: () => dispatch({ type: "pick", axis: null }) },
      words.cancel,
    ),
  );
  let open = false;
  return {
    element,
    /** Whether picking has just begun. @param {import("../../page/types.js").View} view */
    render({ picking, options }) {
      const began = picking !== null && !open;
      open = picking !== null;
      element.hidden = !open;
      element.parentElement?.classList.toggle("picking", open);
      setText(
        said,
        picking === null ? "" : picking === "x" ? words.pickFirst : words.pickSecond(pretty(options.surface.x)),
      );
      return began;
    },
  };
}
