import { sub } from "../../js/lib/names.js";
import { count } from "./plurals.js";

export const output = {
  tabs: { map: "Map", confusion: "Confusion", hardest: "Hardest" },
  noMap: "Answer",
  train: "Train loss",
  test: "Test loss",
  penalty: "Penalty",
  penaltyHelp: "L1 and L2 on the weights. Training minimizes train loss + penalty; the losses here are without it.",
  threshold: (/** @type {number} */ cut, /** @type {string} */ name) => `${name} if ŷ > ${cut}`,
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
};
