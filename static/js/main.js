import { chooseLanguage, chooseTheme, createVoice, installHeader } from "./header.js";
import { Lab } from "./lab.js";
import { byId } from "./lib/dom.js";
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
import { createSurfacePanel } from "./panels/surface.js";
import { createTablePanel } from "./panels/table.js";
import { createTransportPanel } from "./panels/transport.js";

const PANELS = {
  ribbon: createRibbonPanel, network: createNetworkPanel, table: createTablePanel, focus: createFocusPanel, health: createHealthPanel, ask: createAskPanel, inspector: createInspectorPanel,
  explanation: createExplanationPanel,
  controls: createControlsPanel, legend: createLegendPanel, encode: createEncodePanel, surface: createSurfacePanel, race: createRacePanel, slice: createSlicePanel,
  output: createOutputPanel, transport: createTransportPanel, curve: createCurvePanel,
};
const PROBLEM_SECONDS = 12;

/** The template's own words, marked there by name. */
function fillTemplate() {
  const own = /** @type {Record<string, string>} */ (words.template);
  document.title = own.title;
  document.documentElement.lang = words.locale;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = own[element.getAttribute("data-word") ?? ""];
  for (const element of document.querySelectorAll("[data-label]")) {
    const label = own[element.getAttribute("data-label") ?? ""];
    element.setAttribute("aria-label", label);
    if (element.matches("button")) element.setAttribute("title", label);
  }
}

const boot = JSON.parse(byId("boot").textContent ?? "{}");
chooseTheme(boot.theme);
const { words, localise } = chooseLanguage(boot);
fillTemplate();
const voice = createVoice(words.page);
try {
  const catalogue = localise(await (await fetch("/api/catalogue")).json());
  const lab = new Lab(boot, catalogue, words, voice);
  installHeader(lab, voice);
  await lab.start(Object.entries(PANELS).map(([id, create]) => [id, create(byId(id), (intent) => lab.dispatch(intent), words)]));
  if (boot.problems.length) {
    voice.show(PROBLEM_SECONDS, boot.problems.map((/** @type {any} */ problem) => `${problem.field}: ${problem.message}`).join(" · "));
  }
} catch (error) {
  voice.show(0, words.page.refused(error instanceof Error ? error.message : String(error)));
}
