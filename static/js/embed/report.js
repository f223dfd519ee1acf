import { writeState } from "./state.js";

/**
 * What the page around the scene learns about the moment.
 * @param {import("../lab/lab.js").Lab} lab
 */
export function report(lab) {
  const { frame } = /** @type {import("../page/types.js").View} */ (lab.view);
  const { step, op, updates, playing, losses, accuracies } = frame.meta;
  return { step, op, updates, playing, losses, accuracies, run: lab.run?.id, state: writeState(lab.moments()) };
}

/**
 * A voice that also reports to the page around the scene.
 * @param {import("../lab/types.js").Voice} voice
 * @param {import("./messages.js").Messages} messages
 * @returns {import("../lab/types.js").Voice}
 */
export const echoed = (voice, messages) => ({
  ...voice,
  notice(text, undo) {
    voice.notice(text, undo);
    messages.post({ type: "error", code: "notice", message: text });
  },
  failure(text) {
    voice.failure(text);
    if (text) messages.post({ type: "error", code: "failed", message: text });
  },
});
