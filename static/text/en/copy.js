import { pretty } from "../../js/lib/names.js";

/** @typedef {{steps: number, targets: string[]}} Head */
/** @typedef {{panel: string, stride: number, of: Record<string, unknown>}} Track */

/** @param {number} stride */
const every = (stride) => (stride === 1 ? "at every step" : `every ${stride} steps`);

/** A copy that needs no server, and the dialog that makes one. */
export const copy = {
  /** @param {Head} head @param {Track[]} tracks */
  note: ({ steps, targets }, tracks) =>
    [
      `In this copy: ${steps} steps, with the numbers of each batch's first example`,
      ...(targets.length > 1
        ? []
        : [targets.length ? `told one by one: ${pretty(targets[0])}` : "no weight or neuron is told of one by one"]),
      ...tracks.flatMap(({ panel, stride, of }) => {
        const names = Object.keys(of);
        if (!names.length) return [];
        return [
          panel === "surface"
            ? `surface ${every(stride)}`
            : names.length === 1
              ? `slice along ${pretty(names[0])} ${every(stride)}`
              : `along the others ${every(stride)}`,
        ];
      }),
    ].join("; "),
  ended: (/** @type {number} */ steps) => `This copy ends here, after ${steps} steps.`,
  wrong: (/** @type {string} */ text, /** @type {readonly string[]} */ allowed) =>
    `${text} is not one of ${allowed.join(", ")}`,
  untold: "Of this one the copy has no more than the drawing shows.",
  entry: "Offline copy…",
  entryHelp: "One HTML file that plays the run without network or server",
  title: "Offline copy",
  lead:
    "One HTML file that opens without network or server: the run from its start, to play, step both ways, and " +
    "inspect.",
  steps: "Steps",
  panels: "Panels",
  make: "Make it",
  making: "The run is being recorded…",
  made: (/** @type {string} */ size) => `It is made: ${size}.`,
  save: "Save",
  close: "Close",
  size: (/** @type {number} */ bytes) =>
    bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`,
};
