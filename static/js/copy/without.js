import { el } from "../lib/dom.js";

/**
 * Replaces the modules that a copy does without: those that only a page with a server needs, and the panels that the
 * copy was not made with. The list is in app/backstep/web/copies/bundle.py.
 */
const still = () => ({ element: el("span", { hidden: true }), open() {}, render() {} });
export { still as createEditing, still as createEditor, still as createNudge };

/** The texts of dialogs that a copy does not have. */
export const own = {};
export const lecture = {};

/** Never called: the page has no element for them. */
const absent = null;
export {
  absent as embedding,
  absent as outputTab,
  absent as createAskPanel,
  absent as createCurvePanel,
  absent as createExplanationPanel,
  absent as createFocusPanel,
  absent as createHealthPanel,
  absent as createInspectorPanel,
  absent as createLegendPanel,
  absent as createNetworkPanel,
  absent as createOutputPanel,
  absent as createRibbonPanel,
  absent as createSlicePanel,
  absent as createSurfacePanel,
  absent as createSurfacePicture,
  absent as createTablePanel,
};
