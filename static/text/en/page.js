import * as controls from "./controls.js";
import { copy } from "./copy.js";
import * as encode from "./encode.js";
import * as explanation from "./explanation.js";
import * as health from "./health.js";
import * as inspector from "./inspector.js";
import { lecture } from "./lecture.js";
import * as network from "./network.js";
import * as output from "./output.js";
import { own } from "./own.js";
import { pictures } from "./pictures.js";
import * as surface from "./surface.js";

/** @typedef {typeof words} Words */

const template = {
  lessons: "Lessons",
  formulas: "Formulas",
  site: "Sections of this site",
  title: "backstep – see how a neural network learns",
  heading: "The lab: a neural network learning, step by step",
  preset: "Preset",
  share: "Share",
  embed: "Embed",
  present: "Present to the class",
  glossary: "Glossary",
  keys: "Keyboard shortcuts",
  theme: "Light or dark theme",
  operations: "Operations of this step",
  network: "Network",
  explanation: "What this operation does",
  settings: "Settings",
  right: "Loss and output",
  surface: "Loss surface",
  race: "Race of optimizers",
  slice: "Loss along one parameter",
  output: "Output and metrics",
  encode: "Input encoding",
  transport: "Transport",
  granularity: "Granularity",
  open: "Open this moment in the lab",
  scene: "A neural network learning, step by step",
  unselected: "Select a weight, bias or neuron to see how its numbers are computed.",
};

const embed = {
  keys: { deck: "keyboard: slides", sim: "keyboard: scene" },
  keysHelp: "Choose what the keys control while the scene has the focus: the slides or the scene",
  title: "Embed a scene in your slides",
  panels: "Panels",
  size: "Size",
  theme: "Theme",
  moment: "Start at this moment",
  tool: "Tool",
  preview: "Preview of the scene",
  themes: { auto: "system", light: "light", dark: "dark", projector: "projector" },
  snippet: "Code to paste",
  copy: "Copy",
  copied: "Copied: paste it into your slides.",
  code: "QR code of this moment in the lab",
};

const page = {
  changed: (/** @type {string} */ preset) => `${preset}, changed`,
  noPreset: "Your settings",
  noSuch: (/** @type {string} */ name) => `This network has no ${name}, so nothing is selected.`,
  copied: "The link to this moment is copied.",
  copyThis: "Copy this link: ",
  link: "Link to this moment",
  renewed: "The server dropped this run; it was retrained from its settings.",
  wasSet: (/** @type {number} */ n) => (n > 1 ? `${n} parameters were set.` : "The parameter was set."),
  undo: "Undo",
  dataGone:
    "The data uploaded for this run are no longer on the server, so the default lab is shown. Upload the file again.",
  offline: "Not connected to the server.",
  kept: "The server saves this run again; nothing was lost.",
  lost: (/** @type {string} */ seconds) => `Connection lost. Trying again in ${seconds} s. `,
  blocked: (/** @type {string} */ seconds) =>
    "The server answers, but no live connection (WebSocket) opens. The network may block it, or this address may " +
    `not be one of the server's allowed hosts. Trying again in ${seconds} s. `,
  tryNow: "Try now",
  close: "Close",
  refused: (/** @type {string} */ why) => `The server could not create this run: ${why}`,
};

const acts = {
  undo: (/** @type {string} */ act) => `Undo: ${act}`,
  redo: (/** @type {string} */ act) => `Redo: ${act}`,
  nothing: { undo: "Nothing to undo", redo: "Nothing to redo" },
  restarted: (/** @type {string} */ act) => `Training restarted${act && `: ${act}`}.`,
  parameter: (/** @type {string} */ name) => `${name} set`,
  settings: (/** @type {string} */ label) => `${label} changed`,
  changed: "settings changed",
  layer_added: "layer added",
  layer_removed: "layer removed",
  layers: "layers changed",
  data: "data changed",
  points: "points edited",
  reset: "reset",
};

/** All texts of the lab, the scene, the lecture and the offline copy that do not come from the catalogue. */
export const words = {
  locale: "en",
  acts,
  copy,
  embed,
  lecture,
  own,
  page,
  pictures,
  template,
  ...controls,
  ...encode,
  ...explanation,
  ...health,
  ...inspector,
  ...network,
  ...output,
  ...surface,
};
