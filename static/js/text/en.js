import { pretty, sub, sup } from "../lib/names.js";
import { lecture } from "./lecture-en.js";
import { copy } from "./copy-en.js";
import { own } from "./own-en.js";
import { pictures } from "./pictures-en.js";

/** @typedef {import("../wire/types.js").AnyNarration} Narration */
/** @typedef {typeof en} Words */
/**
 * What a sentence may need besides the numbers: labels of the catalogue's rows.
 * @typedef {{
 *   activation: (name: string) => string, loss: (name: string) => string, optimizer: (name: string) => string,
 *   depth: number
 * }} Labels
 */

/** @param {number} count @param {string} one @param {string} many */
const count = (count, one, many) => `${count} ${count === 1 ? one : many}`;

/** @param {Narration} n */
const averaged = (n) => (n.focus === "mean" ? " The numbers are means over the batch." : "");

/** @param {Narration} n @param {Labels} labels */
const output = (n, labels) => (n.layer === labels.depth ? "ŷ" : `a${sup(n.layer)}${sub(n.unit + 1)}`);

/** Every word of the page that does not come from the catalogue. */
export const en = {
  locale: "en",
  copy,
  own,
  pictures,
  lecture,

  /**
   * One sentence for each kind of operation.
   * @type {Record<import("../wire/types.js").OperationKind, (n: Narration, labels: Labels) => string>}
   */
  sentences: {
    input: (n) =>
      `The next mini-batch is loaded: ${count(n.size, "example", "examples")}, each a row of ${count(n.x.length, "number", "numbers")} with the right answer y.${
        n.focus === "mean" ? " Shown are means over the batch." : n.size > 1 ? " One of them is shown." : ""
      }`,
    linear: (n) =>
      "Each number coming in is multiplied by its weight; the products and the bias add up to " +
      `z${sup(n.layer)}${sub(n.unit + 1)}.${averaged(n)}`,
    pool: (n) => `The neuron sums up the numbers of its window as a${sup(n.layer)}${sub(n.unit + 1)}.${averaged(n)}`,
    activation: (n, labels) => {
      if (n.name === "softmax")
        return (
          "Softmax turns the scores into shares of one: each exponential is divided by the sum of them " +
          `all.${averaged(n)}`
        );
      if (n.name === "linear")
        return `This layer is linear: it passes its sum on unchanged, as ${output(n, labels)}.${averaged(n)}`;
      if (n.layer === labels.depth)
        return `${labels.activation(n.name)} turns the sum into the prediction ${output(n, labels)}.${averaged(n)}`;
      return (
        `${labels.activation(n.name)} bends the sum into ${output(n, labels)}: without a bend, any stack of layers ` +
        `would still be one straight line.${averaged(n)}`
      );
    },
    loss: (n, labels) =>
      `${labels.loss(n.name)} measures how wrong the prediction is; ` +
      `${n.size === 1 ? "the batch is this one example" : `the loss of the batch is the mean over its ${n.size} examples`}.`,
    delta: (n, labels) => {
      if (n.activation === null)
        return `The error comes back along the links by which the signal left; the parts arriving add up.${averaged(n)}`;
      if (n.layer < labels.depth) {
        return (
          "The error comes back along the weights by which the signal left: the parts arriving add up, and the slope " +
          `of ${labels.activation(n.activation)} at this neuron scales the sum.${averaged(n)}`
        );
      }
      if (n.fused)
        return (
          `The error starts here: with ${labels.loss(n.name)} after ${labels.activation(n.activation)}, the slope of ` +
          `the loss along z is simply prediction minus target.${averaged(n)}`
        );
      return (
        `The error starts here: the slope of ${labels.loss(n.name)} along the prediction, times the slope of ` +
        `${labels.activation(n.activation)}.${averaged(n)}`
      );
    },
    gradient: (n) => {
      const name = pretty(n.parameter);
      const carried =
        n.from === null ? "times 1, since a bias has no input" : "times the signal that the weight carried";
      if (n.focus === "mean")
        return (
          `The slope of the loss along ${name} is the mean over the batch of error times signal – the mean of ` +
          "products, not the product of means."
        );
      return (
        `The slope of this example's loss along ${name} is the error at its neuron, ${carried}. The update uses the ` +
        "mean over the batch."
      );
    },
    update: (n, labels) => {
      const how =
        n.optimizer === "sgd" ? "against its slope times η" : `by the rule of ${labels.optimizer(n.optimizer)}`;
      if (n.count === 0) return "Nothing moves: every slope is zero.";
      if (n.count === 1)
        return `One parameter moves, ${how}: ${pretty(n.largest.parameter)}. The others have no slope.`;
      return (
        `${n.count} parameters move at once, each ${how}, all computed from the old values. ` +
        `${pretty(n.largest.parameter)} moves most.`
      );
    },
  },

  /** Asides within formulas. */
  formula: {
    more: (/** @type {number} */ more) => `+ … ${more} more`,
    shifted: "all exponents less the largest z",
    meanOfValues: "the mean of the examples' own values, not f of the mean",
    meanOf: "mean over the batch:",
    exampleLoss: "this example",
    batchLoss: "batch",
    lost: "not finite",
    penalty: "penalty",
    thisExample: "(this example)",
    batchSlope: "batch:",
    ofPenalty: "of which the penalty",
    softmaxDelta: "g: the loss's slope along each output, all of which hang on this z",
    outputs: (/** @type {number} */ n) => `${n} outputs`,
    overOutputs: (/** @type {number} */ n) => `mean over ${n} outputs`,
    plainStep: (/** @type {string} */ step) => `plain −η·g would be ${step}`,
    checked: (/** @type {string} */ numeric) => `checked numerically: ${numeric} ✓`,
    kink: (/** @type {string} */ numeric) => `numerically ${numeric}: a kink lies within the check's step`,
    differs: (/** @type {string} */ numeric) => `numerically ${numeric}: differs`,
  },

  ribbon: {
    forward: "Forward",
    loss: "Loss",
    backward: "Backward",
    update: "Update",
    /** @type {Record<import("../wire/types.js").OperationKind, (layer: number) => string>} */
    operation: {
      input: () => "Load the next mini-batch",
      linear: (layer) => `Layer ${layer}: multiply by the weights, add the bias`,
      activation: (layer) => `Layer ${layer}: activation`,
      pool: (layer) => `Layer ${layer}: pooling`,
      loss: () => "The loss",
      delta: (layer) => `Layer ${layer}: the error δ`,
      gradient: (layer) => `Layer ${layer}: slopes of its weights and biases`,
      update: () => "Update every parameter",
    },
  },

  network: {
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
  },

  explanation: {
    notations: { neuron: "neuron", gates: "gates" },
    notationHelp: "A neuron's equations, or its circuit of gates",
    equation: "The equation's name in Nielsen, Neural Networks and Deep Learning, chapter 2",
    compare: "wrong order",
    compareHelp: "Beside it: each layer updated before the error has passed through it",
    ask: "ask me",
    askHelp: "Ask before an operation shows its numbers",
  },

  figures: {
    mean: (/** @type {number} */ n, /** @type {string} */ mean, /** @type {number} */ shown) =>
      `${shown < n ? `${shown} of ` : ""}${count(n, "example", "examples")}, mean ${mean}`,
    sum: (/** @type {number} */ n, /** @type {string} */ sum) =>
      `${count(n, "error arrives", "errors arrive")}: sum ${sum}`,
    right: "all at once",
    wrong: "layer by layer",
    order: "updated weights must not enter this pass",
    firstError: (/** @type {number} */ layer, /** @type {number} */ unit) => `δ${sup(layer)}${sub(unit + 1)}`,
    same: "With one layer the order makes no difference.",
  },

  gates: {
    rest: (/** @type {number} */ more) => `${more} more + b`,
    mean: "The circuit is that of one example: choose one below the network.",
    label: (/** @type {string} */ name) => `Circuit of ${name}: values above the wires, gradients below`,
  },

  inspector: {
    title: (/** @type {string} */ name) => `All about ${name}`,
    value: "Value",
    valueHelp: "Type another value",
    close: "Close the inspector",
    weight: (/** @type {string} */ from, /** @type {number} */ layer, /** @type {number} */ unit) =>
      `from ${from} to neuron ${unit + 1} of layer ${layer}`,
    bias: (/** @type {number} */ layer, /** @type {number} */ unit) => `bias of neuron ${unit + 1} of layer ${layer}`,
    neuron: (/** @type {number} */ layer, /** @type {number} */ unit) =>
      layer === 0 ? `input ${unit + 1}` : `neuron ${unit + 1} of layer ${layer}`,
    input: "An input has no error of its own: nothing before it could be changed.",
    sections: {
      gradient: "Its gradient",
      sum: "Its sum",
      unfolded: "Where δ comes from",
      paths: "Path by path",
      update: "Its update",
    },
    waiting: "This step has not computed its gradient yet.",
    goThere: "Go there",
    example: (/** @type {number} */ row) => `training example ${row}`,
    inBatch: (/** @type {number} */ at, /** @type {number} */ size) => `example ${at} of ${size}`,
    mean: (/** @type {number} */ size) => (size === 1 ? "the batch's:" : `mean of the batch's ${size}:`),
    including: "including",
    penalty: "penalty",
    check: "Checked without backprop: (L(w + h) − L(w − h)) / 2h with h = 10⁻⁵",
    checked: { example: "this example", batch: "the batch" },
    agrees: (/** @type {string} */ difference) => `✓ differs by ${difference}`,
    reasons: {
      kink: (
        /** @type {string} */ neuron,
        /** @type {string} */ activation,
        /** @type {number} */ row,
        /** @type {string} */ below,
        /** @type {string} */ above,
      ) =>
        `${neuron} crosses the corner of ${activation} within ±h (z from ${below} to ${above}, example ${row}): ` +
        "there is no one slope there",
      step: (/** @type {string} */ neuron, /** @type {string} */ activation, /** @type {number} */ row) =>
        `${neuron} jumps within ±h (example ${row}): ${activation} has slope 0 by convention`,
      loss_kink: (/** @type {string} */ loss, /** @type {number} */ row) =>
        `the prediction crosses the target within ±h, where ${loss} has a corner (example ${row})`,
      penalty_kink: (/** @type {string} */ below, /** @type {string} */ above) =>
        `the L1 penalty has a corner at 0, and w ± h runs from ${below} to ${above}`,
      rounding: "differs: rounding in so small a step",
    },
    others: (/** @type {number} */ n) => `${n} others together`,
    unfold: "Unfold this error",
    unfoldHelp:
      "The errors that come back, each times the weight it comes along, times the slope here. Click an error to " +
      "unfold it in turn, down to the loss.",
    lossHelp: "Here the error starts, at the loss.",
    pathsHelp: "Every way from here to the loss, as a product of the slopes along it. The gradient is their sum.",
    otherPaths: (/** @type {string} */ n) => `${n} other paths together`,
    total: (/** @type {string} */ n) => `Sum of ${n} ${n === "1" ? "path" : "paths"}`,
    remembers: (/** @type {string} */ name, /** @type {number} */ n) =>
      `${name} remembers, after ${count(n, "update", "updates")}:`,
    slots: { velocity: "velocity v", squares: "squares s", mean: "mean m" },
    nudge: "What if it moved by ε?",
    epsilon: "ε, how far to nudge",
    drag: "Drag up or down: a what-if, nothing is changed (Shift: coarse)",
    setThere: "Set it there",
    setThereHelp: "Make the what-if an edit, from here on",
    nudgeHelp: (/** @type {"train" | "batch"} */ over) =>
      `All else fixed: what the loss over the ${over === "train" ? "training set" : "batch"} does, beside what its ` +
      "slope alone says. Drag the weight, or ↕.",
    real: "ΔL, computed",
    predicted: "slope · ε",
    error: "difference",
  },

  health: {
    summary: (/** @type {number} */ n, /** @type {string} */ first) => (n === 1 ? first : `${first} and ${n - 1} more`),
    show: "Show",
    /** @type {Record<import("../wire/types.js").WarningKind, string>} */
    names: {
      vanishing: "Vanishing gradient",
      exploding: "Exploding gradient",
      dead: "Dead neurons",
      saturated: "Saturated neurons",
      symmetric: "Twin neurons",
      step_too_large: "Steps too large",
    },
    /** @typedef {import("../wire/types.js").Warning} Warning */
    /** @type {Record<Warning["kind"], (w: Warning, value: string) => string>} */
    warnings: {
      vanishing: (_, value) =>
        `Vanishing: the gradient that reaches layer 1 is ${value} of the last layer's, so the first layers hardly ` +
        "learn.",
      exploding: (w, value) =>
        `Exploding: the gradient of layer ${w.layer} has grown to ${value}; a step along it goes anywhere.`,
      dead: (w) =>
        `Dead: ${count(w.units?.length ?? 0, "neuron", "neurons")} of layer ${w.layer} have slope 0 for every ` +
        "training example and cannot learn.",
      saturated: (w) =>
        `Saturated: most of layer ${w.layer} sits where its activation is flat, so little error gets through.`,
      symmetric: (w, value) =>
        `Twins: ${value} neurons of layer ${w.layer} have the same weights, get the same gradients, and stay alike ` +
        "for ever.",
      step_too_large: (_, value) =>
        `Steps too large: the loss has risen to ${value} times its lowest; a smaller learning rate would help.`,
    },
  },

  /** Why training stopped, and what usually is the reason. */
  failure: {
    told: (/** @type {import("../wire/types.js").FailureMeta} */ f) =>
      `Training stopped: the first ${en.failure.quantities[f.quantity] ?? f.quantity} that is not a finite number appeared${
        f.layer && f.kind !== "update" ? ` in layer ${f.layer}` : ""
      } at step ${f.step}, operation ${f.op}. ${en.failure.hints[f.kind]}`,
    /** @type {Record<string, string>} */
    quantities: {
      input: "input",
      preactivation: "sum z",
      activation: "activation",
      loss: "loss",
      delta: "error δ",
      gradient: "gradient",
      parameter: "parameter",
      "optimizer state": "number that the optimizer remembers",
    },
    /** @type {Record<import("../wire/types.js").OperationKind, string>} */
    hints: {
      input: "The data hold a number that is not finite, or too large to square.",
      linear:
        "The weights or the activations have grown without bound: the learning rate is usually too large, or the " +
        "initial weights are.",
      activation:
        "An activation without an upper bound fed on itself from layer to layer: a smaller learning rate, tanh, or " +
        "smaller initial weights cure it.",
      pool: "A number that came in was not finite, or their sum is too large.",
      loss:
        "The prediction has gone so far from the target that the loss overflows: the learning rate is usually too " +
        "large for this loss.",
      delta:
        "The slope of the loss has overflowed on its way back: gradients are exploding, from large weights or too " +
        "many layers without a bound.",
      gradient:
        "An error times an activation has overflowed: both have grown too large, usually from too large a learning " +
        "rate.",
      update: "The step itself overflowed: the gradient times the learning rate is too large.",
    },
  },

  table: {
    kinds: { parameters: "weights and biases", neurons: "neurons" },
    name: "name",
    columns: { parameters: ["before", "gradient", "value"], neurons: ["z", "value", "δ"] },
    copy: "Copy as CSV",
    copied: (/** @type {number} */ rows) => `${rows} rows copied`,
    notCopied: "The browser does not allow copying here",
    more: (/** @type {number} */ rows) => `${rows} more rows: sort to see others, or copy them all.`,
  },

  ask: {
    title: "A question first",
    positive: "positive",
    negative: "negative",
    yes: "Yes",
    no: "No",
    skip: "Just show it",
    goOn: "Go on",
    right: "Right.",
    wrong: (/** @type {string} */ answer) => `No: ${answer}.`,
    sign: (/** @type {string} */ name) =>
      `Before you see it: is the slope of the batch's loss along ${name} positive or negative?`,
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
    most: "Before you see it: which of these moves most?",
    mostBecause: (/** @type {string} */ name, /** @type {number} */ size) => `${name} moves by ${size.toPrecision(3)}.`,
    score: (/** @type {number} */ right, /** @type {number} */ total) =>
      total ? `${right} of ${total} right so far` : "",
  },

  focus: {
    table: "table",
    tableHelp: "Every number in a table",
    means: (/** @type {number} */ size) => `Means over the batch of ${size}`,
    one: (/** @type {number} */ at, /** @type {number} */ size) => `Example ${at} of ${size} in this batch`,
    outside: (/** @type {number} */ index) => `Training example ${index}, not in this batch`,
    list: "Whose numbers are shown",
    listed: (/** @type {number} */ at, /** @type {number} */ size, /** @type {number} */ row) =>
      `Example ${at} of ${size} (training row ${row})`,
    previous: "Previous example",
    next: "Next example",
    mean: "batch mean",
    meanHelp: "Means over the batch, or one example",
  },

  controls: {
    data: "Data",
    network: "Network",
    training: "Training",
    more: "More",
    slider: (/** @type {string} */ label) => `${label}, slider`,
    newSeed: "Draw new weights and data",
    fewer: "One neuron less",
    more1: "One neuron more",
    removeLayer: "Remove this layer",
    addLayer: "Add a layer",
    units: (/** @type {number} */ layer) => `Neurons of hidden layer ${layer}`,
    activation: (/** @type {number} */ layer) => `Activation of hidden layer ${layer}`,
  },

  legend: {
    values: "values",
    slopes: "gradients",
    meaning:
      "Values: weights as lines, biases as dots, activations. Gradients, dotted: where it is +, raising the " +
      "parameter raises the loss.",
  },

  surface: {
    title: "Loss surface",
    and: "and",
    plane: "Plane",
    overHelp: "Which examples the loss is over",
    again: "Draw other random directions",
    planes: { parameters: "two parameters", random: "random", gradient: "down the gradient", pca: "path (PCA)" },
    overs: { train: "training set", batch: "batch" },
    closer: "Closer",
    wider: "Wider",
    pick: "pick",
    pickHelp: "Pick both by clicking them in the network",
    explained: (/** @type {string} */ first, /** @type {string} */ second, /** @type {string} */ away) =>
      ` · ${first} and ${second} of the path's variance; it strays up to ${away} from this plane`,
    explainedAll: (/** @type {string} */ first, /** @type {string} */ second, /** @type {string} */ away) =>
      ` · ${first} and ${second} of the variance of all paths; the run's strays up to ${away} from this plane`,
    drawing: (/** @type {string} */ x, /** @type {string} */ y, /** @type {string} */ loss) =>
      `The loss over ${x} and ${y}; here it is ${loss}`,
    first: "First parameter",
    second: "Second parameter",
    modes: { "3d": "3-D", contour: "contour" },
    loss: "loss",
    note: (/** @type {number} */ examples, /** @type {number} */ updates) =>
      `2-D slice, all else fixed · ${count(examples, "example", "examples")} · after ` +
      `${count(updates, "update", "updates")}`,
    failed: "The surface could not be drawn: plotly.js did not load, or there is no WebGL.",
    race: "Race",
    raceHelp: "Race other optimizers or learning rates from the same start",
  },

  race: {
    title: "Race",
    close: "Close the race",
    addHelp: "Add a racer",
    racers: "Who races",
    run: "this run",
    hint:
      "Up to four optimizers or learning rates from the same start, on the same batches, in step with this run. " +
      "Choose a race, or add racers with +.",
    optimizer: (/** @type {string} */ letter) => `Optimizer of racer ${letter}`,
    rate: (/** @type {string} */ letter) => `Learning rate of racer ${letter}`,
    remove: (/** @type {string} */ letter) => `Remove racer ${letter}`,
    diverged: (/** @type {number} */ update) => `diverged at ${update}`,
    after: (/** @type {number} */ updates) => `after ${count(updates, "update", "updates")}`,
    strays: (/** @type {string} */ away) => `· its path strays up to ${away} from the surface's plane`,
    fromStart: "from the start",
    fromStartHelp: "All begin with the run's initial weights",
    fromHere: "from here",
    from: (/** @type {number} */ updates) => `from update ${updates}`,
    fromHereHelp: "Up to here all are the run; from here on each has its own optimizer",
    log: "log",
    logHelp: "Losses on a logarithmic scale",
    chart: (/** @type {string} */ lines) => `Training losses over updates. ${lines}`,
  },

  slice: {
    landed: "Where the step of −η · slope lands",
    title: (/** @type {string} */ name) => `Loss along ${name}`,
    note: (/** @type {string} */ slope, /** @type {string} */ step) => `slope ${slope}, −η · slope = ${step}`,
    real: (/** @type {string} */ step) => `, the optimizer's step ${step}`,
    minimum: (/** @type {string} */ at) => `a minimum near ${at}`,
    lost: (/** @type {number} */ updates, /** @type {number | null} */ kept) =>
      `After ${count(updates, "update", "updates")} the loss here is too large to draw, or no number at ` +
      `all${kept === null ? "." : `: this is the last curve that could be drawn, after ${count(kept, "update", "updates")}.`}`,
    over: { train: "training set", batch: "batch" },
    overHelp: "Which examples the loss is over",
    drawing: (/** @type {string} */ name) =>
      `Loss along ${name}, with its tangent and the step that the learning rate gives`,
  },

  output: {
    tabs: { map: "Map", confusion: "Confusion", hardest: "Hardest" },
    noMap: "Answer",
    train: "Train loss",
    test: "Test loss",
    lost: "not finite",
    accuracy: "Accuracy (test)",
    accuracyTrain: "Accuracy",
    map: "The network's answer over the input plane, and the data; click a point to follow that example",
    row: (/** @type {number} */ at, /** @type {string} */ answer, /** @type {string} */ target) =>
      `ŷ${sub(at + 1)} = ${answer},  y${sub(at + 1)} = ${target}`,
    bars: "How probable the network holds each class to be",
    target: "The label says this class",
    over: "Which examples are counted",
    overs: { test: "test set", train: "training set" },
    confusion: "Rows: what the label says. Columns: what the network says.",
    actual: "is ↓ taken for →",
    cell: (/** @type {number} */ n, /** @type {string} */ actual, /** @type {string} */ predicted) =>
      actual === predicted
        ? `${count(n, "example", "examples")} of “${actual}” taken for what they are`
        : `${count(n, "example", "examples")} of “${actual}” taken for “${predicted}”`,
    clickCell: "Rows are the labels, columns the network's answers. Click a count to see its examples.",
    behind: (
      /** @type {number} */ n,
      /** @type {string} */ actual,
      /** @type {string} */ predicted,
      /** @type {number} */ shown,
    ) =>
      `${count(n, "example", "examples")} of “${actual}” taken for ` +
      `“${predicted}”${shown < n ? `; the ${shown} hardest` : shown > 1 ? ", the hardest first" : ""}.`,
    hardestOf: (/** @type {number} */ shown, /** @type {number} */ of, /** @type {"train" | "test"} */ over) =>
      `The ${shown} of ${of} examples of the ${over === "test" ? "test" : "training"} set with the largest loss, ` +
      "the largest first. Click one to follow it through the network.",
    trained: (/** @type {number} */ n) => `training example ${n}`,
    held: (/** @type {number} */ n) => `test example ${n}`,
    taken: (/** @type {string} */ actual, /** @type {string} */ predicted, /** @type {string} */ share) =>
      actual === predicted
        ? `is “${actual}”, and taken for it: ${share}`
        : `is “${actual}”, taken for “${predicted}”: ${share}`,
    answered: (/** @type {string} */ answer, /** @type {string} */ target) => `ŷ = ${answer}, y = ${target}`,
    follow: "Show this example's numbers in the network",
    ownLoss: "Its own loss",
  },

  encode: {
    title: "Numbers in",
    tabs: { example: "Example", draw: "Draw", write: "Write", map: "Words" },
    picture: "The picture",
    numbers: "Its pixels as numbers",
    vector: "The vector that the network is given",
    inOrder: "row by row, one vector",
    entry: (/** @type {number} */ n) => `entry ${n}`,
    pointPixel: "Point at a pixel to find it in the picture, in the numbers, in the vector and in the network.",
    pixel: (
      /** @type {number} */ row,
      /** @type {number} */ column,
      /** @type {string} */ value,
      /** @type {number} */ entry,
      /** @type {string} */ name,
      /** @type {number} */ units,
      /** @type {string} */ least,
      /** @type {string} */ most,
    ) =>
      `Row ${row}, column ${column}: ${value} is entry ${entry} of the vector, ${name}. It reaches ` +
      `${count(units, "neuron", "neurons")} of the first layer, by weights from ${least} to ${most}:`,
    pad:
      "Paper: draw a digit with mouse, finger or pen. By keyboard: the arrows move the pen, space puts it down or " +
      "lifts it, Delete clears.",
    padHelp: "Draw a digit: it is cut out, scaled and centred as the training images are.",
    clear: "Clear",
    seen: "as the network is given it",
    tokens: "The text's words and their numbers in the vocabulary",
    token: (/** @type {string} */ token, /** @type {number} */ n, /** @type {number} */ times) =>
      `“${token}” is word ${n} of the vocabulary; it occurs ${count(times, "time", "times")} in the texts it was ` +
      "made from",
    unknown: (/** @type {string} */ token) => `“${token}” is not in the vocabulary: the network cannot see it`,
    unknowns: (/** @type {string[]} */ list) =>
      `Not in the vocabulary, so not seen: ${list.map((each) => `“${each}”`).join(", ")}.`,
    encodings: {
      one_hot: "One-hot: each place of the text has an entry for every word, 1 where that word stands there.",
      bag: "Bag of words: an entry a word, how often it occurs; the order is lost.",
      embedding:
        "Word vectors: each word's share of the text; the first layer turns it into the mean of their vectors, and " +
        "learns these.",
    },
    rest: (/** @type {number} */ active, /** @type {number} */ of) =>
      `${active} of the ${of} entries ${active === 1 ? "is" : "are"} not 0:`,
    mean: (/** @type {number} */ active, /** @type {number} */ of) =>
      `The mean of the batch's vectors: ${active} of ${of} entries are not 0. Pick one example to read its text.`,
    write: "A sentence of your own",
    placeholder: "Type a review: “not bad at all”",
    map: "Words where the network has put them",
    pointWord: "Point at a word to see which it lies nearest to.",
    near: (/** @type {string} */ word, /** @type {string[]} */ list) => `Nearest to “${word}”: ${list.join(", ")}.`,
    mapOf: (/** @type {number} */ n, /** @type {boolean} */ learned) =>
      learned
        ? `The vectors of the ${n} most frequent words. Colour: what the network would answer to the word alone.`
        : `The first layer's weights from the ${n} most frequent words. Colour: what the network would answer to the ` +
          "word alone.",
    shares: (/** @type {string} */ first, /** @type {string} */ second) =>
      `Their first two principal components hold ${first} and ${second} of the variance.`,
  },

  curve: {
    label: "Step",
    text: (/** @type {number} */ updates, /** @type {string} */ loss) =>
      `${count(updates, "update", "updates")} done, training loss ${loss}`,
    help: "Loss on training data (line) and test data (dashes). Drag to any moment.",
  },

  transport: {
    reset: "Start over with the same weights (R)",
    back: "Back (←)",
    play: "Play (space)",
    pause: "Pause (space)",
    forward: "Forward (→)",
    epoch: "Epoch",
    step: "Step",
    operation: "Op",
    speed: "Speed",
    max: "max",
    rate: (/** @type {number} */ rate) => `${rate}/s`,
  },

  keys: {
    title: "Keys",
    close: "Close",
    play: "Play or pause",
    forward: "Forward",
    back: "Back",
    forwardPass: "Forward by a pass",
    backPass: "Back by a pass",
    forwardOperation: "Forward by an operation",
    backOperation: "Back by an operation",
    home: "To the start",
    end: "To the furthest moment",
    slower: "Slower",
    faster: "Faster",
    reset: "Reset: the same initial weights",
    cancel: "Stop picking the surface's parameters",
    help: "This list",
  },

  template: {
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
  },

  embed: {
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
  },

  page: {
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
  },
};
