import { count } from "./plurals.js";

export const health = {
  summary: (/** @type {number} */ n, /** @type {string} */ first) => (n === 1 ? first : `${first} and ${n - 1} more`),
  show: "Show",
  /** @type {Record<import("../../js/wire/types.js").WarningKind, string>} */
  names: {
    vanishing: "Vanishing gradient",
    exploding: "Exploding gradient",
    dead: "Dead neurons",
    saturated: "Saturated neurons",
    symmetric: "Twin neurons",
    step_too_large: "Steps too large",
  },
  /** @typedef {import("../../js/wire/types.js").Warning} Warning */
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
};

/** Why training stopped, and what usually is the reason. */
export const failure = {
  told: (/** @type {import("../../js/wire/types.js").Failure} */ f) =>
    `Training stopped: the first ${failure.quantities[f.quantity] ?? f.quantity} that is not a finite number appeared${
      f.layer && f.kind !== "update" ? ` in layer ${f.layer}` : ""
    } at step ${f.step}, operation ${f.op}. ${failure.hints[f.kind]}`,
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
  /** @type {Record<import("../../js/wire/types.js").OperationKind, string>} */
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
};
