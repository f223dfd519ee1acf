import { installKeys } from "../embed/keys.js";
import { Messages } from "../embed/messages.js";
import { chooseLanguage, createVoice } from "../header.js";
import { byId, setText } from "../lib/dom.js";
import { fillTemplate, mountEach } from "../mounting.js";
import { createAskPanel } from "../panels/ask.js";
import { createCurvePanel } from "../panels/curve.js";
import { createExplanationPanel } from "../panels/explanation.js";
import { createFocusPanel } from "../panels/focus.js";
import { createHealthPanel } from "../panels/health.js";
import { createInspectorPanel } from "../panels/inspector.js";
import { createLegendPanel } from "../panels/legend.js";
import { createNetworkPanel } from "../panels/network.js";
import { createOutputPanel } from "../panels/output.js";
import { createRibbonPanel } from "../panels/ribbon.js";
import { createSlicePanel } from "../panels/slice.js";
import { createSurfacePanel } from "../panels/surface.js";
import { createTablePanel } from "../panels/table.js";
import { createTransportPanel } from "../panels/transport.js";
import { RecordedLab } from "./lab.js";
import { Recording } from "./recording.js";

const PANELS = {
  ribbon: createRibbonPanel, network: createNetworkPanel, table: createTablePanel, focus: createFocusPanel, health: createHealthPanel, ask: createAskPanel, inspector: createInspectorPanel,
  explanation: createExplanationPanel, legend: createLegendPanel, surface: createSurfacePanel, slice: createSlicePanel, output: createOutputPanel, transport: createTransportPanel, curve: createCurvePanel,
};

/** What `unpack.js` has left. @type {{catalogue: import("../types.js").Catalogue, recording: ArrayBuffer}} */
const packed = /** @type {any} */ (globalThis).backstep;
const boot = JSON.parse(byId("boot").textContent ?? "{}");
const root = document.documentElement;
root.dataset.theme ??= matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
root.classList.add("recorded");
const { words, localise } = chooseLanguage(boot);
fillTemplate(words);
const voice = createVoice(words.page);
const recording = new Recording(packed.recording);

// The moment that the address names, else the one that was chosen when the copy was made.
const asked = new URLSearchParams(location.hash.slice(1));
const [step, op] = ["step", "op"].map((name) => Number(asked.get(name) ?? 0));
if (asked.has("step") && Number.isInteger(step) && step >= 0 && recording.head.tensors[op]) boot.moment = { step, op };
if (asked.has("select")) boot.select = asked.get("select");

const lab = new RecordedLab(boot, localise(packed.catalogue), words, voice, recording);
installKeys(/** @type {any} */ (lab), new Messages(boot.embed.origins), words);
setText(byId("copy-note"), words.copy.note(recording.head, recording.tracks));
const panels = mountEach(lab, PANELS);
for (const name of boot.embed.hide) {
  for (const element of document.querySelectorAll(`[data-control="${name}"]`)) element.classList.add("gone");
}
await lab.start(panels);
