import { watched } from "../lab/view.js";

/** @typedef {import("../page/types.js").View} View */
/** @typedef {import("../lab/lab.js").Lab} Lab */
/** @typedef {import("../wire/types.js").ClassEvent} ClassEvent */
/** @typedef {Pick<ClassEvent, "followers" | "asked">} Audience */

// The panels of a follower's page.
const FOLLOWED = new Set(["network", "explanation", "health", "inspector", "output", "curve"]);
const APART_MS = 150; // between two reports of what is shown
const KEPT = "presented"; // where a tab stores the run that it presents, for a reload

/** Sends the class what the lab shows, and asks it the lab's questions. Observes the lab. */
export class Presenter {
  on = false;
  /** @type {Audience} */
  audience = { followers: 0, asked: null };
  /** The newest report, as JSON. */
  #sent = "";
  /** Whether that report made the class wait for `show`. */
  #held = false;
  #timer = 0;
  #last = 0;
  #shown = 0;
  /** @type {import("../explain/questions.js").Question | null} */
  #asked = null;
  /** The server has not answered for the class over this connection. */
  #fresh = true;

  /** @param {Lab} lab @param {(audience: Audience) => void} changed */
  constructor(lab, changed) {
    this.lab = lab;
    this.changed = changed;
  }

  /** The run that this tab presented before it was reloaded. @returns {import("../wire/stream.js").Run | null} */
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
    if (this.lab.view?.frame) this.rendered(this.lab.view);
  }

  /** Ends the class: the lab continues in a run that nobody follows. */
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
    await this.lab.leave(followed);
  }

  #keep() {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(this.lab.run));
    } catch {
      // Then a reload starts another class.
    }
  }

  /** @param {import("../lab/types.js").ServerEvent} event */
  event(event) {
    if (event.type === "class") this.#count(event);
    else if (event.type === "welcome" && this.on) this.#restart();
  }

  /** The lab is connected, perhaps to another run. */
  #restart() {
    this.#sent = "";
    this.#fresh = true;
    this.#keep();
  }

  /** @param {ClassEvent} event */
  #count({ followers, asked, id }) {
    // A question that this page does not know was asked before the page was reloaded.
    if (this.#fresh && id !== null && asked && !this.#asked) this.lab.send({ type: "reveal" });
    if (id !== null) this.#fresh = false;
    this.audience = { followers, asked };
    this.changed(this.audience);
  }

  /** @param {View} view */
  rendered(view) {
    if (!this.on || !view.frame) return;
    this.#question(view);
    const { seq, playing } = view.frame.meta;
    this.#report(view);
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

  /** Sends what is shown if it has changed, but not too often. @param {View} view */
  #report(view) {
    if (view.options.ask.on !== this.#held) {
      // The next operation may be a question, which the class must not see early.
      clearTimeout(this.#timer);
      this.#send(view);
      return;
    }
    if (this.#timer || JSON.stringify(this.#command(view)) === this.#sent) return;
    const wait = Math.max(0, this.#last + APART_MS - performance.now());
    this.#timer = setTimeout(() => this.lab.view && this.#send(this.lab.view), wait);
  }

  /** @param {View} view */
  #send(view) {
    this.#timer = 0;
    this.#last = performance.now();
    const command = this.#command(view);
    if (this.lab.send(command) === null) return;
    this.#sent = JSON.stringify(command);
    this.#held = command.hold;
  }

  /** @param {View} view @returns {import("../wire/types.js").PresentCommand & {hold: boolean}} */
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
