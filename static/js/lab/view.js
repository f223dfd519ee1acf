import { palette } from "../lib/colors.js";
import { hasParameter, parameters } from "../lib/links.js";
import { parse } from "../lib/names.js";
import { tabOf } from "../panels/encode/tabs.js";
import { outputTab } from "../panels/output/index.js";

/** @typedef {import("../page/types.js").View} View */
/** @typedef {import("../wire/types.js").Frame} Frame */

const ONCE = ["data.", "test.", "maps.input"]; // tensors that are sent once per run
const NOW_AND_THEN = /** @type {const} */ (["curve", "surface", "slice", "race"]);
const HARDEST = 24; // examples listed
const MAPS = { fine: 32, coarse: 16, fewUnits: 80 };

/** @type {import("../page/types.js").Options} */
const OPTIONS = {
  surface: {
    plane: "parameters",
    x: "",
    y: "",
    over: "train",
    zoom: 1,
    seed: 0,
    resolution: 0,
    mode: "3d",
    camera: null,
  },
  slice: { over: "train" },
  curve: { log: false },
  explanation: { notation: "neuron", compare: false },
  encode: { tab: "example" },
  output: { tab: "map", over: "test", cell: null, standardized: false },
  inspector: { unfold: [] },
  network: { table: false },
  ask: { on: false },
  race: { shown: false, racers: [], start: 0, log: true },
};

export const currentTheme = () => (document.documentElement.dataset.theme === "dark" ? "dark" : "light");

/**
 * The view of a run that is new or has been edited.
 * @param {View | null} old
 * @param {import("./types.js").RunEvent} event
 * @param {import("../wire/types.js").Catalogue} catalogue
 * @param {string | null} selected  the selection of a new view
 * @returns {View}
 */
export function welcomed(old, { spec, layout, restarted, recorded = false, undo, redo }, catalogue, selected) {
  const names = parameters(layout);
  const fits = (/** @type {string | null | undefined} */ name) => name != null && names.includes(name);
  const last = names.filter((name) => name.startsWith(`layers.${layout.activations.length - 1}.`));
  const options = old?.options ?? OPTIONS;
  const x = fits(options.surface.x) ? options.surface.x : last[0];
  const y =
    fits(options.surface.y) && options.surface.y !== x
      ? options.surface.y
      : (last.find((name) => name !== x) ?? last[0]);
  const resolution = offered(catalogue, options.surface.resolution);
  const selection = old ? old.selection : selected;
  return {
    catalogue,
    spec,
    layout,
    recorded: recorded || (old?.recorded ?? false),
    frame: /** @type {Frame} */ (old?.frame ?? null),
    retained:
      restarted || !old ? { points: new Map(), curve: null, surface: null, slice: null, race: null } : old.retained,
    selection: fits(selection) || neuronFits(selection, layout) ? selection : null,
    hover: null,
    trail: [],
    refused: 0,
    nudged: null,
    epsilon: 0,
    prediction: null,
    picking: restarted ? null : (old?.picking ?? null),
    asked: null,
    score: old?.score ?? { right: 0, total: 0 },
    audience: old?.audience ?? null,
    theme: old?.theme ?? currentTheme(),
    palette: old?.palette ?? palette(),
    reducedMotion: matchMedia("(prefers-reduced-motion: reduce)").matches,
    by: old?.by ?? "operation",
    rate: old ? old.rate : null,
    until: old?.until ?? null,
    undo,
    redo,
    options: {
      ...options,
      output: { ...options.output, cell: restarted ? null : options.output.cell },
      surface: { ...options.surface, x, y, resolution },
    },
  };
}

/**
 * The surface's resolution: the chosen one, else the default, if the server offers it.
 * @param {import("../wire/types.js").Catalogue} catalogue
 * @param {number} chosen
 */
function offered({ panels }, chosen) {
  const { choices, default: usual } = resolutions(panels);
  const values = choices.map((each) => each.value);
  return [chosen, usual].find((each) => values.includes(each)) ?? values[values.length - 1];
}

