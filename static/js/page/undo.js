import { actName } from "../lab/acts.js";
import { byId, setAttribute } from "../lib/dom.js";

/** The buttons that undo and redo; each says what. @param {import("../lab/lab.js").Lab} lab */
export function installUndo(lab) {
  const words = lab.words.acts;
  for (const type of /** @type {const} */ (["undo", "redo"])) {
    const button = byId(type);
    button.onclick = () => lab.dispatch({ type: "travel", direction: type });
    lab.observe({
      rendered(view) {
        const act = view[type];
        const text = act ? words[type](actName(act, view.catalogue, words)) : words.nothing[type];
        // It stays focusable: whoever has pressed it for the last time keeps their place.
        setAttribute(button, "aria-disabled", String(!act));
        setAttribute(button, "aria-label", text);
        setAttribute(button, "title", text);
      },
    });
  }
}
