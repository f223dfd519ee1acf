import { count } from "./plurals.js";

export const ask = {
  title: "Predict first",
  positive: "positive",
  negative: "negative",
  yes: "Yes",
  no: "No",
  skip: "Just show it",
  goOn: "Continue",
  right: "Correct.",
  wrong: (/** @type {string} */ answer) => `Not quite. The answer: ${answer.toLowerCase()}.`,
  sign: (/** @type {string} */ name) =>
    `Before you see it: is the derivative of the batch's loss with respect to ${name} positive or negative?`,
  signBecause: (/** @type {string} */ name, /** @type {number} */ slope) =>
    `It is ${slope.toPrecision(3).replace("-", "−")}: raising ${name} ${slope > 0 ? "raises" : "lowers"} the loss.`,
  falls: "Before you see it: will this update lower the loss on the whole training set?",
  fallsBecause: (/** @type {number} */ old, /** @type {number} */ now, /** @type {boolean} */ whole) =>
    `It went from ${old.toPrecision(5)} to ${now.toPrecision(5)}${
      now <= old
        ? ""
        : whole
          ? ": the step went too far"
          : ": the batch is only a sample of the training set, or the step went too far"
    }.`,
  most: "Before you see it: which of these changes most?",
  mostBecause: (/** @type {string} */ name, /** @type {number} */ size) => `${name} changes by ${size.toPrecision(3)}.`,
  score: (/** @type {number} */ right, /** @type {number} */ total) =>
    total ? `${right} of ${total} correct so far` : "",
};

export const controls = {
  data: "Data",
  network: "Network",
  training: "Training",
  more: "More",
  slider: (/** @type {string} */ label) => `${label}, slider`,
  newSeed: "Draw new weights and data",
  fewer: "One neuron fewer",
  more1: "One neuron more",
  removeLayer: "Remove this layer",
  addLayer: "Add a layer",
  units: (/** @type {number} */ layer) => `Neurons of hidden layer ${layer}`,
  activation: (/** @type {number} */ layer) => `Activation of hidden layer ${layer}`,
};

export const curve = {
  label: "Step",
  text: (/** @type {number} */ updates, /** @type {string} */ loss) =>
    `${count(updates, "update", "updates")} done, training loss ${loss}`,
  help:
    "Losses of the training set (line), the test set (dashes) and the mini-batches (band from the lowest to the " +
    "highest, with their mean). Drag to go to any moment.",
  train: "train",
  test: "test",
  batch: "batches",
  log: "log",
  logHelp: "Logarithmic axis",
};

export const transport = {
  reset: "Start over with the same weights (R)",
  back: "Back (←)",
  play: "Play (space)",
  pause: "Pause (space)",
  forward: "Forward (→)",
  epoch: "Epoch",
  step: "Step",
  operation: "Op",
  speed: (/** @type {string} */ unit) => `Speed in ${unit}`,
  per: {
    operation: "operations/s",
    layer: "layers/s",
    pass: "passes/s",
    step: "steps/s",
    epoch: "epochs/s",
  },
  max: "max",
};

export const keys = {
  title: "Keyboard shortcuts",
  close: "Close",
  play: "Play or pause",
  forward: "Forward",
  back: "Back",
  forwardPass: "Forward by one pass",
  backPass: "Back by one pass",
  forwardOperation: "Forward by one operation",
  backOperation: "Back by one operation",
  home: "To the start",
  end: "To the furthest moment reached",
  slower: "Slower",
  faster: "Faster",
  undo: "Undo",
  redo: "Redo",
  reset: "Start over with the same weights",
  cancel: "Cancel picking the surface's parameters",
  help: "Show this list",
  names: { space: "Space", shift: "Shift", control: "Ctrl", home: "Home", end: "End", escape: "Esc" },
};
