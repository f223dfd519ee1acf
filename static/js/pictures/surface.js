import { svg } from "../lib/dom.js";
import { heights, layout, traces } from "../panels/surface/figure.js";
import { loadPlotly } from "../panels/surface/plotly.js";
import { raceTraces } from "../panels/surface/race.js";

/** @typedef {import("../page/types.js").View} View */

const FARTHER = 1.12; // than on the page, whose corners may be cut off

/** @typedef {import("../panels/surface/types.js").Camera} Camera */
/** @typedef {import("../panels/surface/types.js").Plot} Plot */

/** From where it is seen: as it was turned on the page, if it was. @param {Camera} usual */
function camera(usual) {
  const plot = /** @type {Plot | null} */ (document.querySelector("#surface .js-plotly-plot"));
  const turned = plot?.layout?.scene?.camera;
  const { eye, ...rest } = turned ?? usual;
  return { ...rest, eye: { x: eye.x * FARTHER, y: eye.y * FARTHER, z: eye.z * FARTHER } };
}

/**
 * The loss surface as plotly draws it for a file: what are lines stay lines, and what WebGL draws is
 * as sharp as is wanted. Its box stays, from one moment to the next, as long as that suits.
 */
export function createSurfacePicture() {
  /** @type {[number, number] | undefined} */
  let span;
  /**
   * @param {View} view
   * @param {{width: number, height: number}} size  in CSS pixels
   * @param {number} ratio  pixels to one of them
   */
  return async ({ retained: { surface }, options, palette }, size, ratio) => {
    if (!surface) return null;
    const plotly = await loadPlotly();
    const { mode } = options.surface;
    span = mode === "3d" ? heights(surface, span) : undefined;
    const usual = layout(surface, mode, palette, span);
    const figure = { ...usual, font: { ...usual.font, family: "sans-serif" } };
    if ("scene" in figure) figure.scene.camera = camera(figure.scene.camera);
    const drawing = {
      data: [...traces(surface, mode, palette, ""), ...raceTraces(surface, mode, options.race)],
      layout: { ...figure, ...size },
    };
    const told = { ...size, imageDataOnly: false };
    if (mode === "3d")
      return svg("image", { ...size, href: await plotly.toImage(drawing, { ...told, format: "png", scale: ratio }) });
    const address = await plotly.toImage(drawing, { ...told, format: "svg" });
    const text = decodeURIComponent(address.slice(address.indexOf(",") + 1));
    return /** @type {SVGElement} */ (
      /** @type {unknown} */ (new DOMParser().parseFromString(text, "image/svg+xml").documentElement)
    );
  };
}