/**
 * A parameter that has choices, all of them numbers.
 * @typedef {{value: number, label: string, help: string}} Size
 * @typedef {{label: string, help: string, default: number, choices: Size[]}} Sizes
 */
/**
 * The catalogue's row for the surface's resolution.
 * @param {import("../wire/types.js").PanelRow[]} panels
 */
export const resolutions = (panels) =>
  /** @type {Sizes} */ (
    panels.find(({ name }) => name === "surface")?.parameters.find((each) => each.name === "resolution")
  );

/**
 * Whether a network has that parameter or neuron.
 * @param {string} name
 * @param {import("../wire/types.js").Layout} layout
 */
export const exists = (name, layout) => hasParameter(layout, name) || neuronFits(name, layout);

/** @param {string | null} name @param {import("../wire/types.js").Layout} layout */
function neuronFits(name, { sizes }) {
  const found = parse(name);
  return found?.kind === "neuron" && found.unit < (sizes[found.layer] ?? 0);
}

/**
 * Keeps the tensors and metadata that do not come with every frame.
 * @param {View} view
 * @param {Frame} frame
 */
export function retain({ retained }, frame) {
  for (const [name, tensor] of frame.tensors) {
    if (ONCE.some((prefix) => name.startsWith(prefix))) retained.points.set(name, tensor);
  }
  for (const panel of NOW_AND_THEN) if (frame.meta[panel]) retained[panel] = frame;
}

/** @param {import("../page/types.js").Options["surface"]} options */
function plane({ mode: _, camera: __, x, y, ...rest }) {
  return rest.plane === "parameters" ? { x, y, ...rest } : rest;
}

/**
 * The panels of `watch`: what the page needs from the server to draw the view.
 * @param {View} view
 * @param {Set<string>} shown  the page's panels
 */
export function watched(view, shown) {
  const { selection, options, layout } = view;
  const kind = parse(selection)?.kind;
  const parameter = kind && kind !== "neuron" ? selection : options.surface.x;
  const units = layout.sizes.reduce((a, b) => a + b);
  const { race } = options;
  const maps = !shown.has("network") ? 0 : units > MAPS.fewUnits ? MAPS.coarse : MAPS.fine;
  // An output that cannot be drawn is shown in numbers; a question is about the network's numbers.
  const undrawn =
    layout.plane === 0 || (layout.plane === 2 && layout.task === "regression" && (layout.sizes.at(-1) ?? 1) > 1);
  const numbers = shown.has("network") || (shown.has("output") && undrawn) || options.ask.on;
  return {
    ...(numbers ? { network: { maps } } : {}),
    ...(shown.has("explanation") ? { narration: { select: selection, compare: options.explanation.compare } } : {}),
    ...Object.fromEntries(["curve", "health"].filter((name) => shown.has(name)).map((name) => [name, {}])),
    ...(shown.has("output") ? answers(view) : {}),
    ...(shown.has("encode") && tabOf(view) === "map" ? { words: {} } : {}),
    ...(selection && shown.has("inspector")
      ? { inspector: { select: selection, unfold: options.inspector.unfold } }
      : {}),
    ...(shown.has("surface") ? { surface: plane(options.surface) } : {}),
    ...(shown.has("slice") ? { slice: { parameter, over: options.slice.over } } : {}),
    ...(shown.has("race") && race.shown && race.racers.length
      ? { race: { start: race.start, racers: race.racers.map(({ optimizer }) => ({ optimizer })) } }
      : {}),
  };
}

/**
 * The data that the output's tab needs.
 * @param {View} view
 * @returns {Record<string, Record<string, unknown>>}
 */
function answers(view) {
  const { over, cell } = view.options.output;
  const tab = outputTab(view);
  return tab === "confusion"
    ? { confusion: { over, cell } }
    : tab === "hardest"
      ? { hardest: { over, count: HARDEST } }
      : { output: {} };
}
