import { mountEach } from "../lab/mounting.js";
import { createAskPanel } from "../panels/ask/index.js";
import { createControlsPanel } from "../panels/controls/index.js";
import { createCurvePanel } from "../panels/curve/index.js";
import { createEncodePanel } from "../panels/encode/index.js";
import { createExplanationPanel } from "../panels/explanation/index.js";
import { createFocusPanel } from "../panels/focus/index.js";
import { createHealthPanel } from "../panels/health/index.js";
import { createInspectorPanel } from "../panels/inspector/index.js";
import { createLegendPanel } from "../panels/legend/index.js";
import { createNetworkPanel } from "../panels/network/index.js";
import { createOutputPanel } from "../panels/output/index.js";
import { createRacePanel } from "../panels/race/index.js";
import { createRibbonPanel } from "../panels/ribbon/index.js";
import { createSlicePanel } from "../panels/slice/index.js";
import { createStopPanel } from "../panels/stop/index.js";
import { createSurfacePanel } from "../panels/surface/index.js";
import { createTablePanel } from "../panels/table/index.js";
import { createTransportPanel } from "../panels/transport/index.js";

/** @type {Record<string, import("../page/types.js").PanelFactory>} */
const PANELS = {
  ribbon: createRibbonPanel,
  network: createNetworkPanel,
  table: createTablePanel,
  focus: createFocusPanel,
  health: createHealthPanel,
  ask: createAskPanel,
  inspector: createInspectorPanel,
  explanation: createExplanationPanel,
  controls: createControlsPanel,
  stop: createStopPanel,
  legend: createLegendPanel,
  encode: createEncodePanel,
  surface: createSurfacePanel,
  race: createRacePanel,
  slice: createSlicePanel,
  output: createOutputPanel,
  transport: createTransportPanel,
  curve: createCurvePanel,
};

/** All panels that the page has an element for. @param {import("../lab/lab.js").Lab} lab */
export const mount = (lab) => mountEach(lab, PANELS);
