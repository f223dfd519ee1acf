export const network = {
  input: "INPUT",
  output: "OUTPUT",
  hidden: (/** @type {number} */ layer) => `HIDDEN ${layer}`,
  drawing: "Weights and neurons",
  norm: "‖∇‖: the length of the layer's gradient, weights and biases together",
  saturated: (/** @type {string} */ share) => `${share} flat`,
  dead: (/** @type {string} */ share) => `${share} dead`,
  others: (/** @type {number} */ n) => `${n} other words: 0`,
  weaker: (/** @type {number} */ count) => `+ ${count} weaker`,
  slope: "slope",
  newValue: "New value",
  set: "Set",
  close: "Close",
  noSlope: "no slope yet at this operation",
  epsilon: "ε, how far to nudge",
  drag: "Drag up or down: a what-if, nothing is changed (Shift: coarse)",
  nudged: (/** @type {string} */ by, /** @type {string} */ change, /** @type {string} */ predicted) =>
    `ε ${by}: ΔL ${change}, slope · ε ${predicted}`,
  axis: (/** @type {"x" | "y"} */ axis) => `${axis} of the surface`,
  pickFirst: "Click the first parameter, for x: a line is a weight, a dot a bias.",
  cancel: "Cancel",
  pickSecond: (/** @type {string} */ first) => `x is ${first}. Now click another, for y.`,
};

export const focus = {
  table: "table",
  tableHelp: "Every number in a table",
  means: (/** @type {number} */ size) => `Means over the batch of ${size}`,
  one: (/** @type {number} */ at, /** @type {number} */ size) => `Example ${at} of ${size} in this batch`,
  outside: (/** @type {number} */ index) => `Training example ${index}, not in this batch`,
  held: (/** @type {number} */ index) => `Test example ${index}`,
  list: "Whose numbers are shown",
  listed: (/** @type {number} */ at, /** @type {number} */ size, /** @type {number} */ row) =>
    `Example ${at} of ${size} (training row ${row})`,
  previous: "Previous example",
  next: "Next example",
  mean: "batch mean",
  meanHelp: "Means over the batch, or one example",
};

export const table = {
  kinds: { parameters: "weights and biases", neurons: "neurons" },
  name: "name",
  columns: { parameters: ["before", "gradient", "value"], neurons: ["z", "value", "δ"] },
  copy: "Copy as CSV",
  copied: (/** @type {number} */ rows) => `${rows} rows copied`,
  notCopied: "The browser does not allow copying here",
  more: (/** @type {number} */ rows) => `${rows} more rows: sort to see others, or copy them all.`,
};

export const legend = {
  values: "values",
  slopes: "gradients",
  meaning:
    "Values: weights as lines, biases as dots, activations. Gradients, dotted: where it is +, raising the " +
    "parameter raises the loss.",
};
