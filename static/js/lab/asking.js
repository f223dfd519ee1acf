import { question } from "../explain/questions.js";

/** @typedef {import("../page/types.js").View} View */
/** @typedef {import("../wire/types.js").Frame} Frame */

/** Holds back an operation's frame until the question about it is answered. */
export class Asking {
  /** @type {Frame | null} */
  #held = null;

  /** @param {import("../../text/en/page.js").Words["ask"]} words */
  constructor(words) {
    this.words = words;
  }

  /**
   * The view for a new frame: with the frame, or with a question in its place.
   * @param {View} view
   * @param {Frame} frame
   * @returns {View}
   */
  receive(view, frame) {
    if (this.#held && same(this.#held, frame)) {
      this.#held = frame;
      return view;
    }
    this.#held = null;
    const shown = view.frame ?? frame;
    const closed = view.asked && (view.asked.answer === null || !same(shown, frame));
    const asked = closed ? null : view.asked;
    if (!view.options.ask.on || frame.meta.playing || !follows(shown, frame)) return { ...view, frame, asked };
    const found = question(shown, frame, this.words);
    if (!found) return { ...view, frame, asked };
    this.#held = frame;
    return { ...view, asked: { question: found, answer: null } };
  }

  /**
   * The view after an answer, with the frame that was held back; null skips the question.
   * @param {View} view
   * @param {number | null} choice
   * @returns {View}
   */
  answer(view, choice) {
    const frame = this.#held ?? view.frame;
    this.#held = null;
    if (!view.asked || choice === null) return { ...view, frame, asked: null };
    const right = choice === view.asked.question.right;
    const score = { right: view.score.right + (right ? 1 : 0), total: view.score.total + 1 };
    return { ...view, frame, score, asked: { ...view.asked, answer: choice } };
  }
}

/** @param {Frame} a @param {Frame} b */
const same = ({ meta: a }, { meta: b }) => a.run_epoch === b.run_epoch && a.step === b.step && a.op === b.op;

/** @param {Frame} a @param {Frame} b */
const follows = ({ meta: a }, { meta: b }) => a.run_epoch === b.run_epoch && a.step === b.step && a.op + 1 === b.op;
