import { el } from "../../lib/dom.js";
import { exact } from "../../lib/format.js";
import { axisName } from "./figure.js";

/** @typedef {import("../../wire/types.js").Frame} Frame */

const AWAY = 12; // px from the pointer

/**
 * What the contour is where one points: of the surface that is seen now, also while it changes.
 * @param {string} loss  the word
 */
export function createTip(loss) {
  const element = el("div", { class: "tip", hidden: true });
  /** @type {Frame | null} */
  let frame = null;
  /** @type {{x: number, y: number, pointIndex: [number, number]} | null} */
  let point = null;

  function write() {
    const [surface, z] = [frame?.meta.surface, frame?.tensors.get("surface.z")];
    element.hidden = !surface || !z || !point;
    if (!surface || !z || !point) return;
    const value = z.data[point.pointIndex[0] * z.shape[1] + point.pointIndex[1]];
    element.textContent = `${axisName(surface.x)} ${exact(point.x)}\n${axisName(surface.y)} ${exact(point.y)}\n${loss} ${exact(value)}`;
  }

  return {
    element,
    /** @param {MouseEvent} event @param {import("./types.js").Point} at */
    at(event, at) {
      const pointIndex = at.pointIndex ?? at.pointNumber;
      point = Array.isArray(pointIndex) ? { x: at.x, y: at.y, pointIndex } : null;
      write();
      const room = /** @type {HTMLElement} */ (element.parentElement).getBoundingClientRect();
      const [x, y] = [event.clientX - room.left, event.clientY - room.top];
      const left = x + AWAY + element.offsetWidth > room.width ? x - AWAY - element.offsetWidth : x + AWAY;
      const top = y + AWAY + element.offsetHeight > room.height ? y - AWAY - element.offsetHeight : y + AWAY;
      Object.assign(element.style, { left: `${Math.max(0, left)}px`, top: `${Math.max(0, top)}px` });
    },
    /** @param {Frame | null} shown */
    tell(shown) {
      frame = shown;
      write();
    },
    hide() {
      point = null;
      write();
    },
  };
}
