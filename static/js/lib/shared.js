// Written by `make shared` from static/shared/*.json: change those.

export const CLASSES = /** @type {const} */ ([
  "#d0473c",
  "#1496a8",
  "#9a8500",
  "#93613c",
  "#6d9416",
  "#7d828c",
  "#c77b6f",
  "#17807d",
  "#7c7a3a",
  "#6b6f8f",
]);

export const VALUES = /** @type {const} */ ({
  power: 0.7,
  cell: 0.65,
  map: 0.9,
});

export const DIGITS = /** @type {const} */ ({
  significant: 4,
  recorded: 6,
  fixed_from: 0.0001,
  fixed_below: 100000,
  minus: "−",
  missing: "–",
  not_a_number: "NaN",
  too_low: "< −3e38",
  too_high: "> 3e38",
  percent: " %",
});

export const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

export const LOWERED = "₀₁₂₃₄₅₆₇₈₉";

export const BRACKETS = "⁽⁾";

export const MARGIN = 6;

export const FOOT = 36;

export const HEADS = /** @type {const} */ ({
  flat: 26,
  wide: 42,
  stacked: 54,
  flat_below: 260,
  stacked_below: 130,
  short_below: 40,
  tiny_below: 66,
  name: 18,
  activation: 14,
  norm: 33,
  norm_stacked: 45,
});

export const NEURON = /** @type {const} */ ({
  largest: 52,
  smallest: 4,
  across: 0.44,
  crowded: 0.8,
  line: 15,
  gap: 9,
  loose: 44,
  lines_from: 44,
  two_lines_from: 26,
  one_line_from: 14,
  radius: 9,
  pictured_from: 14,
  inside_from: 40,
  named_from: 96,
  label: 13,
  error: 27,
  beside: 4,
});

export const BESIDE = /** @type {const} */ ({
  width: 47,
  pitch_from: 14,
  column_from: 104,
});

export const BIAS = /** @type {const} */ ({
  least: 3,
  most: 5,
  share: 0.17,
});

export const SPARK = /** @type {const} */ ({
  least: 3,
  share: 0.11,
});

export const IMAGE = /** @type {const} */ ({
  pixel: 18,
  least: 3,
  across: 0.86,
  down: 0.8,
  picture: 44,
  apart: 6,
  ranks_across: 0.9,
  pitch: 1.3,
});

export const WORDS = /** @type {const} */ ({
  line: 24,
  inner: 19,
  letter: 7.2,
  padding: 16,
  most: 18,
  across: 0.92,
  hidden: {
    up: 10,
    side: 8,
    port: 0.42,
  },
});

export const EDGES = /** @type {const} */ ({
  most: 150,
  crowd: 60,
  told_from: 90,
  bend: 0.45,
  thinnest: 0.7,
  thickest: 9,
  by_weight: 2.6,
  of_dots: 0.3,
  by_side: 62,
  ghost: 3,
});

export const SLOPES = /** @type {const} */ ({
  up: 6,
  steep: 0.4,
  width: 1,
  wider: 2.2,
  opacity: 0.35,
  denser: 0.65,
});

export const CURVE = /** @type {const} */ ({
  flag: 18,
  fewest: 40,
  beyond: 1.12,
  least: 1e-6,
  dash: 3,
  highest_from: 60,
  band: 0.22,
  mean: 0.7,
  peak: 3,
});

export const ANSWER = /** @type {const} */ ({
  data: 2.6,
  test: 2.2,
  margin: 0.25,
  classes: 0.5,
});

export const PHASES = /** @type {const} */ ({
  input: "forward",
  linear: "forward",
  activation: "forward",
  pool: "forward",
  loss: "loss",
  delta: "backward",
  gradient: "backward",
  update: "update",
});

export const SYMBOLS = /** @type {const} */ ({
  input: {
    before: "",
    letters: ["x"],
    layer: false,
    output: false,
  },
  linear: {
    before: "",
    letters: ["z"],
    layer: true,
    output: false,
  },
  activation: {
    before: "",
    letters: ["a"],
    layer: true,
    output: true,
  },
  pool: {
    before: "",
    letters: ["a"],
    layer: true,
    output: true,
  },
  loss: {
    before: "",
    letters: ["L"],
    layer: false,
    output: false,
  },
  delta: {
    before: "",
    letters: ["δ"],
    layer: true,
    output: false,
  },
  gradient: {
    before: "∂L/∂",
    letters: ["W"],
    layer: true,
    output: false,
  },
  update: {
    before: "",
    letters: ["W", "b"],
    layer: false,
    output: false,
  },
});
