import { pretty } from "../../js/lib/names.js";

/** @typedef {{steps: number, targets: string[]}} Head */
/** @typedef {{panel: string, stride: number, of: Record<string, unknown>}} Track */

/** @param {number} stride */
const every = (stride) => (stride === 1 ? "at every step" : `every ${stride} steps`);

/** Texts of an offline copy, and of the dialog that makes one. */
export const copy = {
  /** @param {Head} head @param {Track[]} tracks */
  note: ({ steps, targets }, tracks) =>
    [
      `In this copy: ${steps} steps, with the numbers of the first example of each batch`,
      ...(targets.length > 1
        ? []
        : [targets.length ? `details of ${pretty(targets[0])} only` : "no details of single weights or neurons"]),
      ...tracks.flatMap(({ panel, stride, of }) => {
        const names = Object.keys(of);
        if (!names.length) return [];
        return [
          panel === "surface"
            ? `loss surface ${every(stride)}`
            : names.length === 1
              ? `slice along ${pretty(names[0])} ${every(stride)}`
              : `slices along the others ${every(stride)}`,
        ];
      }),
    ].join("; "),
  ended: (/** @type {number} */ steps) => `This copy ends here, after ${steps} steps.`,
  wrong: (/** @type {string} */ text, /** @type {readonly string[]} */ allowed) =>
    `${text} is not allowed; allowed: ${allowed.join(", ")}`,
  untold: "The copy has no details of this one beyond what the drawing shows.",
  entry: "Offline copy…",
  entryHelp: "One HTML file that plays the run without a network or a server",
  title: "Offline copy",
  lead:
    "One HTML file that opens without a network or a server. It holds the run from its start, to play, step in both " +
    "directions and inspect.",
  steps: "Steps",
  panels: "Panels",
  make: "Create",
  making: "Recording the run…",
  made: (/** @type {string} */ size) => `Done: ${size}.`,
  save: "Save",
  close: "Close",
  size: (/** @type {number} */ bytes) =>
    bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`,
};
