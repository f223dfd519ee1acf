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
  site: "Parts of the site",
  title: "backstep – see how a neural network learns",
  heading: "The lab: a neural network learning, step by step",
  preset: "Preset",
  share: "Share",
  embed: "Embed",
  present: "Present to the class",
  keys: "Keys",
  theme: "Light or dark",
  operations: "Operations of this step",
  network: "Network",
  explanation: "What this operation does",
  settings: "Settings",
  right: "Loss and output",
  surface: "Loss surface",
  race: "Race of optimizers",
  slice: "Loss along one parameter",
  output: "Output and metrics",
  encode: "Data becomes numbers",
  transport: "Transport",
  granularity: "Granularity",
  open: "Open this moment in the lab",
  scene: "A neural network learning, step by step",
  unselected: "Select a weight, a bias or a neuron: here is told where its numbers come from.",
};

const embed = {
  keys: { deck: "keys: slides", sim: "keys: scene" },
  keysHelp: "Whose keys they are while the scene has the focus: the slides', or the scene's",
  title: "A scene for your slides",
  panels: "Panels",
  size: "Size",
  theme: "Theme",
  moment: "Begin at this very moment",
  tool: "For",
  preview: "Preview of the scene",
  themes: { auto: "as the system", light: "light", dark: "dark", projector: "projector" },
  snippet: "What to paste",
  copy: "Copy",
  copied: "Copied: paste it into your slides.",
  code: "QR code of this moment in the lab",
};

const page = {
  noSuch: (/** @type {string} */ name) => `This network has no ${name}: nothing is selected.`,
  copied: "The link to this very moment is copied.",
  copyThis: "Copy this link: ",
  link: "Link to this moment",
  renewed: "The server had let go of this run: it was trained again from its settings.",
  wasSet: (/** @type {number} */ n) => (n > 1 ? `${n} parameters were set.` : "The parameter was set."),
  undo: "Undo",
  dataGone:
    "The data uploaded for this run are no longer on the server; this is the lab as it begins. Upload the file " +
    "again.",
  offline: "Not connected to the server just now.",
  kept: "The server writes this run down again: nothing of it is missing.",
  lost: (/** @type {string} */ seconds) => `Connection lost – trying again in ${seconds} s. `,
  blocked: (/** @type {string} */ seconds) =>
    "The server answers, but no live connection (WebSocket) opens: this network may block them, or the server " +
    `may not know this address as its own. Trying again in ${seconds} s. `,
  tryNow: "Try now",
  close: "Close",
  refused: (/** @type {string} */ why) => `The server could not make this run: ${why}`,
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
