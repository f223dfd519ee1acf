import { actions } from "../lab/actions.js";
import { listen } from "../page/keys.js";
import { byId, setText } from "../lib/dom.js";

const DECKS = ["PageUp", "PageDown", "b", "B", "Escape"]; // for the deck even when the scene takes keys
const OURS = ["Tab", "Shift", "Control", "Alt", "Meta", "CapsLock"];
const TYPED = "input:not([type=range]), textarea, select, dialog[open]";

/**
 * Who gets the keys after a click into the scene: the deck, so that the keys change slides as always; the scene,
 * except for the keys that leave a slide; or nobody.
 * @param {import("./scene.js").Scene} scene
 * @param {import("./messages.js").Messages} messages
 * @param {import("../../text/en/page.js").Words} words
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
  listen(/** @type {HTMLDialogElement} */ (byId("keys")), words.keys, actions(scene.lab));

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
 * A button that was reached by keyboard is pressed by keyboard.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} target
 */
const presses = ({ key }, target) =>
  (key === "Enter" || key === " ") && target.matches?.(":is(button, a, summary, [role=button]):focus-visible");
