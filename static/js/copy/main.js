import { installKeys } from "../embed/keys.js";
import { Memory } from "../embed/memory.js";
import { Messages } from "../embed/messages.js";
import { watchSight } from "../embed/sight.js";
import { createVoice } from "../page/header.js";
import { loadLanguage } from "../page/language.js";
import { byId, setText } from "../lib/dom.js";
import { complaints, fillTemplate, mountEach } from "../lab/mounting.js";
import { createAskPanel } from "../panels/ask/index.js";
import { createCurvePanel } from "../panels/curve/index.js";
import { createExplanationPanel } from "../panels/explanation/index.js";
import { createFocusPanel } from "../panels/focus/index.js";
import { createHealthPanel } from "../panels/health/index.js";
import { createInspectorPanel } from "../panels/inspector/index.js";
import { createLegendPanel } from "../panels/legend/index.js";
import { createNetworkPanel } from "../panels/network/index.js";
import { createOutputPanel } from "../panels/output/index.js";
import { createRibbonPanel } from "../panels/ribbon/index.js";
import { createSlicePanel } from "../panels/slice/index.js";
import { createSurfacePanel } from "../panels/surface/index.js";
import { createTablePanel } from "../panels/table/index.js";
import { createTransportPanel } from "../panels/transport/index.js";
import { installPictures } from "../pictures/dialogs.js";
import { installPrinting } from "../page/printing.js";
import { arrange } from "./arrange.js";
import { readAsked } from "./asked.js";
import { Recording } from "./recording.js";
import { createRecordedScene } from "./scene.js";

const PROBLEM_SECONDS = 12;
const PANELS = {
  ribbon: createRibbonPanel,
  network: createNetworkPanel,
  table: createTablePanel,
  focus: createFocusPanel,
  health: createHealthPanel,
  ask: createAskPanel,
  inspector: createInspectorPanel,
  explanation: createExplanationPanel,
  legend: createLegendPanel,
  surface: createSurfacePanel,
  slice: createSlicePanel,
  output: createOutputPanel,
  transport: createTransportPanel,
  curve: createCurvePanel,
};

/** @typedef {{catalogue: import("../wire/types.js").Catalogue, recording: ArrayBuffer}} Packed */

/** What `unpack.js` has unpacked. */
const packed = /** @type {{backstep: Packed}} */ (/** @type {unknown} */ (globalThis)).backstep;
/** @type {import("../embed/types.js").SceneBoot & {panels: string[], controls: string[]}} */
const boot = JSON.parse(byId("boot").textContent ?? "{}");
const recording = new Recording(packed.recording);
const messages = new Messages(boot.embed.origins);
const memory = new Memory();

// The moment of the address, else the one that was chosen when the copy was made.
const asked = new URLSearchParams(memory.left?.address ?? location.hash.slice(1));
if (asked.has("locale")) boot.locale = asked.get("locale");
const { words, localise } = await loadLanguage(boot);
fillTemplate(words);
const known = {
  end: recording.end,
  panels: boot.panels,
  controls: boot.controls,
  granularities: Object.keys(recording.head.ends),
};
const { values, problems } = readAsked(asked, known, words.copy.wrong);
const { step, op = 0, panels = known.panels, theme, controls: pressed = true, ask, hide = [], ...shown } = values;
if (step !== undefined) boot.moment = { step, op };
if (asked.has("select")) boot.select = asked.get("select");
if (ask) boot.ask = true;
boot.embed = { ...boot.embed, ...shown, hide: [...boot.embed.hide, ...hide] };
boot.problems = problems;

const root = document.documentElement;
const dark = theme === "dark" || ((theme ?? "auto") === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
root.dataset.theme = dark ? "dark" : "light";
root.toggleAttribute("data-projector", theme === "projector");
root.classList.add("recorded");
arrange(panels, pressed);
const voice = createVoice(words.page);
const catalogue = localise(packed.catalogue);
const scene = createRecordedScene({ boot, catalogue, words, voice, messages, memory }, recording);
const { lab } = scene;
installKeys(scene, messages, words);
installPictures(lab);
installPrinting(lab);
setText(byId("copy-note"), words.copy.note(recording.head, recording.tracks));
await watchSight(messages, (seen) => (seen ? scene.appear() : scene.vanish()));
const mounted = mountEach(lab, PANELS);
for (const name of boot.embed.hide) {
  for (const element of document.querySelectorAll(`[data-control="${name}"]`)) element.classList.add("gone");
}
await lab.start(mounted);
if (problems.length) voice.show(PROBLEM_SECONDS, complaints(boot));
