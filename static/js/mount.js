import { createAskPanel } from "./panels/ask.js";
import { createControlsPanel } from "./panels/controls.js";
import { createCurvePanel } from "./panels/curve.js";
import { createEncodePanel } from "./panels/encode.js";
import { createExplanationPanel } from "./panels/explanation.js";
import { createFocusPanel } from "./panels/focus.js";
import { createHealthPanel } from "./panels/health.js";
import { createInspectorPanel } from "./panels/inspector.js";
import { createLegendPanel } from "./panels/legend.js";
import { createNetworkPanel } from "./panels/network.js";
import { createOutputPanel } from "./panels/output.js";
import { createRacePanel } from "./panels/race.js";
import { createRibbonPanel } from "./panels/ribbon.js";
import { createSlicePanel } from "./panels/slice.js";
import { createStopPanel } from "./panels/stop.js";
import { createSurfacePanel } from "./panels/surface.js";
import { createTablePanel } from "./panels/table.js";
import { createTransportPanel } from "./panels/transport.js";

const PANELS = {
  ribbon: createRibbonPanel, network: createNetworkPanel, table: createTablePanel, focus: createFocusPanel, health: createHealthPanel, ask: createAskPanel, inspector: createInspectorPanel,
  explanation: createExplanationPanel,
  controls: createControlsPanel, stop: createStopPanel, legend: createLegendPanel, encode: createEncodePanel, surface: createSurfacePanel, race: createRacePanel, slice: createSlicePanel,
  output: createOutputPanel, transport: createTransportPanel, curve: createCurvePanel,
};

/**
 * The panels that the page has an element for; of others nothing is created, asked for or sent.
 * @param {import("./lab.js").Lab} lab
 * @returns {[string, import("./types.js").Panel][]}  by name
 */
export function mount(lab) {
  return Object.entries(PANELS).flatMap(([id, create]) => {
    const root = document.getElementById(id);
    return root ? [[id, create(root, (intent) => lab.dispatch(intent), lab.words)]] : [];
  });
}

/** The template's own words, marked there by name. @param {import("./text/en.js").Words} words */
export function fillTemplate(words) {
  const own = /** @type {Record<string, string>} */ (words.template);
  document.title = own.title;
  document.documentElement.lang = words.locale;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = own[element.getAttribute("data-word") ?? ""];
  for (const element of document.querySelectorAll("[data-label]")) {
    const label = own[element.getAttribute("data-label") ?? ""];
    element.setAttribute("aria-label", label);
    if (element.matches("button, a")) element.setAttribute("title", label);
  }
}

/** What the link asked for and could not be had. @param {import("./lab.js").Boot} boot */
export const complaints = ({ problems }) => problems.map(({ field, message }) => `${field}: ${message}`).join(" · ");
