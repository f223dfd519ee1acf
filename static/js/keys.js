import { el } from "./lib/dom.js";

/**
 * @typedef {object} Actions
 * @property {() => void} play
 * @property {(type: "forward" | "back", by?: string) => void} move
 * @property {(end: "home" | "end") => void} jump
 * @property {(by: 1 | -1) => void} speed
 * @property {() => void} reset
 */

/**
 * One row per key: what is pressed, what is said of it, what it does.
 * @param {Actions} actions
 * @param {() => void} help
 * @returns {[string[], string, string, () => void][]}
 */
const rows = (actions, help) => [
  [[" ", "k", "K"], "Space or K", "Play or pause", actions.play],
  [["ArrowRight"], "→", "Forward", () => actions.move("forward")],
  [["ArrowLeft"], "←", "Back", () => actions.move("back")],
  [["Shift+ArrowRight"], "Shift →", "Forward by a pass", () => actions.move("forward", "pass")],
  [["Shift+ArrowLeft"], "Shift ←", "Back by a pass", () => actions.move("back", "pass")],
  [["."], ".", "Forward by an operation", () => actions.move("forward", "operation")],
  [[","], ",", "Back by an operation", () => actions.move("back", "operation")],
  [["Home"], "Home", "To the start", () => actions.jump("home")],
  [["End"], "End", "To the furthest moment", () => actions.jump("end")],
  [["Shift+<", "<"], "<", "Slower", () => actions.speed(-1)],
  [["Shift+>", ">"], ">", "Faster", () => actions.speed(1)],
  [["r", "R"], "R", "Reset: the same initial weights", actions.reset],
  [["Shift+?", "?"], "?", "This list", help],
];

/**
 * Listens for keys while nothing is being typed.
 * @param {HTMLDialogElement} dialog
 * @param {Actions} actions
 */
export function listen(dialog, actions) {
  const help = () => (dialog.open ? dialog.close() : dialog.showModal());
  const table = rows(actions, help);
  dialog.append(el("table", {}, ...table.map(([, key, text]) => el("tr", {}, el("td", {}, el("b", {}, key)), el("td", {}, text)))),
    el("form", { method: "dialog" }, el("button", { class: "button" }, "Close")));
  document.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, select, textarea, dialog")) return;
    if (event.key === " " && target.closest("button")) return;
    const pressed = (event.shiftKey ? "Shift+" : "") + event.key;
    const row = table.find(([keys]) => keys.includes(pressed));
    if (!row) return;
    event.preventDefault();
    row[3]();
  });
  return help;
}
