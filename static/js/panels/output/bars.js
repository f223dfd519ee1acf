import { el, setAttribute, setText } from "../../lib/dom.js";
import { percent } from "../../lib/format.js";
import { classColor } from "./classes.js";

/**
 * Probabilities class by class from what the network answers: one output stands for two classes.
 * @param {ArrayLike<number | null>} output
 * @param {string[]} classes
 */
export function probabilities(output, classes) {
  const numbers = Array.from(output, Number);
  return classes.length === 2 && numbers.length === 1 ? [1 - numbers[0], numbers[0]] : numbers;
}

/** The class that a target or an answer stands for. @param {ArrayLike<number>} output @param {string[]} classes */
export function classOf(output, classes) {
  const shares = probabilities(output, classes);
  return shares.indexOf(Math.max(...shares));
}

/**
 * The colour of a class: two are told apart as the signs of their output are.
 * @param {number} index
 * @param {number} count
 */
export const colorOf = (index, count) =>
  count === 2 ? `var(--${index ? "positive" : "negative"})` : classColor(index);

/**
 * A bar a class, as long as it is probable; what is right is marked.
 * @param {string} label
 * @param {import("../../../text/en/page.js").Words["output"]} words
 */
export function createBars(label, words) {
  const element = el("ul", { class: "class-bars", "aria-label": label });
  /** @type {{row: HTMLElement, name: HTMLElement, bar: HTMLElement, share: HTMLElement}[]} */
  let rows = [];
  let made = "";
  /** @param {string[]} classes */
  function make(classes) {
    rows = classes.map((each, index) => {
      const [name, bar, share] = [el("span", { class: "bar-name" }, each), el("i"), el("b")];
      bar.style.background = colorOf(index, classes.length);
      return {
        row: el("li", {}, name, el("span", { class: "bar-track", "aria-hidden": "true" }, bar), share),
        name,
        bar,
        share,
      };
    });
    element.replaceChildren(...rows.map(({ row }) => row));
  }
  return {
    element,
    /**
     * @param {string[]} classes
     * @param {ArrayLike<number> | null} output  null: there is no answer yet
     * @param {number | null} right  the class it should be
     */
    render(classes, output, right) {
      if (made !== classes.join("\n")) make(classes);
      made = classes.join("\n");
      const shares = output ? probabilities(output, classes) : null;
      const best = shares ? shares.indexOf(Math.max(...shares)) : -1;
      rows.forEach(({ row, name, bar, share }, index) => {
        setText(name, index === right ? `${classes[index]} ✓` : classes[index]);
        setText(share, shares ? percent(shares[index]) : "–");
        setAttribute(row, "class", `${index === best ? "best" : ""}${index === right ? " labelled" : ""}`);
        setAttribute(name, "title", index === right ? words.target : "");
        bar.style.transform = `scaleX(${(shares?.[index] ?? 0).toFixed(4)})`;
      });
    },
  };
}
