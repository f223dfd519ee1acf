import { count } from "./plurals.js";

export const encode = {
  title: "Input encoding",
  tabs: { example: "Example", draw: "Draw", write: "Write", map: "Words" },
  picture: "Image",
  numbers: "Its pixels as numbers",
  vector: "The vector that the network receives",
  inOrder: "row by row, as one vector",
  entry: (/** @type {number} */ n) => `entry ${n}`,
  pointPixel: "Point at a pixel to find it in the image, in the numbers, in the vector and in the network.",
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
    `${count(units, "neuron", "neurons")} of the first layer, through weights from ${least} to ${most}:`,
  pad:
    "Drawing pad: draw a digit with mouse, finger or pen. With the keyboard: arrow keys move the pen, Space lowers " +
    "or lifts it, Delete clears the pad.",
  padHelp: "Draw a digit: it is cropped, scaled and centered as the training images are.",
  clear: "Clear",
  seen: "as the network receives it",
  tokens: "The text's words and their numbers in the vocabulary",
  token: (/** @type {string} */ token, /** @type {number} */ n, /** @type {number} */ times) =>
    `“${token}” is word ${n} of the vocabulary; it occurs ${count(times, "time", "times")} in the ` + "training texts",
  unknown: (/** @type {string} */ token) => `“${token}” is not in the vocabulary: the network cannot see it`,
  unknowns: (/** @type {string[]} */ list) =>
    `Not in the vocabulary, so the network ignores: ${list.map((each) => `“${each}”`).join(", ")}.`,
  encodings: {
    one_hot: "One-hot: each position of the text has an entry per word; the entry of the word at that position is 1.",
    bag: "Bag of words: one entry per word, the number of times it occurs; the order is lost.",
    embedding:
      "Word embeddings: the input is each word's share of the text. The first layer turns it into the mean of the " +
      "words' vectors, and learns these vectors.",
  },
  rest: (/** @type {number} */ active, /** @type {number} */ of) =>
    `${active} of the ${of} entries ${active === 1 ? "is" : "are"} not 0:`,
  mean: (/** @type {number} */ active, /** @type {number} */ of) =>
    `The mean of the batch's vectors: ${active} of ${of} entries are not 0. Choose one example to read its text.`,
  write: "A sentence of your own",
  placeholder: "Type a review, such as “not bad at all”",
  map: "Words as points, where the network has placed them",
  pointWord: "Point at a word to see its nearest neighbors.",
  near: (/** @type {string} */ word, /** @type {string[]} */ list) => `Nearest to “${word}”: ${list.join(", ")}.`,
  mapOf: (/** @type {number} */ n, /** @type {boolean} */ learned) =>
    learned
      ? `The vectors of the ${n} most frequent words. Color: the network's prediction for the word alone.`
      : `The first layer's weights from the ${n} most frequent words. Color: the network's prediction for the word ` +
        "alone.",
  shares: (/** @type {string} */ first, /** @type {string} */ second) =>
    `The first two principal components explain ${first} and ${second} of the variance.`,
};
