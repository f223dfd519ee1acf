import { mountEach } from "../lab/mounting.js";
import { createAskPanel } from "../panels/ask.js";
import { createControlsPanel } from "../panels/controls.js";
import { createCurvePanel } from "../panels/curve.js";
import { createEncodePanel } from "../panels/encode.js";
import { createExplanationPanel } from "../panels/explanation.js";
import { createFocusPanel } from "../panels/focus.js";
import { createHealthPanel } from "../panels/health.js";
import { createInspectorPanel } from "../panels/inspector.js";
import { createLegendPanel } from "../panels/legend.js";
import { createNetworkPanel } from "../panels/network.js";
import { createOutputPanel } from "../panels/output.js";
import { createRacePanel } from "../panels/race.js";
import { createRibbonPanel } from "../panels/ribbon.js";
import { createSlicePanel } from "../panels/slice.js";
import { createStopPanel } from "../panels/stop.js";
import { createSurfacePanel } from "../panels/surface.js";
import { createTablePanel } from "../panels/table.js";
import { createTransportPanel } from "../panels/transport.js";

/** @type {Record<string, import("../wire/types.js").PanelFactory>} */
const PANELS = {
  ribbon: createRibbonPanel, network: createNetworkPanel, table: createTablePanel, focus: createFocusPanel, health: createHealthPanel, ask: createAskPanel, inspector: createInspectorPanel,
  explanation: createExplanationPanel,
  controls: createControlsPanel, stop: createStopPanel, legend: createLegendPanel, encode: createEncodePanel, surface: createSurfacePanel, race: createRacePanel, slice: createSlicePanel,
  output: createOutputPanel, transport: createTransportPanel, curve: createCurvePanel,
};

/** All panels that the page has an element for. @param {import("../lab/lab.js").Lab} lab */
export const mount = (lab) => mountEach(lab, PANELS);
