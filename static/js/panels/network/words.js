import { css, valueColor } from "../../lib/colors.js";
import { isPress, setAttribute, setText, svg } from "../../lib/dom.js";
import { exact, signed } from "../../lib/format.js";
import { WORDS } from "../../lib/shared.js";

/** @typedef {import("../../page/types.js").View} View */

/**
 * The inputs of a text, where there is one for every word of a vocabulary: only those that are not
 * 0 are drawn, in the text's order; all others are one line at the foot.
 * @param {import("./layout.js").Geometry} geometry
 * @param {import("../../../text/en/page.js").Words["network"]} words
 * @param {import("./index.js").Reactions} on
 */
export function createWords(geometry, words, on) {
  const [nodes] = geometry.layers;
  const { column, tall, foot } = geometry;
  const { x } = nodes[0];
  const room = foot - tall - WORDS.line;
  const cells = Array.from({ length: Math.max(1, Math.min(WORDS.most, Math.floor(room / WORDS.line))) }, create);
  const others = svg("text", { class: "label", x, y: foot - 6, "text-anchor": "middle" });
  const group = svg("g", {}, ...cells.map(({ group }) => group), others);
  let drawn = "";

  function create() {
    const title = svg("title");
    const cell = {
      unit: -1,
      title,
      box: svg(
        "rect",
        {
          class: "node cell input",
          height: WORDS.inner,
          rx: 6,
          tabindex: 0,
          role: "button",
          onclick: (/** @type {Event} */ event) => on.choose(`neurons.0.${cell.unit}`, event),
          onpointerenter: () => on.hover(`neurons.0.${cell.unit}`),
          onpointerleave: () => on.hover(null),
          onkeydown: (/** @type {KeyboardEvent} */ event) => {
            if (isPress(event)) on.choose(`neurons.0.${cell.unit}`, event);
          },
        },
        title,
      ),
      text: svg("text", { class: "cell-number", "text-anchor": "middle" }),
      group: svg("g"),
    };
    cell.group.append(cell.box, cell.text);
    return cell;
  }

  /** Which inputs are drawn, in order. @param {View} view @param {ArrayLike<number>} input */
  function chosen({ frame, layout }, input) {
    const found = Array.from(input, Number).flatMap((value, unit) => (value ? [{ unit, value }] : []));
    const text = frame.meta.focus.text;
    // An input a word: in the order in which the words come; with places they come so by themselves.
    const place = (/** @type {number} */ unit) =>
      text && !layout.words?.positions ? text.indices.indexOf(unit) : unit;
    return found
      .sort((a, b) => b.value - a.value)
      .slice(0, cells.length)
      .map(({ unit }) => unit)
      .sort((a, b) => place(a) - place(b));
  }

  /** @param {number[]} units @param {View} view */
  function arrange(units, { layout }) {
    const { hidden } = WORDS;
    for (const node of nodes)
      Object.assign(node, { x, y: foot - hidden.up, side: hidden.side, port: column * hidden.port });
    const top = tall + (room - units.length * WORDS.line) / 2;
    cells.forEach((cell, at) => {
      const unit = units[at] ?? -1;
      cell.unit = unit;
      setAttribute(cell.group, "visibility", unit < 0 ? "hidden" : "visible");
      if (unit < 0) return;
      const width = Math.min(column * WORDS.across, WORDS.padding + layout.inputs[unit].length * WORDS.letter);
      const y = top + (at + 0.5) * WORDS.line;
      Object.assign(nodes[unit], { y, port: width / 2 });
      setAttribute(cell.box, "x", (x - width / 2).toFixed(1));
      setAttribute(cell.box, "y", (y - WORDS.inner / 2).toFixed(1));
      setAttribute(cell.box, "width", width.toFixed(1));
      setAttribute(cell.text, "x", String(x));
      setAttribute(cell.text, "y", (y + 4).toFixed(1));
      setText(cell.text, layout.inputs[unit]);
    });
    setText(others, words.others(nodes.length - units.length));
  }

  return {
    group,
    /** @param {View} view */
    render(view) {
      const input = view.frame.tensors.get("input")?.data;
      if (!input) return;
      const units = chosen(view, input);
      const key = units.join();
      if (key !== drawn || !geometry.active) arrange(units, view);
      drawn = key;
      geometry.active = { sources: units, key };
      for (const { unit, box, title } of cells) {
        if (unit < 0) continue;
        const [name, value] = [`neurons.0.${unit}`, Number(input[unit])];
        setAttribute(box, "fill", css(valueColor(view.palette, value)));
        setAttribute(
          box,
          "class",
          "node cell " +
            `input${view.frame.meta.kind === "input" ? " busy" : ""}${view.selection === name ? " selected" : ""}${view.hover === name ? " hovered" : ""}`,
        );
        setText(title, `${view.layout.inputs[unit]} = ${signed(value)}`);
        setAttribute(box, "aria-label", `${view.layout.inputs[unit]} = ${exact(value)}`);
      }
    },
  };
}
