import { count } from "./plurals.js";

export const encode = {
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
};
