import { sub } from "../../js/lib/names.js";
import { count } from "./plurals.js";

export const output = {
  /** The classes of the generated sets and of the reviews, by the names that the server gives them. */
  classes: { orange: "orange", blue: "blue", negative: "negative", positive: "positive" },
  numbered: (/** @type {string} */ number) => `class ${number}`,
  tabs: { map: "Map", confusion: "Confusion", hardest: "Highest loss" },
  noMap: "Output",
  train: "Train loss",
  test: "Test loss",
  penalty: "Penalty",
  penaltyHelp: "L1 and L2 on the weights. Training minimizes train loss + penalty; the losses here are without it.",
  threshold: (/** @type {number} */ cut, /** @type {string} */ name) => `${name} if ŷ > ${cut}`,
  lost: "not finite",
  accuracy: "Accuracy (test)",
  accuracyTrain: "Accuracy",
  map: "The network's prediction over the input plane, and the data; click a point to follow that example",
  row: (/** @type {number} */ at, /** @type {string} */ answer, /** @type {string} */ target) =>
    `ŷ${sub(at + 1)} = ${answer},  y${sub(at + 1)} = ${target}`,
  standardized: "standardized",
  standardizedHelp: "Show the numbers as the network sees them: minus the mean, divided by the standard deviation",
  error: (/** @type {string} */ name, /** @type {"train" | "test"} */ over) => `${name} (${over})`,
  errorHelp: "How far the predictions are off, in the unit of your file",
  bars: "The probability that the network gives to each class",
  target: "This class is the label",
  over: "Examples that are counted",
  overs: { test: "test set", train: "training set" },
  confusion: "Rows are labels, columns are predictions.",
  actual: "label ↓ predicted →",
  cell: (/** @type {number} */ n, /** @type {string} */ actual, /** @type {string} */ predicted) =>
    actual === predicted
      ? `${count(n, "example", "examples")} of “${actual}” predicted correctly`
      : `${count(n, "example", "examples")} of “${actual}” predicted as “${predicted}”`,
  clickCell: "Rows are labels, columns are predictions. Click a count to see its examples.",
  behind: (
    /** @type {number} */ n,
    /** @type {string} */ actual,
    /** @type {string} */ predicted,
    /** @type {number} */ shown,
  ) =>
    `${count(n, "example", "examples")} of “${actual}” predicted as ` +
    `“${predicted}”${shown < n ? `; the ${shown} with the highest loss` : shown > 1 ? ", the highest loss first" : ""}.`,
  hardestOf: (/** @type {number} */ shown, /** @type {number} */ of, /** @type {"train" | "test"} */ over) =>
    `The ${shown} of ${of} examples of the ${over === "test" ? "test" : "training"} set with the highest loss, ` +
    "the highest first. Click one to follow it through the network.",
  trained: (/** @type {number} */ n) => `training example ${n}`,
  held: (/** @type {number} */ n) => `test example ${n}`,
  taken: (/** @type {string} */ actual, /** @type {string} */ predicted, /** @type {string} */ share) =>
    actual === predicted
      ? `“${actual}”, predicted correctly: ${share}`
      : `“${actual}”, predicted as “${predicted}”: ${share}`,
  answered: (/** @type {string} */ answer, /** @type {string} */ target) => `ŷ = ${answer}, y = ${target}`,
  follow: "Show this example's numbers in the network",
  ownLoss: "Loss of this example",
};
