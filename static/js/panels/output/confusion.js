import { el, setText } from "../../lib/dom.js";
import { createListing } from "./listing.js";

/** @typedef {import("../../page/types.js").View} View */

const READABLE = 5; // pictures a second, while playing

/**
 * Which class is taken for which, how often; behind each count stand its examples.
 * @param {(changes: Record<string, unknown>) => void} option
 * @param {(example: number) => void} focus
 * @param {import("../../../text/en/page.js").Words["output"]} words
 */
export function createConfusion(option, focus, words) {
  const table = el("table", { class: "confusion" });
  const told = el("p", { class: "note" });
  const listing = createListing(focus, words);
  const element = el(
    "div",
    { class: "tabbed" },
    el("div", { class: "confusion-scroll" }, table),
    told,
    listing.element,
  );
  let drawn = "";
  let at = 0;

  /** @param {number[][]} matrix @param {string[]} classes @param {[number, number] | null} chosen */
  function draw(matrix, classes, chosen) {
    const held = table.contains(document.activeElement)
      ? /** @type {HTMLElement} */ (document.activeElement).dataset.cell
      : undefined;
    const most = Math.max(1, ...matrix.flat());
    /** @param {number} actual @param {number} predicted */
    const cell = (actual, predicted) => {
      const count = matrix[actual][predicted];
      const pressed = chosen?.[0] === actual && chosen[1] === predicted;
      const name = words.cell(count, classes[actual], classes[predicted]);
      const button = el(
        "button",
        {
          type: "button",
          title: name,
          "aria-label": name,
          "aria-pressed": String(pressed),
          "data-cell": `${actual} ${predicted}`,
          onclick: () => option({ cell: pressed ? null : [actual, predicted] }),
        },
        count ? String(count) : "·",
      );
      button.style.setProperty("--share", String(count ? 0.1 + 0.35 * (count / most) ** 0.5 : 0));
      return el("td", { class: actual === predicted ? "agree" : "differ" }, button);
    };
    table.replaceChildren(
      el("caption", { class: "quiet" }, words.confusion),
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          el("th", { scope: "col" }, words.actual),
          ...classes.map((each) => el("th", { scope: "col" }, each)),
        ),
      ),
      el(
        "tbody",
        {},
        ...classes.map((each, actual) =>
          el("tr", {}, el("th", { scope: "row" }, each), ...classes.map((_, predicted) => cell(actual, predicted))),
        ),
      ),
    );
    if (held) /** @type {HTMLElement | null} */ (table.querySelector(`[data-cell="${held}"]`))?.focus();
  }

  return {
    element,
    /** @param {View} view */
    render(view) {
      const found = view.frame.meta.confusion;
      const { classes } = view.layout;
      const { cell: chosen } = view.options.output;
      if (!found?.matrix || !classes) return;
      const now = performance.now();
      const wanted = JSON.stringify([found.matrix, chosen, found.over, found.cell]);
      if (wanted !== drawn && (!view.frame.meta.playing || now - at > 1000 / READABLE)) {
        [drawn, at] = [wanted, now];
        draw(found.matrix, classes, chosen);
        setText(
          told,
          found.cell
            ? words.behind(
                found.cell.count,
                classes[found.cell.actual],
                classes[found.cell.predicted],
                found.cell.examples.length,
              )
            : words.clickCell,
        );
        listing.render(view, found.cell?.examples ?? [], view.frame.tensors.get("confusion.x"));
      }
    },
  };
}
