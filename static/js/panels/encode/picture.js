import { css, valueColor } from "../../lib/colors.js";
import { el, setAttribute, setText, svg } from "../../lib/dom.js";
import { exact, signed } from "../../lib/format.js";
import { inputOf } from "../../lib/names.js";
import { inkColor } from "./pixels.js";

/** @typedef {import("../../page/types.js").View} View */

const CELL = { width: 28, height: 15 };
const WEIGHTS = 64; // first-layer weights shown of one pixel

/**
 * An image three ways, the same pixel marked in each: the picture, its numbers, and the vector that
 * the network is given.
 * @param {(intent: import("../../page/types.js").Intent) => void} dispatch
 * @param {import("../../../text/en/page.js").Words["encode"]} words
 */
export function createPicture(dispatch, words) {
  const picture = svg("svg", { class: "picture", role: "img", "aria-label": words.picture });
  const numbers = svg("svg", { class: "pixel-numbers", role: "img", "aria-label": words.numbers });
  const strip = svg("svg", { class: "strip", preserveAspectRatio: "none", role: "img", "aria-label": words.vector });
  const [first, last] = [el("span"), el("span")];
  const told = el("p", { class: "pointed-at" });
  const weights = svg("svg", { class: "strip weights", preserveAspectRatio: "none", "aria-hidden": "true" });
  const element = el(
    "div",
    { class: "encode-picture" },
    el("div", { class: "pair" }, picture, numbers),
    el("div", { class: "ends note" }, first, el("span", {}, words.inOrder), last),
    strip,
    told,
    weights,
  );
  /** @type {{pixel: SVGElement, number: SVGElement, text: SVGElement, entry: SVGElement}[]} */
  let cells = [];
  let made = "";
  let drawn = "";

  /** @param {Event} event */
  function point(event) {
    const at = /** @type {Element} */ (event.target).getAttribute("data-at");
    dispatch({ type: "hover", target: at === null ? null : `neurons.0.${at}` });
  }
  for (const each of [picture, numbers, strip]) {
    each.addEventListener("pointerover", point);
    each.addEventListener("pointerleave", () => dispatch({ type: "hover", target: null }));
    each.addEventListener("click", (event) => {
      const at = /** @type {Element} */ (event.target).getAttribute("data-at");
      if (at !== null) dispatch({ type: "select", target: `neurons.0.${at}` });
    });
  }

  /** @param {number} rows @param {number} columns */
  function make(rows, columns) {
    cells = Array.from({ length: rows * columns }, (_, at) => {
      const [x, y] = [at % columns, Math.floor(at / columns)];
      return {
        pixel: svg("rect", { x, y, width: 1, height: 1, "data-at": at }),
        number: svg("rect", {
          x: x * CELL.width,
          y: y * CELL.height,
          width: CELL.width,
          height: CELL.height,
          "data-at": at,
        }),
        text: svg("text", { x: (x + 0.5) * CELL.width, y: (y + 0.5) * CELL.height + 4, "text-anchor": "middle" }),
        entry: svg("rect", { x: at, y: 0, width: 1, height: 1, "data-at": at }),
      };
    });
    picture.setAttribute("viewBox", `0 0 ${columns} ${rows}`);
    numbers.setAttribute("viewBox", `0 0 ${columns * CELL.width} ${rows * CELL.height}`);
    strip.setAttribute("viewBox", `0 0 ${cells.length} 1`);
    picture.replaceChildren(...cells.map(({ pixel }) => pixel));
    numbers.replaceChildren(...cells.map(({ number }) => number), ...cells.map(({ text }) => text));
    strip.replaceChildren(...cells.map(({ entry }) => entry));
    setText(last, words.entry(cells.length));
    setText(first, words.entry(1));
  }

  /** @param {View} view @param {number | null} at @param {number} columns @param {number} value */
  function tell(view, at, columns, value) {
    const matrix = view.frame.tensors.get("parameters.layers.0.weight");
    if (at === null || !matrix) {
      setText(told, words.pointPixel);
      weights.replaceChildren();
      return;
    }
    const [units, inputs] = matrix.shape;
    const column = Array.from({ length: Math.min(units, WEIGHTS) }, (_, unit) =>
      Number(matrix.data[unit * inputs + at]),
    );
    const most = Math.max(1e-12, ...column.map(Math.abs));
    setText(
      told,
      words.pixel(
        Math.floor(at / columns) + 1,
        (at % columns) + 1,
        exact(value),
        at + 1,
        view.layout.inputs[at],
        units,
        signed(Math.min(...column), 3),
        signed(Math.max(...column), 3),
      ),
    );
    setAttribute(weights, "viewBox", `0 0 ${column.length} 1`);
    weights.replaceChildren(
      ...column.map((weight, x) =>
        svg("rect", { x, y: 0, width: 1, height: 1, fill: css(valueColor(view.palette, weight / most)) }),
      ),
    );
  }

  return {
    element,
    /** @param {View} view */
    render(view) {
      const [rows, columns] = view.layout.image ?? [0, 0];
      const input = view.frame.tensors.get("input");
      if (!input || !rows) return;
      if (made !== `${rows}×${columns}`) make(rows, columns);
      made = `${rows}×${columns}`;
      const at = inputOf(view.hover, view.selection);
      const wanted = `${Array.from(input.data).join()} ${view.theme} ${at} ${at === null ? "" : view.frame.meta.seq}`;
      if (wanted === drawn) return;
      drawn = wanted;
      cells.forEach(({ pixel, number, text, entry }, k) => {
        const ink = Number(input.data[k]);
        const color = inkColor(view, ink);
        for (const each of [pixel, entry]) setAttribute(each, "fill", color);
        setAttribute(number, "fill", css(valueColor(view.palette, 0.6 * ink)));
        setText(text, ink === 0 ? "0" : ink === 1 ? "1" : ink.toFixed(2).slice(1));
        for (const each of [pixel, number, entry]) setAttribute(each, "class", k === at ? "marked" : "");
      });
      tell(view, at, columns, at === null ? 0 : Number(input.data[at]));
    },
  };
}
