import { count } from "./plurals.js";

export const surface = {
  title: "Loss surface",
  and: "and",
  plane: "Plane",
  overHelp: "Examples that the loss is computed over",
  again: "Draw other random directions",
  /** Axes that are no parameter, by the names that the server gives them. */
  axes: {
    "random 1": "random 1",
    "random 2": "random 2",
    "−gradient": "−gradient",
    "random ⟂ gradient": "random ⟂ gradient",
    "PC 1": "PC 1",
    "PC 2": "PC 2",
  },
  planes: { parameters: "two parameters", random: "random", gradient: "along the gradient", pca: "path (PCA)" },
  overs: { train: "training set", batch: "batch" },
  closer: "Zoom in",
  wider: "Zoom out",
  pick: "pick",
  pickHelp: "Pick both by clicking them in the network",
  explained: (/** @type {string} */ first, /** @type {string} */ second, /** @type {string} */ away) =>
    ` · ${first} and ${second} of the variance of the path, which is up to ${away} away from this plane`,
  explainedAll: (/** @type {string} */ first, /** @type {string} */ second, /** @type {string} */ away) =>
    ` · ${first} and ${second} of the variance of all paths; the run's is up to ${away} away from this plane`,
  thinned: (/** @type {number} */ points, /** @type {number} */ all) => ` (from ${points} of its ${all} points)`,
  drawing: (/** @type {string} */ x, /** @type {string} */ y, /** @type {string} */ loss) =>
    `The loss over ${x} and ${y}; here it is ${loss}`,
  first: "First parameter",
  second: "Second parameter",
  modes: { "3d": "3-D", contour: "contour" },
  loss: "loss",
  note: (/** @type {number} */ examples, /** @type {number} */ updates) =>
    `2-D slice, all else fixed · ${count(examples, "example", "examples")} · after ` +
    `${count(updates, "update", "updates")}`,
  failed: "The surface cannot be drawn: plotly.js did not load, or the browser has no WebGL.",
  race: "Race",
  raceHelp: "Race other optimizers or learning rates from the same start",
};

export const race = {
  title: "Race",
  close: "Close the race",
  addHelp: "Add a racer",
  racers: "Racers",
  run: "this run",
  hint:
    "Up to four optimizers or learning rates train from the same start, on the same batches, in step with this run. " +
    "Choose a race, or add racers with +.",
  optimizer: (/** @type {string} */ letter) => `Optimizer of racer ${letter}`,
  rate: (/** @type {string} */ letter) => `Learning rate of racer ${letter}`,
  remove: (/** @type {string} */ letter) => `Remove racer ${letter}`,
  diverged: (/** @type {number} */ update) => `diverged at ${update}`,
  after: (/** @type {number} */ updates) => `after ${count(updates, "update", "updates")}`,
  strays: (/** @type {string} */ away) => `· its path is up to ${away} away from the plane of the surface`,
  fromStart: "from the start",
  fromStartHelp: "All racers start with the run's initial weights",
  fromHere: "from here",
  from: (/** @type {number} */ updates) => `from update ${updates}`,
  fromHereHelp: "Up to here all racers are this run; from here on each uses its own optimizer",
  log: "log",
  logHelp: "Losses on a logarithmic scale",
  chart: (/** @type {string} */ lines) => `Training losses over updates. ${lines}`,
};

export const slice = {
  landed: "Where the step of −η · slope lands",
  title: (/** @type {string} */ name) => `Loss along ${name}`,
  note: (/** @type {string} */ slope, /** @type {string} */ step) => `slope ${slope}, −η · slope = ${step}`,
  real: (/** @type {string} */ step) => `, the optimizer's step ${step}`,
  minimum: (/** @type {string} */ at) => `a minimum near ${at}`,
  lost: (/** @type {number} */ updates, /** @type {number | null} */ kept) =>
    `After ${count(updates, "update", "updates")} the loss here is too large to draw, or not ` +
    `finite${kept === null ? "." : `: this is the last curve that could be drawn, after ${count(kept, "update", "updates")}.`}`,
  over: { train: "training set", batch: "batch" },
  overHelp: "Examples that the loss is computed over",
  drawing: (/** @type {string} */ name) =>
    `Loss along ${name}, with its tangent and the step that the learning rate gives`,
};
