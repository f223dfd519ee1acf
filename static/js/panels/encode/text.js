import { el, setText } from "../../lib/dom.js";
import { exact } from "../../lib/format.js";
import { inputOf } from "../../lib/names.js";

/** @typedef {import("../../page/types.js").View} View */
/** @typedef {import("../../wire/types.js").Reading} Reading */

const ENTRIES = 40; // listed of the vector
const READABLE = 6; // pictures a second, while playing

/**
 * A text as tokens, the tokens as numbers, the numbers as the vector that the network is given.
 * @param {(intent: import("../../page/types.js").Intent) => void} dispatch
 * @param {import("../../../text/en/page.js").Words["encode"]} words
 */
export function createText(dispatch, words) {
  const quote = el("p", { class: "quote" });
  const tokens = el("ol", { class: "tokens", "aria-label": words.tokens });
  const told = el("p", { class: "note" });
  const entries = el("ul", { class: "entries", "aria-label": words.vector });
  const element = el("div", { class: "encode-text" }, quote, tokens, told, entries);
  let drawn = "";
  let at = 0;

  /** @param {number} input */
  const linked = (input) => ({
    "data-input": input,
    onpointerenter: () => dispatch({ type: "hover", target: `neurons.0.${input}` }),
    onpointerleave: () => dispatch({ type: "hover", target: null }),
    onclick: () => dispatch({ type: "select", target: `neurons.0.${input}` }),
  });

  /** @param {View} view @param {Reading | null} text @param {ArrayLike<number>} input */
  function draw({ layout }, text, input) {
    const size = layout.words?.vocabulary.length ?? 0;
    const places = layout.words?.positions ?? null;
    quote.hidden = tokens.hidden = !text;
    if (text) {
      setText(quote, `“${text.text}”`);
      tokens.replaceChildren(
        ...text.tokens.map((token, place) => {
          const number = text.indices[place];
          const entry =
            number === null ? null : places === null ? number : place < places ? place * size + number : null;
          const content = [el("span", {}, token), el("b", {}, number === null ? "?" : String(number + 1))];
          return el(
            "li",
            {
              class: number === null ? "unknown" : "",
              title:
                number === null
                  ? words.unknown(token)
                  : words.token(token, number + 1, layout.words?.counts[number] ?? 0),
            },
            entry === null
              ? el("span", { class: "token" }, ...content)
              : el("button", { type: "button", class: "token", ...linked(entry) }, ...content),
          );
        }),
      );
    }
    const active = Array.from(input, Number).flatMap((value, entry) => (value ? [{ entry, value }] : []));
    const encoding = layout.words
      ? words.encodings[/** @type {keyof typeof words.encodings} */ (layout.words.encoding)]
      : "";
    setText(
      told,
      text
        ? [text.unknown.length ? words.unknowns(text.unknown) : "", encoding, words.rest(active.length, input.length)]
            .filter(Boolean)
            .join(" ")
        : words.mean(active.length, input.length),
    );
    const shown = active.sort((a, b) => b.value - a.value || a.entry - b.entry).slice(0, ENTRIES);
    entries.replaceChildren(
      ...shown.map(({ entry, value }) =>
        el(
          "li",
          {},
          el(
            "button",
            { type: "button", class: "entry", ...linked(entry) },
            el("span", {}, layout.inputs[entry]),
            el("b", {}, exact(value, 3)),
          ),
        ),
      ),
    );
  }

  /** @param {View} view */
  function mark({ hover, selection }) {
    const input = String(inputOf(hover, selection));
    for (const each of element.querySelectorAll("[data-input]"))
      each.classList.toggle("marked", each.getAttribute("data-input") === input);
  }

  return {
    element,
    /**
     * @param {View} view
     * @param {Reading | null} text  null: several texts, or none
     * @param {ArrayLike<number> | null} input
     */
    render(view, text, input) {
      element.hidden = !input;
      if (!input) return;
      const now = performance.now();
      const wanted =
        `${text?.text} ${view.frame.meta.run_epoch} ${view.layout.words?.encoding} ` +
        `${text ? "" : Array.from(input).join()}`;
      if (wanted !== drawn && !(view.frame.meta.playing && now - at < 1000 / READABLE)) {
        [drawn, at] = [wanted, now];
        draw(view, text, input);
      }
      mark(view);
    },
  };
}
