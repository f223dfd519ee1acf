import { el, setText } from "../lib/dom.js";

/** A choice of the dialogs. @param {[string, string][]} choices  value and text */
export const select = (choices) => el("select", {}, ...choices.map(([value, text]) => el("option", { value }, text)));

/** A number of the dialogs. @param {{min: number, max?: number, value: number}} given */
export const number = (given) => el("input", { type: "number", step: 1, required: true, ...given });

/**
 * Copies a text, or marks it where the browser does not allow that.
 * @param {HTMLTextAreaElement} field
 * @param {HTMLElement} told
 * @param {import("../../text/en/page.js").Words["pictures"]} words
 */
export async function copied(field, told, words) {
  try {
    await navigator.clipboard.writeText(field.value);
    setText(told, words.copied);
  } catch {
    field.select();
  }
}
