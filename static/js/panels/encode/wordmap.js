import { css, valueColor } from "../../lib/colors.js";
import { el, setAttribute, setText, svg } from "../../lib/dom.js";
import { percent } from "../../lib/format.js";
import { argmax, classColor } from "../output/classes.js";

/** @typedef {import("../../page/types.js").View} View */

const SIZE = { width: 368, height: 172 };
const LETTER = 6.4;
const LINE = 13;
// Where a word may stand beside its dot: close by, else at the end of a line.
const PLACES = /** @type {[number, number, "start" | "middle" | "end"][]} */ ([
  [0, -5, "middle"],
  [6, 4, "start"],
  [-6, 4, "end"],
  [0, 14, "middle"],
  ...[18, 34, 52, 72].flatMap((far) => [
    [far, 0.5 * far + 4, "start"],
    [-far, -0.5 * far + 4, "end"],
    [far, -0.5 * far + 4, "start"],
    [-far, 0.5 * far + 4, "end"],
  ]),
]);
const CLOSE = 4; // of these places
const LOOSE = 0.6; // the picture closes in only when the words fill less than this

/**
 * Words as the network has learned them, in a plane: what lies near it takes for alike.
 * @param {(intent: import("../../page/types.js").Intent) => void} dispatch
 * @param {import("../../../text/en/page.js").Words["encode"]} words
 */
export function createWordMap(dispatch, words) {
  const links = svg("g", { class: "links" });
  const marks = svg("g");
  const picture = svg(
    "svg",
    { class: "wordmap", viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: "img", "aria-label": words.map },
    svg("path", { class: "cross", d: `M0 ${SIZE.height / 2}H${SIZE.width}M${SIZE.width / 2} 0V${SIZE.height}` }),
    links,
    marks,
  );
  const told = el("p", { class: "note" });
  const near = el("p", { class: "pointed-at" });
  const element = el("div", { class: "encode-words" }, picture, near, told);
  /** @typedef {{group: SVGGElement, dot: SVGCircleElement, text: SVGTextElement, line: SVGPathElement}} Drawn */
  /** @type {(Drawn & {place: number})[]} */
  let made = [];
  let named = "";
  let reach = 0;
  let pointed = -1;
  /** @type {View | null} */
  let view = null;
  /** @type {import("../../wire/types.js").Frame | null} */
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
      const [line, dot, text] = [svg("path"), svg("circle", { r: 3 }), svg("text", {}, word)];
      const group = svg(
        "g",
        {
          class: "word",
          tabindex: index ? -1 : 0,
          role: "button",
          "aria-label": word,
          onpointerenter: () => point(index),
          onpointerleave: () => point(-1),
          onfocus: () => point(index),
          onblur: () => point(-1),
          onkeydown: (/** @type {KeyboardEvent} */ event) => {
            const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
            if (!by) return;
            event.preventDefault();
            event.stopPropagation();
            made[(index + by + made.length) % made.length].group.focus();
          },
          onclick: () => dispatch({ type: "select", target: `neurons.0.${index}` }),
        },
        line,
        dot,
        text,
      );
      return { group, dot, text, line, place: 0 };
    });
    marks.replaceChildren(...made.map(({ group }) => group));
  }

  /** @param {View} view @param {import("../../wire/types.js").Tensor} outputs @param {number} word */
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
    const neighbours = pointed < 0 ? [] : (found.neighbours[pointed] ?? []);
    const order =
      pointed < 0 ? vocabulary.map((_, word) => word) : [pointed, ...neighbours, ...vocabulary.map((_, word) => word)];
    /** @type {{x: number, y: number, half: number}[]} */
    const taken = [];
    /**
     * Whether a word can be read there; then nothing else can.
     * @param {number} word
     * @param {number} number  of the place
     */
    const fits = (word, number) => {
      const [dx, dy, anchor] = PLACES[number];
      const half = (vocabulary[word].length * LETTER) / 2;
      const x = places[word].x + dx + { start: half, middle: 0, end: -half }[anchor];
      const y = places[word].y + dy;
      if (x < half || x > SIZE.width - half || y < LINE || y > SIZE.height - 4) return false;
      if (taken.some((other) => Math.abs(other.x - x) < other.half + half + 2 && Math.abs(other.y - y) < LINE))
        return false;
      taken.push({ x, y, half });
      return true;
    };
    /** @type {Map<number, number>} */
    const legible = new Map();
    for (const word of order) {
      if (legible.has(word)) continue;
      // Where it stood before, if it can: words that jump about cannot be followed.
      const place = [made[word].place, ...PLACES.keys()].find((number) => fits(word, number));
      if (place !== undefined) legible.set(word, place);
    }
    made.forEach((each, word) => {
      const { group, dot, text, line } = each;
      const { x, y } = places[word];
      setAttribute(group, "transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      setAttribute(
        group,
        "class",
        `word${word === pointed ? " marked" : neighbours.includes(word) ? " near" : pointed < 0 ? "" : " far"}`,
      );
      setAttribute(dot, "fill", colorOf(newest, outputs, word));
      each.place = legible.get(word) ?? 0;
      const [dx, dy, anchor] = PLACES[each.place];
      setAttribute(text, "x", String(dx));
      setAttribute(text, "y", String(dy));
      setAttribute(text, "text-anchor", anchor);
      setAttribute(text, "visibility", legible.has(word) || word === pointed ? "visible" : "hidden");
      setAttribute(line, "d", each.place < CLOSE ? "" : `M0 0L${dx} ${dy - 4}`);
    });
    links.replaceChildren(
      ...neighbours.map((word) =>
        svg("path", { d: `M${places[pointed].x} ${places[pointed].y}L${places[word].x} ${places[word].y}` }),
      ),
    );
    setText(
      near,
      pointed < 0
        ? words.pointWord
        : words.near(
            vocabulary[pointed],
            neighbours.map((word) => vocabulary[word]),
          ),
    );
    setText(
      told,
      [
        words.mapOf(vocabulary.length, newest.layout.words?.vectors ?? false),
        found.explained ? words.shares(percent(found.explained[0]), percent(found.explained[1])) : "",
      ]
        .filter(Boolean)
        .join(" "),
    );
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
