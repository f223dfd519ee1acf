import { el, setAttribute, setText } from "../../lib/dom.js";

/** Asks before it shows: the question, the answers, then whether it was right and why. */
export const createAskPanel = /** @type {import("../../page/types.js").PanelFactory} */ (
  (root, dispatch, { ask: words, lecture: { tally: tallied } }) => {
    const text = el("p");
    const answers = el("div", { class: "answers" });
    const score = el("span", { class: "note" });
    const box = el("div", { class: "question", role: "dialog", "aria-label": words.title }, text, answers, score);
    root.append(box);
    /** @type {unknown} */
    let shown = null;
    /** How the class answers. @type {number[] | null} */
    let counts = null;

    /** @param {import("../../page/types.js").View["audience"]} audience @param {string[]} choices */
    function tally(audience, choices) {
      if (!audience?.counts || audience.counts.length !== choices.length) return;
      ({ counts } = audience);
      choices.forEach((choice, i) => setText(answers.children[i], `${choice} · ${counts?.[i]}`));
      setText(
        score,
        tallied(
          audience.counts.reduce((a, b) => a + b),
          audience.followers,
        ),
      );
    }

    return {
      render({ asked, audience, score: { right, total } }) {
        root.hidden = asked === null;
        if (!asked) return;
        if (asked === shown) {
          if (asked.answer === null) tally(audience, asked.question.choices);
          return;
        }
        if (asked.answer === null) counts = null;
        shown = asked;
        const { question, answer } = asked;
        setText(
          text,
          answer === null
            ? question.text
            : `${answer === question.right ? words.right : words.wrong(question.choices[question.right])} ` +
                `${question.because}`,
        );
        setAttribute(box, "data-answer", answer === null ? "open" : answer === question.right ? "right" : "wrong");
        answers.replaceChildren(
          ...(answer === null
            ? [
                ...question.choices.map((choice, i) =>
                  el(
                    "button",
                    { class: "button", type: "button", onclick: () => dispatch({ type: "answer", choice: i }) },
                    choice,
                  ),
                ),
                el(
                  "button",
                  { class: "small", type: "button", onclick: () => dispatch({ type: "answer", choice: null }) },
                  words.skip,
                ),
              ]
            : [
                el(
                  "button",
                  {
                    class: "button primary",
                    type: "button",
                    onclick: () => dispatch({ type: "answer", choice: null }),
                  },
                  words.goOn,
                ),
              ]),
        );
        const given =
          counts && asked.answer !== null
            ? question.choices.map((choice, i) => `${choice} · ${counts?.[i]}`).join(", ")
            : "";
        setText(score, given || words.score(right, total));
        /** @type {HTMLElement} */ (answers.firstElementChild).focus();
      },
    };
  }
);
