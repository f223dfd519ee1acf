import { el } from "../lib/dom.js";

/**
 * @typedef {object} Actions
 * @property {() => void} play
 * @property {(type: "forward" | "back", by?: import("../wire/types.js").Granularity) => void} move
 * @property {(end: "home" | "end") => void} jump
 * @property {(by: 1 | -1) => void} speed
 * @property {() => void} reset
 * @property {(direction: "undo" | "redo") => void} travel
 * @property {() => void} cancel
 */

const TYPED = "input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, dialog[open]";
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
  [["Ctrl+z"], `${words.names.control} Z, ⌘ Z`, words.undo, () => actions.travel("undo")],
  [
    ["Ctrl+Shift+z", "Ctrl+y"],
    `${words.names.control} ${words.names.shift} Z, ⌘ ⇧ Z`,
    words.redo,
    () => actions.travel("redo"),
  ],
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
    const control = event.ctrlKey || event.metaKey;
    if (event.altKey || target.closest(TYPED)) return;
    if (!control && target.closest("input:not([type=range]), select")) return;
    // Space presses a button that was reached by keyboard. After a click on a button it plays, as it always does.
    if (event.key === " " && target.closest("button, summary, [role=button]")?.matches(":focus-visible")) return;
    if (target.closest("input") && SLIDER_KEYS.test(event.key)) return;
    const pressed = (event.shiftKey ? "Shift+" : "") + (control ? letter(event) : event.key);
    const row = table.find(([keys]) => keys.includes(control ? `Ctrl+${pressed}` : pressed));
    if (!row) return;
    event.preventDefault();
    row[3]();
  });
  return help;
}

/** The Latin letter of a key, on keyboards of other scripts too. @param {KeyboardEvent} event */
const letter = ({ key, code }) => (/^[a-z]$/i.test(key) ? key : code.replace("Key", "")).toLowerCase();
