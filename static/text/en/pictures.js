import { count } from "./plurals.js";

/** Texts of pictures and films. */
export const pictures = {
  still: "Picture…",
  stillHelp: "A panel as it is now, as SVG or PNG",
  film: "Film…",
  filmHelp: "A range of steps, or the operations of one step, as GIF or WebM",
  panel: "Panel",
  format: "Format",
  theme: "Theme",
  themes: { light: "light", dark: "dark", projector: "projector" },
  scale: "Scale",
  pixels: (/** @type {number} */ width, /** @type {number} */ height) => `${width} × ${height} px`,
  vector: (/** @type {number} */ width, /** @type {number} */ height) => `${width} × ${height}, sharp at any size`,
  preview: "Preview",
  altLabel: "Description (alt text)",
  save: "Save",
  copy: "Copy picture",
  copyText: "Copy text",
  close: "Close",
  cancel: "Cancel",
  copied: "Copied.",
  refused: "The browser did not allow copying. Save the file instead.",
  title: (/** @type {string} */ panel, /** @type {number} */ step) => `${panel}, step ${step}`,
  drawing: "Drawing…",
  nothing: "This panel has nothing to draw at this moment.",
  failed: (/** @type {string} */ why) => `This failed: ${why}`,

  by: "Show",
  bys: {
    step: "steps",
    layer: "layers",
    operation: "operations",
    forward: "the forward pass",
    backward: "the backward pass",
  },
  from: "from step",
  to: "to step",
  every: "every",
  rate: "Frames per second",
  width: "Width",
  panels: "Panels",
  make: "Create",
  making: (/** @type {number} */ done, /** @type {number} */ of) => `Frame ${done} of ${of}`,
  estimate: (
    /** @type {number} */ frames,
    /** @type {string} */ seconds,
    /** @type {number} */ width,
    /** @type {number} */ height,
  ) => `${count(frames, "frame", "frames")}, ${seconds} s, ${width} × ${height} px`,
  none: "The last step is before the first one. Choose a later last step.",
  noPanel: "Choose at least one panel.",
  unfit: (/** @type {string} */ label, /** @type {string} */ least, /** @type {string} */ most) =>
    `“${label}” must be a whole number, ${most ? `${least} to ${most}` : `${least} or more`}.`,
  last: (/** @type {number} */ step) => `The last step here is ${step}.`,
  tooMany: (/** @type {number} */ frames, /** @type {number} */ most) =>
    `${frames} frames are too many: at this size ${most} are possible. Take every n-th step or a smaller width.`,
  made: (/** @type {number} */ frames, /** @type {string} */ size) =>
    `Done: ${count(frames, "frame", "frames")}, ${size}.`,
  caption: (/** @type {number} */ step, /** @type {string | null} */ operation, /** @type {string | null} */ loss) =>
    [`step ${step}`, operation, `loss ${loss ?? "not finite"}`].filter(Boolean).join(" · "),
  filmTitle: (/** @type {number} */ from, /** @type {number} */ to) =>
    from === to ? `backstep, step ${from}` : `backstep, steps ${from} to ${to}`,
  /** Why there is no WebM. @type {Record<string, string>} */
  hindrances: {
    insecure: "WebM needs https or a server on this computer. GIF always works.",
    absent: "This browser cannot encode video. GIF always works.",
  },

  alt: {
    shape: (
      /** @type {number} */ inputs,
      /** @type {{units: number, activation: string}[]} */ hidden,
      /** @type {number} */ outputs,
      /** @type {string} */ activation,
    ) =>
      `A neural network: ${count(inputs, "input", "inputs")}, ` +
      `${hidden.map((each) => `${count(each.units, "neuron", "neurons")} (${each.activation}), `).join("")}${count(outputs, "output", "outputs")} ` +
      `(${activation}).`,
    moment: (
      /** @type {number} */ step,
      /** @type {number} */ op,
      /** @type {number} */ ops,
      /** @type {string} */ operation,
    ) => `Step ${step}, operation ${op} of ${ops} (${operation}).`,
    own: (
      /** @type {string | null} */ file,
      /** @type {string} */ target,
      /** @type {string[]} */ inputs,
      /** @type {number} */ all,
    ) =>
      `The network predicts ${target} from ${inputs.join(", ")}` +
      `${all > inputs.length ? ` and ${count(all - inputs.length, "more input", "more inputs")}` : ""}` +
      `${file ? `; the data are from ${file}` : ""}.`,
    amount: (/** @type {string} */ guess, /** @type {string} */ right) =>
      `For the example shown, the network predicts ${guess}; the target is ${right}.`,
    film: (
      /** @type {number} */ from,
      /** @type {number} */ to,
      /** @type {string | null} */ first,
      /** @type {string | null} */ last,
    ) =>
      "A film of " +
      `${from === to ? `the operations of step ${from}` : `steps ${from} to ${to}`}.${first === null || last === null || first === last ? "" : ` The training loss goes from ${first} to ${last}.`}`,
    losses: (
      /** @type {string | null} */ train,
      /** @type {string | null} */ test,
      /** @type {string | null} */ penalty,
      /** @type {string | null} */ accuracy,
    ) =>
      `${train === null ? "The training loss is not a finite number" : `Training loss ${train}`}${test === null ? "" : `, test loss ${test}`}${penalty === null ? "" : `, penalty ${penalty}`}${accuracy === null ? "" : `, accuracy ${accuracy}`}.`,
    neuron: (/** @type {number} */ layer, /** @type {number} */ unit) => `neuron ${unit + 1} of layer ${layer}`,
    input: (/** @type {string} */ name) => `input ${name}`,
    bias: (/** @type {number} */ layer, /** @type {number} */ unit) =>
      `the bias of neuron ${unit + 1} of layer ${layer}`,
    weight: (/** @type {string} */ from, /** @type {number} */ layer, /** @type {number} */ unit) =>
      `the weight from ${from} to neuron ${unit + 1} of layer ${layer}`,
    selected: (/** @type {string} */ what, /** @type {string | null} */ value, /** @type {string | null} */ slope) =>
      `Selected: ${what}${value === null ? "" : ` = ${value}`}${slope === null ? "" : `, ${slope}`}.`,
    gradient: (/** @type {string} */ slope) => `gradient ${slope}`,
    error: (/** @type {string} */ delta) => `error δ ${delta}`,
    slice: (/** @type {string} */ what, /** @type {string | null} */ loss, /** @type {string | null} */ slope) =>
      `The loss along ${what}, all else fixed: here ` +
      `${loss ?? "not a finite number"}${slope === null ? "" : `, slope ${slope}`}.`,
    surface: (/** @type {string} */ x, /** @type {string} */ y, /** @type {string | null} */ loss) =>
      `The loss as a surface over ${x} and ${y}: here ${loss ?? "not a finite number"}; a line shows the path so far.`,
    curve: (/** @type {string} */ first, /** @type {string} */ least) =>
      `The curve of the training loss starts at ${first}; its lowest value is ${least}.`,
    output: {
      map: "A map of the network's predictions over the inputs, with the data on it.",
      confusion: "A confusion matrix: how often each class is predicted as each.",
      hardest: "A list of the examples with the highest loss.",
    },
    answer: (/** @type {string} */ guess, /** @type {string} */ share, /** @type {string} */ right) =>
      `For the example shown, the network predicts “${guess}” with ${share}; the label is “${right}”.`,
  },
};
