import { actions } from "../lab/actions.js";
import { listen } from "../page/keys.js";
import { byId, setText } from "../lib/dom.js";

const DECKS = ["PageUp", "PageDown", "b", "B", "Escape"]; // the deck's even when the scene takes keys
const OURS = ["Tab", "Shift", "Control", "Alt", "Meta", "CapsLock"];
const TYPED = "input:not([type=range]), textarea, select, dialog[open]";

/**
 * Whose keys they are once somebody has clicked into the scene: the deck's, so that the next slide
 * is where it always was; the scene's, but for those that leave a slide; or nobody's.
 * @param {import("./driven.js").Driven} scene
 * @param {import("./messages.js").Messages} messages
 * @param {import("../text/en.js").Words} words
 */
export function installKeys(scene, messages, words) {
  let mode = messages.framed ? scene.shown.keys : "sim";
  if (mode === "none") return;
  addEventListener(
    "keydown",
    (event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      if (event.ctrlKey || event.metaKey || event.altKey || OURS.includes(event.key)) return;
      if (target.closest?.(TYPED) && event.key !== "Escape") return;
      if (target.closest?.("dialog[open]") || scene.busy) return;
      if (mode === "sim" ? !DECKS.includes(event.key) : presses(event, target)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      messages.handKey(event);
    },
    { capture: true },
  );
  listen(/** @type {HTMLDialogElement} */ (byId("keys")), words.keys, actions(scene));

  const button = byId("keys-mode");
  if (!messages.framed) return;
  const show = () => {
    setText(button, words.embed.keys[mode === "sim" ? "sim" : "deck"]);
    button.title = words.embed.keysHelp;
  };
  button.hidden = false;
  button.onclick = () => {
    mode = mode === "sim" ? "deck" : "sim";
    show();
  };
  show();
}

/**
 * Somebody who came to a button by keyboard presses it by keyboard.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} target
 */
const presses = ({ key }, target) =>
  (key === "Enter" || key === " ") && target.matches?.(":is(button, a, summary, [role=button]):focus-visible");
