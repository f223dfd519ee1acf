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
    symmetric: "Symmetric neurons",
    step_too_large: "Steps too large",
  },
  /** @typedef {import("../../js/wire/types.js").Warning} Warning */
  /** @type {Record<Warning["kind"], (w: Warning, value: string) => string>} */
  warnings: {
    vanishing: (_, value) =>
      `Vanishing gradient: at layer 1 it is ${value} of the last layer's, so the first layers learn very slowly.`,
    exploding: (w, value) =>
      `Exploding gradient: in layer ${w.layer} it has grown to ${value}, so steps along it are far too large.`,
    dead: (w) =>
      `Dead neurons: the derivative of ${count(w.units?.length ?? 0, "neuron", "neurons")} of layer ${w.layer} is 0 ` +
      "for every training example, so they cannot learn.",
    saturated: (w) =>
      `Saturated neurons: most of layer ${w.layer} is where its activation function is flat, so little error passes.`,
    symmetric: (w, value) =>
      `Symmetric neurons: ${value} neurons of layer ${w.layer} have the same weights and get the same gradients, so ` +
      "they stay the same.",
    step_too_large: (_, value) =>
      `Steps too large: the loss has risen to ${value} times its lowest value. Try a smaller learning rate.`,
  },
};

/** Why training stopped, and what usually is the reason. */
export const failure = {
  told: (/** @type {import("../../js/wire/types.js").Failure} */ f) =>
    `Training stopped at step ${f.step}, operation ${f.op}: ${failure.quantities[f.quantity] ?? f.quantity}${
      f.layer && f.kind !== "update" ? ` of layer ${f.layer}` : ""
    } is not finite (NaN or infinity). ${failure.hints[f.kind]}`,
  /** @type {Record<string, string>} */
  quantities: {
    input: "an input",
    preactivation: "a weighted sum z",
    activation: "an activation",
    loss: "the loss",
    delta: "an error term δ",
    gradient: "a gradient",
    parameter: "a parameter",
    "optimizer state": "the state of the optimizer",
  },
  /** @type {Record<import("../../js/wire/types.js").OperationKind, string>} */
  hints: {
    input: "The data contain a number that is not finite or too large to square.",
    linear:
      "The weights or the activations have grown without bound. Usually the learning rate or the initial weights are " +
      "too large.",
    activation:
      "An activation without an upper bound has grown from layer to layer. Try a smaller learning rate, tanh or " +
      "smaller initial weights.",
    pool: "An input was not finite, or the sum of the inputs is too large.",
    loss:
      "The prediction is so far from the target that the loss overflows. Usually the learning rate is too large for " +
      "this loss.",
    delta:
      "The error has overflowed on its way back: gradients explode because the weights are large or many layers have " +
      "unbounded activations.",
    gradient:
      "An error times an activation has overflowed: both have grown too large. Usually the learning rate is too large.",
    update: "The step itself has overflowed: the gradient times the learning rate is too large.",
  },
};
