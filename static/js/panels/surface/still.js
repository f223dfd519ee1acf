import { el } from "../../lib/dom.js";

/**
 * A picture of what plotly draws by WebGL, for paper, which shows nothing of that.
 * @param {import("./types.js").Plot} plot
 */
export function createStill(plot) {
  const element = el("img", { class: "still", alt: "" });
  return {
    element,
    /** Takes it of the very moment; keeps the last one where there is nothing to take any more. */
    take() {
      const space = plot._fullLayout?.scene?._scene?.glplot;
      if (!space) {
        element.removeAttribute("src");
        return;
      }
      if (space.gl.isContextLost()) return;
      // What was drawn before this turn has left the canvas already.
      space.redraw();
      element.src = space.canvas.toDataURL();
    },
  };
}
