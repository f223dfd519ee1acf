import { el, setText } from "../../lib/dom.js";
import { createListing } from "./listing.js";

const READABLE = 3; // pictures a second, while playing

/**
 * The examples that the network does worst on.
 * @param {(example: number) => void} focus
 * @param {import("../../../text/en/page.js").Words["output"]} words
 */
export function createHardest(focus, words) {
  const told = el("p", { class: "note" });
  const listing = createListing(focus, words);
  const element = el("div", { class: "tabbed" }, told, listing.element);
  let at = 0;
  return {
    element,
    /** @param {import("../../page/types.js").View} view */
    render(view) {
      const found = view.frame.meta.hardest;
      const now = performance.now();
      if (!found || (view.frame.meta.playing && now - at < 1000 / READABLE)) return;
      at = now;
      setText(told, words.hardestOf(found.examples.length, found.of, found.over));
      listing.render(view, found.examples, view.frame.tensors.get("hardest.x"));
    },
  };
}
