import { el, setText } from "../lib/dom.js";
import { exactSigned } from "../lib/format.js";
import { speaking } from "../wire/language.js";
import { draw, sizeOf } from "./drawing.js";
import { reach, seenAt, stepsOf } from "./graph.js";
import { called, chain, tell } from "./telling.js";

/**
 * The expression lab: a formula, its graph, and every step of finding its slopes.
 *
 * @typedef {import("./graph.js").Graph} Graph
 * @typedef {{formula: string, values: Record<string, number>}} Asked
 * @typedef {{kind: string, at: number, detail: string}} Refusal
 */

const RANGE = 5; // of a slider, either side of zero
const WAIT = 120; // ms after the last key, before the engine is asked
const [LEAST, MOST] = [0.62, 1.25]; // how much the drawing may be shrunk or enlarged

export class ExpressionLab {
  /** @type {Graph | null} */
  graph = null;
  /** @type {import("./graph.js").Step[]} */
  #steps = [];
  #at = 0;
  /** @type {string | null} */
  #chosen = null;
  #asked = 0;
  #timer = 0;

  /**
   * @param {HTMLElement} root
   * @param {import("../../text/en/expression.js").Words} words
   * @param {Asked & {examples?: Asked[], changed?: (asked: Asked) => void}} start
   */
  constructor(root, words, { formula, values, examples = [], changed = () => {} }) {
    this.words = words;
    this.values = { ...values };
    this.changed = changed;
    this.field = el("input", {
      class: "formula-field",
      type: "text",
      value: formula,
      spellcheck: false,
      autocapitalize: "off",
      autocomplete: "off",
      "aria-label": words.formula,
      oninput: () => this.#later(),
    });
    this.problem = el("div", { class: "formula-problem", role: "alert", hidden: true });
    this.examples = el(
      "div",
      { class: "examples" },
      ...examples.map((each) =>
        el("button", { class: "small", type: "button", onclick: () => this.open(each) }, each.formula),
      ),
    );
    this.reading = el("code", { class: "reading", "aria-hidden": "true" });
    this.drawing = el("div", { class: "drawing" });
    this.back = el(
      "button",
      {
        class: "button",
        type: "button",
        title: words.back,
        "aria-label": words.back,
        onclick: () => this.go(this.#at - 1),
      },
      "◀",
    );
    this.forth = el(
      "button",
      {
        class: "button primary",
        type: "button",
        title: words.forward,
        "aria-label": words.forward,
        onclick: () => this.go(this.#at + 1),
      },
      "▶",
    );
    this.slider = el("input", {
      type: "range",
      min: 0,
      step: 1,
      "aria-label": words.step,
      oninput: () => this.go(Number(this.slider.value)),
    });
    this.count = el("span", { class: "note count" });
    this.telling = el("div", { class: "card step-told", "aria-live": "polite" });
    this.variables = el("div", { class: "card variables" });
    this.chain = el("div", { class: "card" });
    this.parts = [
      el(
        "div",
        { class: "card drawn" },
        this.reading,
        this.drawing,
        el("div", { class: "steps" }, this.back, this.forth, this.slider, this.count),
      ),
      this.telling,
      el("div", { class: "beside-graph" }, this.variables, this.chain),
    ];
    for (const part of this.parts) part.hidden = true; // until there is a graph
    root.append(
      el(
        "div",
        { class: "card asking-formula" },
        el("label", {}, el("span", { class: "formula-name" }, "F ="), this.field),
        this.problem,
        this.examples,
      ),
      ...this.parts,
    );
    root.classList.add("expression");
    new ResizeObserver(() => this.#fit()).observe(this.drawing);
  }

  /** Ask the engine; the step stays where it is if the graph has the same gates. */
  async ask() {
    const asked = ++this.#asked;
    const body = JSON.stringify({ formula: this.field.value, values: this.values });
    try {
      const answer = await fetch("/api/expressions", {
        method: "POST",
        headers: speaking({ "Content-Type": "application/json" }),
        body,
      });
      const found = await answer.json();
      if (asked !== this.#asked) return;
      if (answer.ok) this.#receive(found);
      else this.#refuse(found);
    } catch {
      if (asked === this.#asked) this.#say(this.words.unreachable);
    }
  }

  /** @param {Asked} asked */
  open({ formula, values }) {
    this.field.value = formula;
    this.values = { ...this.values, ...values };
    this.#at = 0;
    return this.ask();
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#at = 0;
      this.ask();
    }, WAIT);
  }

  /** @param {Graph} graph */
  #receive(graph) {
    const same = this.graph?.formula === graph.formula;
    this.graph = graph;
    this.#steps = stepsOf(graph);
    for (const part of this.parts) part.hidden = false;
    this.problem.hidden = true;
    for (const { name, value } of graph.variables) this.values[name] = value;
    if (!graph.variables.some(({ name }) => name === this.#chosen)) this.#chosen = graph.variables[0]?.name ?? null;
    this.changed({
      formula: graph.formula,
      values: Object.fromEntries(graph.variables.map(({ name, value }) => [name, value])),
    });
    if (!same) this.#buildVariables();
    this.go(Math.min(this.#at, this.#steps.length - 1));
  }

  /** @param {Refusal & {errors: {field: string, message: string}[]}} refusal */
  #refuse(refusal) {
    if (refusal.kind === undefined)
      return this.#say(refusal.errors.map(({ field, message }) => `${field}: ${message}`).join(" · "));
    const text = this.field.value;
    this.#say(
      this.words.refusals[refusal.kind]?.([...text.slice(refusal.at)][0] ?? "", refusal.detail) ?? refusal.detail,
      el(
        "code",
        {},
        text.slice(0, refusal.at),
        el("mark", {}, text.slice(refusal.at, refusal.at + 1) || " "),
        text.slice(refusal.at + 1),
      ),
    );
  }

  /** @param {string} text @param {Element[]} more */
  #say(text, ...more) {
    this.problem.replaceChildren(...more, el("span", {}, text));
    this.problem.hidden = false;
  }

  /** @param {number} at */
  go(at) {
    const { graph } = this;
    if (!graph) return;
    this.#at = Math.max(0, Math.min(this.#steps.length - 1, at));
    const step = this.#steps[this.#at];
    const seen = seenAt(graph, this.#steps, this.#at);
    const chosen = graph.variables.find(({ name }) => name === this.#chosen) ?? null;
    const done = this.#at === this.#steps.length - 1;
    const label = this.words.drawing(graph.formula);
    const lit = chosen && done ? reach(graph, chosen.node) : null;
    const focused = this.drawing.contains(document.activeElement)
      ? [...this.drawing.querySelectorAll("[tabindex]")].indexOf(/** @type {Element} */ (document.activeElement))
      : -1;
    this.drawing.replaceChildren(
      draw(graph, seen, {
        step,
        lit,
        label,
        name: (node) =>
          this.words.node(
            called(graph, node),
            seen.value[node] ? exactSigned(graph.nodes[node].value) : null,
            seen.gradient[node] === null ? null : exactSigned(seen.gradient[node]),
          ),
        choose: (node) => this.#choose(node),
      }),
    );
    if (focused >= 0) /** @type {SVGElement} */ (this.drawing.querySelectorAll("[tabindex]")[focused])?.focus();
    this.#fit();
    this.slider.max = String(this.#steps.length - 1);
    this.slider.value = String(this.#at);
    [this.back.disabled, this.forth.disabled] = [this.#at === 0, done];
    setText(this.count, this.words.at(this.#at, this.#steps.length - 1));
    this.#read(step);
    this.telling.replaceChildren(tell(graph, step, this.words));
    this.#showVariables(seen);
    this.chain.hidden = !chosen;
    if (chosen) this.chain.replaceChildren(done ? chain(graph, chosen, this.words) : this.#waiting(chosen.name));
  }

  /** The slope is not given away before the way back has come to it. @param {string} name */
  #waiting(name) {
    return el(
      "div",
      { class: "chain" },
      el("h2", {}, this.words.chain(name)),
      el("p", { class: "note" }, this.words.waiting),
      el(
        "button",
        { class: "button", type: "button", onclick: () => this.go(this.#steps.length - 1) },
        this.words.toEnd,
      ),
    );
  }

  /** A gate goes to its own step, a variable shows its chain. @param {number} node */
  #choose(node) {
    const variable = this.graph?.variables.find((each) => each.node === node);
    if (variable) this.#chosen = variable.name;
    const way =
      this.#steps[this.#at].kind === "backward" || this.#steps[this.#at].kind === "seed" ? "backward" : "forward";
    const to = this.#steps.findIndex((step) => step.kind === way && step.node === node);
    this.go(variable || to < 0 ? this.#at : to);
  }

  /** The formula, with the part marked that the step is about. @param {import("./graph.js").Step} step */
  #read({ kind, node }) {
    const { formula, nodes } = /** @type {Graph} */ (this.graph);
    const [from, to] = kind === "start" ? [0, 0] : nodes[node].source;
    this.reading.replaceChildren(formula.slice(0, from), el("mark", {}, formula.slice(from, to)), formula.slice(to));
  }

  #buildVariables() {
    const { words, graph } = this;
    const rows =
      graph?.variables.map(({ name, value }) => {
        const number = el("input", {
          type: "number",
          step: "any",
          value,
          "aria-label": words.value(name),
          "data-number": name,
        });
        const slider = el("input", {
          type: "range",
          min: -Math.max(RANGE, Math.abs(value)),
          max: Math.max(RANGE, Math.abs(value)),
          step: 0.05,
          value,
          "aria-label": words.slider(name),
        });
        /** @param {HTMLInputElement} from @param {HTMLInputElement} other */
        const take = (from, other) => {
          if (!Number.isFinite(from.valueAsNumber)) return;
          other.value = from.value;
          this.values[name] = from.valueAsNumber;
          this.ask();
        };
        number.oninput = () => take(number, slider);
        slider.oninput = () => take(slider, number);
        return el(
          "div",
          { class: "variable", "data-variable": name },
          el(
            "button",
            {
              class: "small",
              type: "button",
              onclick: () => {
                this.#chosen = name;
                this.go(this.#at);
              },
            },
            name,
          ),
          slider,
          number,
          el("output", {}),
        );
      }) ?? [];
    this.variables.replaceChildren(
      el("h2", {}, words.variables),
      ...(rows.length ? rows : [el("p", { class: "note" }, words.noVariables)]),
    );
  }

  /** @param {import("./graph.js").Seen} seen */
  #showVariables(seen) {
    for (const { name, node } of this.graph?.variables ?? []) {
      const row = this.variables.querySelector(`[data-variable="${CSS.escape(name)}"]`);
      const output = row?.querySelector("output");
      if (!row || !output) continue;
      row.querySelector("button")?.setAttribute("aria-pressed", String(name === this.#chosen));
      const whole = seen.whole[node] ? seen.gradient[node] : null;
      output.className = whole === null ? "" : `chip slope${whole < 0 ? " minus" : ""}`;
      setText(output, whole === null ? "" : exactSigned(whole));
    }
  }

  #fit() {
    const drawn = /** @type {SVGElement | null} */ (this.drawing.firstElementChild);
    if (!this.graph || !drawn) return;
    const { width, height } = sizeOf(this.graph);
    const scale = Math.max(LEAST, Math.min(MOST, this.drawing.clientWidth / width));
    drawn.style.width = `${width * scale}px`;
    drawn.style.height = `${height * scale}px`;
  }

  /** A key pressed while the lab has the keyboard. @param {KeyboardEvent} event */
  key(event) {
    if (event.target instanceof HTMLInputElement || event.altKey || event.ctrlKey || event.metaKey) return;
    const moves = /** @type {Record<string, number>} */ ({
      ArrowRight: this.#at + 1,
      ArrowLeft: this.#at - 1,
      Home: 0,
      End: this.#steps.length - 1,
    });
    if (!(event.key in moves)) return;
    event.preventDefault();
    this.go(moves[event.key]);
  }
}
