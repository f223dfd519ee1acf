import { svg } from "../../lib/dom.js";

const MS = 280;
const DASH = 18;

/** A dash that runs along the edges an operation touches: right to left on the way back. */
export function createPulse() {
  const path = svg("path", { class: "pulse", "stroke-dasharray": `${DASH} 4000`, visibility: "hidden" });
  /** @type {Animation | null} */
  let running = null;
  return {
    path,
    /**
     * @param {string} curves   path data of all of them
     * @param {number} length   about how long each is
     * @param {boolean} backward
     */
    run(curves, length, backward) {
      running?.cancel();
      if (!curves) return;
      path.setAttribute("d", curves);
      path.setAttribute("visibility", "visible");
      const ends = [{ strokeDashoffset: `${DASH}px` }, { strokeDashoffset: `${-length}px` }];
      running = path.animate(backward ? ends.reverse() : ends, { duration: MS, easing: "ease-in-out" });
      running.onfinish = running.oncancel = () => path.setAttribute("visibility", "hidden");
    },
  };
}
