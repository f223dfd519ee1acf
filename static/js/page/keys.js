import { el } from "../lib/dom.js";

/**
 * @typedef {object} Actions
 * @property {() => void} play
 * @property {(type: "forward" | "back", by?: import("../wire/types.js").Granularity) => void} move
 * @property {(end: "home" | "end") => void} jump
 * @property {(by: 1 | -1) => void} speed
 * @property {() => void} reset
 * @property {() => void} cancel
 */

const SLIDER_KEYS = /^(Arrow|Home|End|Page)/;

/**
 * One row per key: what is pressed, what is said of it, what it does.
 * @param {import("../../text/en/page.js").Words["keys"]} words
 * @param {Actions} actions
 * @param {() => void} help
 * @returns {[string[], string, string, () => void][]}
 */
const rows = (words, actions, help) => [
  [[" ", "k", "K", "Shift+K"], `${words.names.space}, K`, words.play, actions.play],
  [["ArrowRight"], "→", words.forward, () => actions.move("forward")],
  [["ArrowLeft"], "←", words.back, () => actions.move("back")],
  [["Shift+ArrowRight"], `${words.names.shift} →`, words.forwardPass, () => actions.move("forward", "pass")],
  [["Shift+ArrowLeft"], `${words.names.shift} ←`, words.backPass, () => actions.move("back", "pass")],
  [["."], ".", words.forwardOperation, () => actions.move("forward", "operation")],
  [[","], ",", words.backOperation, () => actions.move("back", "operation")],
  [["Home"], words.names.home, words.home, () => actions.jump("home")],
  [["End"], words.names.end, words.end, () => actions.jump("end")],
  [["Shift+<", "<"], "<", words.slower, () => actions.speed(-1)],
  [["Shift+>", ">"], ">", words.faster, () => actions.speed(1)],
  [["r", "R", "Shift+R"], "R", words.reset, actions.reset],
  [["Escape"], words.names.escape, words.cancel, actions.cancel],
  [["Shift+?", "?"], "?", words.help, help],
];

/**
 * Listens for keys while nothing is being typed; gives the function that opens the list of keys.
 * @param {HTMLDialogElement} dialog
 * @param {import("../../text/en/page.js").Words["keys"]} words
 * @param {Actions} actions
 */
export function listen(dialog, words, actions) {
  const help = () => (dialog.open ? dialog.close() : dialog.showModal());
  const table = rows(words, actions, help);
  dialog.append(
    el("h2", {}, words.title),
    el(
      "table",
      {},
      ...table.map(([, key, text]) => el("tr", {}, el("td", {}, el("kbd", {}, key)), el("td", {}, text))),
    ),
    el("form", { method: "dialog" }, el("button", { class: "button" }, words.close)),
  );
  document.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      target.closest("input:not([type=range]), select, textarea, dialog[open]")
    )
      return;
    // Space presses a button that was reached by keyboard. After a click on a button it plays, as it always does.
    if (event.key === " " && target.closest("button, summary, [role=button]")?.matches(":focus-visible")) return;
    if (target.closest("input") && SLIDER_KEYS.test(event.key)) return;
    const pressed = (event.shiftKey ? "Shift+" : "") + event.key;
    const row = table.find(([keys]) => keys.includes(pressed));
    if (!row) return;
    event.preventDefault();
    row[3]();
  });
  return help;
}
