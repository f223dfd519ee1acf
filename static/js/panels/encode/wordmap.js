import { css, valueColor } from "../../lib/colors.js";
import { el, setAttribute, setText, svg } from "../../lib/dom.js";
import { percent } from "../../lib/format.js";
import { argmax, classColor } from "../output/classes.js";

/** @typedef {import("../../types.js").View} View */

const SIZE = { width: 368, height: 250 };
const LETTER = 6.4;
const LINE = 13;
const LOOSE = 0.6; // the picture closes in only when the words fill less than this

/**
 * Words as the network has learned them, in a plane: what lies near it takes for alike.
 * @param {(intent: import("../../types.js").Intent) => void} dispatch
 * @param {import("../../text/en.js").Words["encode"]} words
 */
export function createWordMap(dispatch, words) {
  const links = svg("g", { class: "links" });
  const marks = svg("g");
  const picture = svg("svg", { class: "wordmap", viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: "img", "aria-label": words.map },
    svg("path", { class: "cross", d: `M0 ${SIZE.height / 2}H${SIZE.width}M${SIZE.width / 2} 0V${SIZE.height}` }), links, marks);
  const told = el("p", { class: "note" });
  const near = el("p", { class: "pointed-at" });
  const element = el("div", { class: "encode-words" }, picture, near, told);
  /** @type {{group: SVGGElement, dot: SVGCircleElement, text: SVGTextElement}[]} */
  let made = [];
  let named = "";
  let reach = 0;
  let pointed = -1;
  /** @type {View | null} */
  let view = null;
  /** @type {import("../../types.js").Frame | null} */
  let shown = null;

  /** @param {number} word */
  function point(word) {
    pointed = word;
    dispatch({ type: "hover", target: word < 0 ? null : `neurons.0.${word}` });
    if (view) draw(view);
  }

  /** @param {string[]} vocabulary */
  function make(vocabulary) {
    made = vocabulary.map((word, index) => {
      const [dot, text] = [svg("circle", { r: 3 }), svg("text", { "text-anchor": "middle", y: -5 }, word)];
      const group = svg("g", { class: "word", tabindex: index ? -1 : 0, role: "button", "aria-label": word,
        onpointerenter: () => point(index), onpointerleave: () => point(-1), onfocus: () => point(index), onblur: () => point(-1),
        onkeydown: (/** @type {KeyboardEvent} */ event) => {
          const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
          if (!by) return;
          event.preventDefault();
          event.stopPropagation();
          made[(index + by + made.length) % made.length].group.focus();
        },
        onclick: () => dispatch({ type: "select", target: `neurons.0.${index}` }) }, dot, text);
      return { group, dot, text };
    });
    marks.replaceChildren(...made.map(({ group }) => group));
  }

  /** @param {View} view @param {import("../../types.js").Tensor} outputs @param {number} word */
  function colorOf({ palette, layout }, outputs, word) {
    const count = outputs.shape[1];
    if (count > 1) return classColor(argmax(outputs.data, word * count, count));
    const answer = Number(outputs.data[word]);
    return css(valueColor(palette, 1.5 * (layout.classes ? 2 * answer - 1 : answer)));
  }

  /** @param {View} newest */
  function draw(newest) {
    const frame = shown;
    const found = frame?.meta.words;
    const [positions, outputs] = [frame?.tensors.get("words.positions"), frame?.tensors.get("words.outputs")];
    const vocabulary = newest.layout.words?.vocabulary.slice(0, found?.count ?? 0) ?? [];
    if (!found || !positions || !outputs || !vocabulary.length) return;
    if (named !== vocabulary.join(" ")) make(vocabulary);
    named = vocabulary.join(" ");
    const most = Math.max(1e-9, ...Array.from(positions.data, (each) => Math.abs(Number(each))));
    if (most > reach || most < LOOSE * reach) reach = 1.15 * most;
    const places = vocabulary.map((_, word) => ({
      x: (SIZE.width / 2) * (1 + (0.9 * Number(positions.data[2 * word])) / reach),
      y: (SIZE.height / 2) * (1 - (0.9 * Number(positions.data[2 * word + 1])) / reach),
    }));
    const neighbours = pointed < 0 ? [] : found.neighbours[pointed] ?? [];
    const order = pointed < 0 ? vocabulary.map((_, word) => word) : [pointed, ...neighbours, ...vocabulary.map((_, word) => word)];
    /** @type {{x: number, y: number, half: number}[]} */
    const taken = [];
    const legible = new Set(order.filter((word) => {
      const { x, y } = places[word];
      const half = (vocabulary[word].length * LETTER) / 2;
      if (taken.some((other) => Math.abs(other.x - x) < other.half + half + 2 && Math.abs(other.y - y) < LINE)) return false;
      taken.push({ x, y, half });
      return true;
    }));
    made.forEach(({ group, dot, text }, word) => {
      const { x, y } = places[word];
      setAttribute(group, "transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      setAttribute(group, "class", `word${word === pointed ? " marked" : neighbours.includes(word) ? " near" : pointed < 0 ? "" : " far"}`);
      setAttribute(dot, "fill", colorOf(newest, outputs, word));
      setAttribute(text, "visibility", legible.has(word) || word === pointed ? "visible" : "hidden");
    });
    links.replaceChildren(...neighbours.map((word) => svg("path", { d: `M${places[pointed].x} ${places[pointed].y}L${places[word].x} ${places[word].y}` })));
    setText(near, pointed < 0 ? words.pointWord : words.near(vocabulary[pointed], neighbours.map((word) => vocabulary[word])));
    setText(told, [words.mapOf(vocabulary.length, newest.layout.words?.vectors ?? false), found.explained ? words.shares(percent(found.explained[0]), percent(found.explained[1])) : ""].filter(Boolean).join(" "));
  }

  return {
    element,
    /** @param {View} newest */
    render(newest) {
      view = newest;
      const fresh = newest.frame.meta.words && newest.frame !== shown;
      if (fresh) shown = newest.frame;
      if (fresh) draw(newest);
    },
  };
}
