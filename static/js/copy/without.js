import { el } from "../lib/dom.js";

/**
 * What a copy does without: this stands in for the modules that only a page with a server needs,
 * and for panels that the copy was not made with; app/backstep/web/copies/bundle.py says for which.
 */
const still = () => ({ element: el("span", { hidden: true }), open() {}, render() {} });
export { still as createEditing, still as createEditor, still as createNudge };

/** Words of dialogs that are not there. */
export const own = {};
export const lecture = {};

/** Never called, for there is no element for them. */
const nobody = null;
export {
  nobody as LiveSource,
  nobody as embedding,
  nobody as outputTab,
  nobody as createAskPanel,
  nobody as createCurvePanel,
  nobody as createExplanationPanel,
  nobody as createFocusPanel,
  nobody as createHealthPanel,
  nobody as createInspectorPanel,
  nobody as createLegendPanel,
  nobody as createNetworkPanel,
  nobody as createOutputPanel,
  nobody as createRibbonPanel,
  nobody as createSlicePanel,
  nobody as createSurfacePanel,
  nobody as createSurfacePicture,
  nobody as createTablePanel,
};
