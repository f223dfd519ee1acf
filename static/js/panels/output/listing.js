import { el } from "../../lib/dom.js";
import { unitsOf, written } from "../../lib/units.js";
import { exact, percent } from "../../lib/format.js";
import { createThumb } from "../encode/pixels.js";
import { probabilities } from "./bars.js";

/** @typedef {import("../../wire/types.js").Scored} Scored */

/**
 * Examples as a list of buttons; each makes its own numbers those of the drawing.
 * @param {(example: number) => void} focus
 * @param {import("../../../text/en/page.js").Words["output"]} words
 */
export function createListing(focus, words) {
  const element = el("ol", { class: "listing" });
  let drawn = "";

  /** @param {Scored} row @param {import("../../page/types.js").View} view @param {HTMLCanvasElement | null} picture */
  function entry({ example, loss, output, y, actual, predicted, text }, view, picture) {
    const { classes, train_size: train } = view.layout;
    const units = unitsOf(view);
    const called = text ?? (example < train ? words.trained(example) : words.held(example - train));
    const verdict =
      classes && actual !== null && predicted !== null
        ? words.taken(classes[actual], classes[predicted], percent(probabilities(output, classes)[predicted]))
        : words.answered(
            output.map((each, i) => written(each, units, i)).join("; "),
            y.map((each, i) => written(each, units, i)).join("; "),
          );
    return el(
      "li",
      {},
      el(
        "button",
        { type: "button", title: words.follow, "data-example": example, onclick: () => focus(example) },
        picture,
        el("span", { class: "what" }, el("span", { class: "which" }, called), el("span", { class: "note" }, verdict)),
        el("b", { title: words.ownLoss }, exact(loss, 3)),
      ),
    );
  }

  return {
    element,
    /**
     * @param {import("../../page/types.js").View} view
     * @param {Scored[]} rows
     * @param {import("../../wire/types.js").Tensor | undefined} pixels  (k, rows, columns), of images
     */
    render(view, rows, pixels) {
      const wanted = JSON.stringify([rows, view.options.output.standardized]) + view.theme;
      if (wanted === drawn) return;
      drawn = wanted;
      const focused = element.contains(document.activeElement)
        ? /** @type {HTMLElement} */ (document.activeElement).dataset.example
        : undefined;
      element.replaceChildren(...rows.map((row, i) => entry(row, view, pixels ? createThumb(view, pixels, i) : null)));
      if (focused) /** @type {HTMLElement | null} */ (element.querySelector(`[data-example="${focused}"]`))?.focus();
    },
  };
}
