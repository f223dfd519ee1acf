import { watched } from "../lab/view.js";

/** @typedef {import("../wire/types.js").View} View */
/** @typedef {import("../lab/lab.js").Lab} Lab */
/**
 * @typedef {{
 *   followers: number, asked: {number: number, text: string, choices: string[], counts: number[]} | null
 * }} Audience
 */

// Panels of the page of followers.
const FOLLOWED = new Set(["network", "explanation", "health", "inspector", "output", "curve"]);
const APART_MS = 150; // between two words about what is shown
const KEPT = "presented"; // where a tab keeps the run that it presents, over a reload

/** Tells the class what the lab shows, and puts the lab's questions to it. */
export class Presenter {
  on = false;
  /** @type {Audience} */
  audience = { followers: 0, asked: null };
  #said = "";
  /** Whether the class waits to be shown, as far as the server was told. */
  #held = false;
  #timer = 0;
  #last = 0;
  #shown = 0;
  /** @type {import("../explain/questions.js").Question | null} */
  #asked = null;
  /** Nothing has been heard of the class over this connection. */
  #fresh = true;

  /** @param {Lab} lab @param {(audience: Audience) => void} changed */
  constructor(lab, changed) {
    this.lab = lab;
    this.changed = changed;
  }

  /** The run that this tab presented before it was loaded anew. @returns {import("../wire/stream.js").Run | null} */
  static recall() {
    try {
      return JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    } catch {
      return null;
    }
  }

  begin() {
    this.on = true;
    this.#keep();
    if (this.lab.view?.frame) this.follow(this.lab.view);
  }

  /** Ends the class: the lab goes on in a run that nobody follows. */
  async end() {
    const followed = this.lab.run;
    if (!this.on || !followed) return;
    const { frame } = /** @type {View} */ (this.lab.view);
    const run = await this.lab.create();
    this.on = false;
    this.audience = { followers: 0, asked: null };
    sessionStorage.removeItem(KEPT);
    this.lab.moment = { step: frame.meta.step, op: frame.meta.op };
    this.lab.connect(run);
    this.changed(this.audience);
    await fetch(`/api/runs/${followed.id}`, {
      method: "DELETE",
      headers: { Authorization: `Bearer ${followed.token}` },
    });
  }

  #keep() {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(this.lab.run));
    } catch {
      // Then a reload begins another class.
    }
  }

  /** A connection is there, perhaps of another run. */
  welcomed() {
    if (!this.on) return;
    this.#said = "";
    this.#fresh = true;
    this.#keep();
  }

  /** What the server says of the class. @param {Audience & {id: string | null}} event */
  told({ followers, asked, id }) {
    // A question that this page knows nothing of was asked before it was loaded anew.
    if (this.#fresh && id !== null && asked && !this.#asked) this.lab.send({ type: "reveal" });
    if (id !== null) this.#fresh = false;
    this.audience = { followers, asked };
    this.changed(this.audience);
  }

  /** Something has been drawn. @param {View} view */
  follow(view) {
    if (!this.on || !view.frame) return;
    this.#question(view);
    const { seq, playing } = view.frame.meta;
    this.#say(view);
    if (view.options.ask.on && !this.#asked && !playing && seq !== this.#shown) {
      this.lab.send({ type: "show", seq });
      this.#shown = seq;
    }
  }

  /** @param {View} view */
  #question(view) {
    const question = view.asked?.question ?? null;
    const open = view.asked?.answer === null ? question : null;
    if (open === this.#asked) return;
    const before = this.#asked;
    this.#asked = open;
    if (before) this.lab.send({ type: "reveal", right: before.right, because: before.because });
    if (open) this.lab.send({ type: "ask", text: open.text, choices: open.choices });
  }

  /** What is shown, when it has changed and not too often. @param {View} view */
  #say(view) {
    if (view.options.ask.on !== this.#held) {
      // The next step may be a question, and is not to be seen before.
      clearTimeout(this.#timer);
      this.#send(view);
      return;
    }
    if (this.#timer || JSON.stringify(this.#command(view)) === this.#said) return;
    const wait = Math.max(0, this.#last + APART_MS - performance.now());
    this.#timer = setTimeout(() => this.lab.view && this.#send(this.lab.view), wait);
  }

  /** @param {View} view */
  #send(view) {
    this.#timer = 0;
    this.#last = performance.now();
    const command = this.#command(view);
    if (this.lab.send(command) === null) return;
    this.#said = JSON.stringify(command);
    this.#held = command.hold;
  }

  /** @param {View} view */
  #command(view) {
    const { explanation, inspector, output, ask } = view.options;
    return {
      type: "present",
      panels: watched(view, FOLLOWED),
      focus: this.lab.focus,
      hold: ask.on,
      page: {
        hover: view.hover,
        notation: explanation.notation,
        compare: explanation.compare,
        unfold: inspector.unfold,
        tab: output.tab,
        over: output.over,
      },
    };
  }
}
