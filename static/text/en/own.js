/** @typedef {import("../../js/dialogs/own-parts.js").Problem} Problem */
/**
 * @typedef {{
 *   reason: "loss" | "accuracy" | "epoch", value: number, limit: number, over: "train" | "test" | "batch",
 *   updates: number
 * }} Stopped
 */

/** @param {number} value */
const short = (value) => String(Number(value.toPrecision(4)));

/** How dates are written. @type {Record<string, string>} */
const orders = { ymd: "year-month-day", dmy: "day.month.year", mdy: "month/day/year" };

/** Words of one's own data, of stopping, and of taking away. */
export const own = {
  button: "your own…",
  buttonHelp: "Train on a CSV file of your own; or drop one anywhere on the page",
  title: "Your own data",
  close: "Close",
  choose: "Choose a CSV file",
  another: "Another file",
  drop: "Drop the file to look into it",
  about:
    "Rows of numbers and categories with something to predict, or texts with a label. The file goes to this server " +
    "only, is kept in memory, and is let go of when it is not used.",
  reading: "Reading…",
  failed: "The server did not answer; try again.",
  rows: (/** @type {number} */ used, /** @type {number} */ rows) =>
    used === rows ? `${rows} rows` : `${used} of ${rows} rows can be used`,
  inputs: (/** @type {number} */ inputs, /** @type {number} */ classes) =>
    `${inputs} ${inputs === 1 ? "input" : "inputs"}${classes ? `, ${classes} classes` : ""}`,
  separator: "Separator",
  separators: { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" },
  decimal: "Decimal sign",
  decimals: { ".": "point", ",": "comma" },
  encoding: "Encoding",
  skip: "Lines to skip",
  header: "First row is a header",
  merge: "Merge spellings",
  split: "Keep the file's test rows",
  task: "Task",
  tasks: { classification: "classification", regression: "regression" },
  line: "Line",
  type: (/** @type {string} */ column) => `Type of ${column}`,
  typeRow: "Type",
  roleRow: "Role",
  missingRow: "Missing words",
  missingOf: (/** @type {string} */ column) => `Words that mean no value in ${column}`,
  noWords: "none",
  orderOf: (/** @type {string} */ column) => `Order of the dates in ${column}`,
  orders,
  roles: { target: "target", input: "input", split: "test rows", ignored: "ignored" },
  targetOf: (/** @type {string} */ column) => `Predict ${column}`,
  types: { number: "number", category: "category", date: "date", text: "text", ignore: "ignore" },
  distinct: (/** @type {number} */ count) => `${count} ${count === 1 ? "value" : "values"}`,
  trainedRows: "First rows as the network gets them",
  scaled: (/** @type {string} */ mean, /** @type {string} */ deviation) => `mean ${mean}, deviation ${deviation}`,
  encoded:
    "Numbers are standardized: value minus mean, divided by the standard deviation, both of the training rows (here, " +
    "of all rows). Dates count days. A category is a 0 or 1 for each of its values.",
  counted: "A text is how often each word occurs; the vocabulary is made of the words of all rows.",
  missing: (/** @type {number} */ count) => `${count} missing`,
  table: "The first rows, with a type for each column and the target",
  problems: "Problems and notices",
  more: (/** @type {number} */ count) => `and ${count} more`,
  fine: "Nothing is wrong with it.",
  train: "Train on it",
  cancel: "Cancel",
  trained: (/** @type {string} */ name) => `Training on ${name} now.`,
  place: (/** @type {number | null} */ line, /** @type {string | null} */ column) =>
    [line === null ? "" : `line ${line}`, column === null ? "" : `“${column}”`].filter(Boolean).join(", "),
  /** What each kind of problem says. @type {Record<string, (problem: Problem) => string>} */
  kinds: {
    empty: () => "There are no rows of data in the file.",
    spreadsheet: () => "This is a spreadsheet or an archive, not text: save the sheet as CSV.",
    binary: () => "This is not text.",
    control: (p) => `The character ${p.value} has no place in a text.`,
    not_encoded: (p) => `This is not ${p.value}: choose another encoding.`,
    long_line: (p) => `The line has ${p.found} characters; at most ${p.expected} are read.`,
    many_rows: (p) => `There are more than ${p.expected} rows.`,
    many_columns: (p) => `There are ${p.found} columns; at most ${p.expected} are read.`,
    no_target: () => "There is nothing to predict: choose a target.",
    no_inputs: () => "No column is left to learn from.",
    no_words: () => "No word comes up twice, so there is nothing to learn from.",
    few_rows: (p) => `Usable rows: ${p.found}; at least ${p.expected} are needed.`,
    one_class: (p) => `Every row has the class “${p.value}”: there is nothing to tell apart.`,
    constant_target: (p) => `Every row has the target ${p.value}: there is nothing to learn.`,
    many_classes: (p) => `There are ${p.found} classes; at most ${p.expected} can be told apart. Is it an amount?`,
    many_inputs: (p) => `The columns make ${p.found} inputs; at most ${p.expected} are possible. Leave some out.`,
    text_target: () => "A text cannot be predicted: choose another target, or call it a category.",
    encoding: (p) => `The file is not UTF-8; it was read as ${p.value}.`,
    quotes: () => "A quote is not closed, or something follows it; left out.",
    ragged: (p) => `${p.found} cells instead of ${p.expected}; the row is left out.`,
    twice: (p) => `Another column is called so too; this one is now “${p.value}”.`,
    not_a_number: (p) => `“${p.value}” is not a number; it counts as missing.`,
    not_finite: (p) => `“${p.value}” is too large a number; it counts as missing.`,
    missing_number: (p) => `${p.found} missing: the column's mean stands in for them.`,
    missing_category: (p) => `${p.found} missing: they belong to no category.`,
    missing_text: (p) => `${p.found} missing: read as a text without words.`,
    missing_target: (p) => `${p.found} rows lack the target and are left out.`,
    missing_split: (p) => `${p.found} rows are in neither set; left out.`,
    not_a_date: (p) => `“${p.value}” is not a date; it counts as missing.`,
    other_decimal: (p) => `“${p.value}” does not fit the decimal sign; it counts as missing.`,
    decimal_conflict: (p) => `The decimal sign is “${p.value}”, but ${p.found} cells use the other one.`,
    decimal_guess: (p) => `“${p.value}” fits either decimal sign. Check the one that is chosen.`,
    short_header: (p) => `The header has ${p.found} names, one too few; the first column has no name.`,
    all_missing: () => "No row has a value; left out.",
    constant: () => "Fewer than two different values; left out.",
    index: () => "It only counts the rows; left out.",
    identifier: () => "Every row has its own number, as IDs have; left out. Choose another type to use it.",
    many_categories: (p) =>
      `${p.found} different values, more than ${p.expected}; left out. Choose number, date or text to use it.`,
    own_values: (p) =>
      `${p.found} different values in ${p.expected} rows are no categories; left out. Choose number, date or text to ` +
      "use it.",
    units: (p) => `Different units count as one: ${p.value}.`,
    date_order: (p) => `Day and month could be the other way round; read as ${orders[p.value ?? ""]}.`,
    split_unused: () => "The file's split leaves too few rows; a new one is drawn.",
    skipped: (p) => `“${p.value}” is not part of the table; skipped.`,
    grouped: (p) => `Digits are grouped: ${p.value}.`,
    parentheses: (p) => `Parentheses mean negative: ${p.value}.`,
    trailing: (p) => `A minus behind means negative: ${p.value}.`,
    unit: (p) => `“${p.value}” is the unit.`,
    dates: (p) => `Dates become days since 1970-01-01: ${p.value}.`,
    code: (p) => `Leading zeros, as in ${p.value}: a code, not a number.`,
    word_kept: (p) => `“${p.value}” is a category here (${p.found} rows), not a missing value.`,
    merged: (p) => `${p.found} spellings count as one: ${p.value}.`,
    split: () => "It tells training from test rows; the split is kept.",
    beside_text: () => "Left out, as there is a text to learn from.",
  },

  points: {
    edit: "edit points",
    editHelp: "Add, move and remove points of the data",
    done: "done",
    tools: "What a click does",
    add: (/** @type {string} */ name) => `Add a point of ${name}`,
    erase: "Remove points",
    value: "Target of new points",
    plane: "Points: arrows move the cursor, Enter adds or removes, Space picks a point up and puts it down",
    refused: "A few points must stay.",
    uploaded: "Points of an uploaded set are not edited here.",
    many: (/** @type {number} */ most) => `Sets of more than ${most} points cannot be edited here.`,
  },

  stop: {
    title: "Stop when",
    loss: "Loss below",
    accuracy: "Accuracy above, %",
    epoch: "Epochs done",
    over: "Measured on",
    overs: { train: "training set", test: "test set", batch: "every batch" },
    checked: (/** @type {number} */ every) =>
      every === 1 ? "Checked after every update." : `Checked after every ${every} updates.`,
    bad: {
      loss: "The loss must be a number above 0.",
      accuracy: "The accuracy must be a number from 0 up to, but not including, 100.",
      epoch: "The epochs must be a whole number from 1.",
    },
    off: "–",
    told: (/** @type {Stopped} */ s) => {
      const after = `after ${s.updates} ${s.updates === 1 ? "update" : "updates"}`;
      const on = { train: "training", test: "test", batch: "batch" }[s.over];
      if (s.reason === "epoch")
        return `Stopped: ${s.value} ${s.value === 1 ? "epoch is" : "epochs are"} done, ${after}.`;
      if (s.reason === "loss") return `Stopped: the ${on} loss is ${short(s.value)}, below ${s.limit}, ${after}.`;
      return `Stopped: the ${on} accuracy is ${short(100 * s.value)} %, above ${short(100 * s.limit)} %, ${after}.`;
    },
  },

  exports: {
    title: "Export",
    pytorch: "PyTorch script",
    numpy: "NumPy script",
    scriptHelp: "A program that trains the same from the start, and gives the same losses",
    checkpoint: "Checkpoint",
    checkpointHelp: "The weights and biases as they are now, safetensors",
    data: "Data as CSV",
    recording: "Recording",
    recordingHelp: "Every step of the run so far, safetensors",
    load: "Load a checkpoint…",
    loaded: (/** @type {string} */ name) => `The run begins anew with the parameters of ${name}.`,
    tooLong: "These data are too many for a link: export them as CSV instead.",
  },
};
