import { createCurvePanel } from "../panels/curve/index.js";
import { createExplanationPanel } from "../panels/explanation/index.js";
import { createNetworkPanel } from "../panels/network/index.js";
import { createOutputPanel } from "../panels/output/index.js";
import { createSlicePanel } from "../panels/slice/index.js";
import { createSurfacePicture } from "./surface.js";

/** @typedef {import("../page/types.js").View} View */
/** @typedef {(view: View, size: {width: number, height: number}, ratio: number) => Promise<SVGElement | null>} Draw */
/**
 * A panel that gives a picture: it is drawn as on the page and traced, or draws a picture by itself.
 * @typedef {object} Row
 * @property {string} name
 * @property {import("../page/types.js").PanelFactory} [create]
 * @property {string} [lines]  the canvas on which it draws nothing but lines and letters
 * @property {() => Draw} [draws]
 * @property {[number, number | null]} size  of a picture of it alone, in CSS pixels; null: as high as it becomes
 * @property {number} [strip]  it is wide and low: in a film it lies below the others, so high
 * @property {(view: View) => boolean} [there]  whether there is anything to draw
 * @property {(view: View) => boolean} [due]  whether what is to be drawn has yet to come
 */

/** @param {"surface" | "slice"} panel @returns {(view: View) => boolean} */
const due =
  (panel) =>
  ({ frame, retained, recorded }) => {
    const drawn = retained[panel]?.meta;
    // A recording draws it now and then; after a failure there is none.
    if (recorded || frame.meta.failure) return false;
    return drawn?.[panel]?.updates !== frame.meta.updates || Boolean(drawn.surface?.coarse);
  };

/** @type {Row[]} */
export const ROWS = [
  { name: "network", create: createNetworkPanel, size: [960, 540] },
  {
    name: "explanation",
    create: createExplanationPanel,
    size: [860, null],
    strip: 158,
    there: ({ frame }) => Boolean(frame.meta.narration),
  },
  {
    name: "surface",
    draws: createSurfacePicture,
    size: [720, 540],
    there: ({ retained }) => retained.surface !== null,
    due: due("surface"),
  },
  {
    name: "slice",
    create: createSlicePanel,
    size: [560, null],
    there: ({ retained }) => retained.slice !== null,
    due: due("slice"),
  },
  { name: "output", create: createOutputPanel, lines: ".map [role=img]", size: [520, null] },
  { name: "curve", create: createCurvePanel, lines: "canvas", size: [960, 220], strip: 96 },
];

/** Those that the page has. @param {import("../lab/lab.js").Lab} lab */
export const rowsOf = (lab) => ROWS.filter(({ name }) => lab.panels.some(([each]) => each === name));

/** @param {import("../wire/types.js").Catalogue} catalogue @param {string} name */
export const labelOf = ({ panels }, name) => panels.find((row) => row.name === name)?.label ?? name;
