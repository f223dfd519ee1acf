import { el, setText } from "../lib/dom.js";

/**
 * The question that the class is asked, as a sheet with large buttons; then how everybody answered.
 * @param {HTMLElement} root
 * @param {import("../../text/en/page.js").Words["lecture"]["question"]} words
 * @param {(command: {type: "answer", number: number, choice: number}) => void} answer
 */
export function createQuestion(root, words, answer) {
  const said = el("p", { class: "asked-said", role: "status" });
  const text = el("h2", { class: "asked-text", id: "asked-text" });
  const list = el("div", { class: "asked-choices" });
  const close = el("button", { class: "button", type: "button", onclick: () => hide() }, words.close);
  root.append(text, list, said, close);
  let number = 0;
  /** @type {string[]} */
  let choices = [];
  /** @type {number | null} */
  let chosen = null;

  function hide() {
    root.hidden = true;
  }

  /** @param {number} choice */
  function choose(choice) {
    chosen = choice;
    answer({ type: "answer", number, choice });
    for (const [i, button] of [...list.children].entries()) button.setAttribute("aria-pressed", String(i === choice));
    setText(said, words.chosen);
  }

  return {
    hide,
    /** @param {{number: number, text: string, choices: string[]}} question */
    ask(question) {
      // The same, after the connection was lost: what was answered stands.
      if (question.number !== number || question.text !== text.textContent) chosen = null;
      ({ number, choices } = question);
      setText(text, question.text);
      setText(said, chosen === null ? words.choose : words.chosen);
      list.replaceChildren(
        ...choices.map((choice, i) =>
          el(
            "button",
            { class: "button", type: "button", "aria-pressed": String(i === chosen), onclick: () => choose(i) },
            choice,
          ),
        ),
      );
      close.hidden = true;
      root.hidden = false;
      root.focus(); // so that it is read aloud, and its answers are a Tab away
    },
    /** @param {{number: number, right: number | null, because: string, counts: number[]}} told */
    reveal({ number: of, right, because, counts }) {
      if (of !== number || root.hidden) return;
      const most = Math.max(1, ...counts);
      list.replaceChildren(
        ...choices.map((choice, i) =>
          el(
            "div",
            {
              class: `asked-bar${i === right ? " is-right" : ""}${i === chosen ? " is-chosen" : ""}`,
              style: `--share: ${counts[i] / most}`,
              role: "img",
              "aria-label": words.bar(choice, counts[i]),
            },
            el("span", {}, `${i === right ? "✓ " : ""}${choice}`),
            el("b", {}, String(counts[i])),
          ),
        ),
      );
      const verdict = right === null ? words.over : chosen === right ? words.right : words.wrong(choices[right]);
      setText(said, `${verdict} ${because}`.trim());
      close.hidden = false;
      close.focus();
    },
  };
}
