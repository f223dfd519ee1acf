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

/** Texts of uploaded data, edited points, stopping conditions and exports. */
export const own = {
  button: "your own…",
  buttonHelp: "Train on your own CSV file; you can also drop it anywhere on the page",
  title: "Your own data",
  close: "Close",
  choose: "Choose a CSV file",
  another: "Another file",
  drop: "Drop the file to open it",
  about:
    "Rows of numbers and categories with a column to predict, or texts with a label. The file goes to this server " +
    "only, stays in memory, and is deleted when it is no longer used.",
  reading: "Reading…",
  failed: "The server did not answer. Try again.",
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
  scaled: (/** @type {string} */ mean, /** @type {string} */ deviation) =>
    `mean ${mean}, standard deviation ${deviation}`,
  encoded:
    "Numbers are standardized: value minus mean, divided by the standard deviation, both of the training rows (here, " +
    "of all rows). Dates become days. A category becomes a one-hot vector: a 0 or 1 for each of its values.",
  counted: "A text becomes the number of times each word occurs; here the vocabulary has the words of all rows.",
  missing: (/** @type {number} */ count) => `${count} missing`,
  table: "The first rows, with a type for each column and the target",
  problems: "Problems and notices",
  more: (/** @type {number} */ count) => `and ${count} more`,
  fine: "No problems found.",
  train: "Train on this file",
  cancel: "Cancel",
  place: (/** @type {number | null} */ line, /** @type {string | null} */ column) =>
    [line === null ? "" : `line ${line}`, column === null ? "" : `“${column}”`].filter(Boolean).join(", "),
  /** What each kind of problem says. @type {Record<string, (problem: Problem) => string>} */
  kinds: {
    empty: () => "The file has no rows of data.",
    spreadsheet: () => "This is a spreadsheet or an archive, not a text file. Save the sheet as CSV.",
    binary: () => "This is not a text file. Choose a CSV file.",
    control: (p) => `The character ${p.value} is not allowed in a text file.`,
    not_encoded: (p) => `The file is not ${p.value}. Choose another encoding.`,
    long_line: (p) => `The line has ${p.found} characters; at most ${p.expected} are read.`,
    many_rows: (p) => `There are more than ${p.expected} rows.`,
    many_columns: (p) => `There are ${p.found} columns; at most ${p.expected} are read.`,
    no_target: () => "There is nothing to predict. Choose a target.",
    no_inputs: () => "No input column is left. Include at least one column.",
    no_words: () => "No word occurs twice, so there is nothing to learn from.",
    few_rows: (p) => `Usable rows: ${p.found}; at least ${p.expected} are needed.`,
    one_class: (p) => `Every row has the class “${p.value}”. At least two classes are needed.`,
    constant_target: (p) => `Every row has the target ${p.value}, so there is nothing to learn.`,
    many_classes: (p) =>
      `There are ${p.found} classes; at most ${p.expected} are possible. Choose the task regression if the target is a quantity.`,
    many_inputs: (p) => `The columns give ${p.found} inputs; at most ${p.expected} are possible. Ignore some columns.`,
    text_target: () => "A text cannot be predicted. Choose another target, or make it a category.",
    encoding: (p) => `The file is not UTF-8; it was read as ${p.value}.`,
    quotes: () => "A quote is not closed, or text follows it; the row is left out.",
    ragged: (p) => `${p.found} cells instead of ${p.expected}; the row is left out.`,
    twice: (p) => `Duplicate column name; this column is now “${p.value}”.`,
    not_a_number: (p) => `“${p.value}” is not a number; it counts as missing.`,
    not_finite: (p) => `“${p.value}” is too large; it counts as missing.`,
    missing_number: (p) => `${p.found} missing; they are replaced with the mean of the column.`,
    missing_category: (p) => `${p.found} missing; they belong to no category.`,
    missing_text: (p) => `${p.found} missing; they count as texts without words.`,
    missing_target: (p) => `${p.found} rows have no target; they are left out.`,
    missing_split: (p) => `${p.found} rows are in neither set; they are left out.`,
    not_a_date: (p) => `“${p.value}” is not a date; it counts as missing.`,
    other_decimal: (p) => `“${p.value}” does not fit the decimal sign; it counts as missing.`,
    decimal_conflict: (p) => `The decimal sign is “${p.value}”, but ${p.found} cells use the other one.`,
    decimal_guess: (p) => `“${p.value}” fits either decimal sign. Check the one that is chosen.`,
    short_header: (p) => `The header has ${p.found} names, one too few; the first column has no name.`,
    all_missing: () => "No row has a value; the column is left out.",
    constant: () => "Fewer than two different values; the column is left out.",
    index: () => "The values are row numbers; the column is left out.",
    identifier: () =>
      "Every row has its own number, like an ID; the column is left out. Choose another type to use it.",
    many_categories: (p) =>
      `${p.found} different values, more than ${p.expected}; the column is left out. Choose number, date or text to use it.`,
    own_values: (p) =>
      `${p.found} different values in ${p.expected} rows are not categories; the column is left out. Choose number, ` +
      "date or text to use it.",
    units: (p) => `Different units count as one: ${p.value}.`,
    date_order: (p) => `Day and month may be swapped; read as ${orders[p.value ?? ""]}.`,
    split_unused: () => "The file's split leaves too few rows; a new one is drawn.",
    skipped: (p) => `“${p.value}” is not part of the table; skipped.`,
    grouped: (p) => `Digits are grouped: ${p.value}.`,
    parentheses: (p) => `Parentheses mean negative: ${p.value}.`,
    trailing: (p) => `A trailing minus means negative: ${p.value}.`,
    unit: (p) => `“${p.value}” is the unit.`,
    dates: (p) => `Dates become days since 1970-01-01: ${p.value}.`,
    code: (p) => `Leading zeros, as in ${p.value}: a code, not a number.`,
    word_kept: (p) => `“${p.value}” is a category here (${p.found} rows), not a missing value.`,
    merged: (p) => `${p.found} spellings count as one: ${p.value}.`,
    split: () => "The column marks training and test rows; this split is kept.",
    beside_text: () => "The column is left out, because the network learns from the text.",
  },

  points: {
    edit: "edit points",
    editHelp: "Add, move and remove data points",
    done: "done",
    tools: "What a click does",
    add: (/** @type {string} */ name) => `Add a point of ${name}`,
    erase: "Remove points",
    value: "Target of new points",
    plane:
      "Data points: arrow keys move the cursor, Enter adds or removes a point, Space picks one up and puts it down",
    refused: "The last points cannot be removed: training needs a few.",
    uploaded: "Points of uploaded data cannot be edited here.",
    many: (/** @type {number} */ most) => `Data sets of more than ${most} points cannot be edited here.`,
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

  share: {
    title: "Share this moment",
    close: "Close",
    link: "Link to this moment",
    copy: "Copy",
    copied: "Copied.",
    copyByHand: "Copy the selected link yourself: this browser does not let the page do it.",
    length: (/** @type {number} */ count) => `${count.toLocaleString("en")} characters`,
    holds: "The link holds",
    settings: "all settings, and the changes made during training",
    moment: (/** @type {number} */ step, /** @type {number} */ op) => `the moment: step ${step}, operation ${op}`,
    view: "the view: tabs, planes, notation, speed",
    data: (/** @type {string} */ name) => `your data: ${name}`,
    lacks: "It does not hold",
    history: "what can be undone",
    race: "a race",
    tooLarge: (/** @type {number} */ limit) =>
      `your data: compressed, the file has more than ${limit} kB. The link works while this server has the data. ` +
      "Save a file instead.",
    notHere: "your data. The link works while this server has them. Open your file again to share it.",
    points: "The edited points are too many for a link. Export them as CSV instead.",
    save: "Save as .backstep",
    saveHelp: "Your data and this moment in one file. Drop it on the page to open it.",
    newer: "a later version of backstep wrote it.",
    refused: (/** @type {string} */ why) =>
      why
        ? `The data in the link were not accepted: ${why}`
        : "The data in the link are damaged. Ask for the link again.",
    refusedFile: (/** @type {string} */ name, /** @type {string} */ why) =>
      why ? `${name} was not accepted: ${why}` : `${name} is not a .backstep file, or it is damaged.`,
  },
  exports: {
    title: "Export",
    pytorch: "PyTorch script",
    numpy: "NumPy script",
    scriptHelp: "A program that repeats the training from the start and gives the same losses",
    checkpoint: "Checkpoint",
    checkpointHelp: "The current weights and biases, as safetensors",
    data: "Data as CSV",
    recording: "Recording",
    recordingHelp: "Every step of the run so far, as safetensors",
    load: "Load a checkpoint…",
    loaded: (/** @type {string} */ name) => `The run starts again with the parameters of ${name}.`,
  },
};
