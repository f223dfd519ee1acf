/** @typedef {import("../page/types.js").View} View */
/** @typedef {import("../wire/types.js").OptimizerSpec} Optimizer */
/** @typedef {import("../page/types.js").Options["race"]["racers"][number]} Asked */
/**
 * How a racer is told from the others, by more than its colour: `dash` as SVG has it, `line` and
 * `symbol` as plotly.js calls them, `mark` the symbol's path about 0 0, `bright` on the surface.
 * @typedef {{
 *   letter: string, color: string, bright: string, dash: string, line: string, symbol: string, mark: string
 * }} Look
 */

/** @type {Look[]} by slot */
export const LOOKS = [
  {
    letter: "A",
    color: "var(--racer-1)",
    bright: "#4dd6e5",
    dash: "none",
    line: "solid",
    symbol: "square",
    mark: "M-3.6-3.6H3.6V3.6H-3.6Z",
  },
  {
    letter: "B",
    color: "var(--racer-2)",
    bright: "#ffe45c",
    dash: "7 3",
    line: "dash",
    symbol: "diamond",
    mark: "M0-5 5 0 0 5-5 0Z",
  },
  {
    letter: "C",
    color: "var(--racer-3)",
    bright: "#e9a98f",
    dash: "2 2.5",
    line: "dot",
    symbol: "cross",
    mark: "M-1.6-4.6H1.6V-1.6H4.6V1.6H1.6V4.6H-1.6V1.6H-4.6V-1.6H-1.6Z",
  },
  {
    letter: "D",
    color: "var(--racer-4)",
    bright: "#ccd5e6",
    dash: "8 3 2 3",
    line: "dashdot",
    symbol: "circle",
    mark: "M4.2 0A4.2 4.2 0 1 1-4.2 0 4.2 4.2 0 1 1 4.2 0Z",
  },
];

/**
 * An optimizer as a row of the page's options, with the defaults of its row.
 * @param {View} view
 * @param {string} name
 * @returns {Optimizer}
 */
export function optimizer({ catalogue }, name) {
  const settings = catalogue.optimizers.find((row) => row.name === name)?.parameters ?? [];
  const defaults = Object.fromEntries(settings.map((each) => [each.name, each.default]));
  return /** @type {Optimizer} */ ({ name, ...defaults });
}

/** The same optimizer with another learning rate. @param {Optimizer} optimizer @param {number} rate */
export const withRate = (optimizer, rate) => Object.assign({ ...optimizer }, { learning_rate: rate });

/** What the learning rate of an optimizer may be. @param {View} view @param {string} name */
export function rateOf({ catalogue }, name) {
  const settings = catalogue.optimizers.find((row) => row.name === name)?.parameters ?? [];
  const { min = 0, max = Infinity } = settings.find((each) => each.name === "learning_rate") ?? {};
  return { min, max };
}

/** A learning rate as it is told. @param {number} rate */
export const shortRate = (rate) => String(Number(rate.toPrecision(3)));

/** The racers of a frame, when they are those that are asked for. @param {View} view */
export function racing({ options: { race }, retained }) {
  const racers = retained.race?.meta.race?.racers ?? [];
  const same =
    racers.length === race.racers.length &&
    racers.every(
      ({ optimizer }, i) =>
        optimizer.name === race.racers[i].optimizer.name &&
        optimizer.learning_rate === race.racers[i].optimizer.learning_rate,
    );
  return race.shown && same ? racers : [];
}

/** Of the run, when its racers were told of last: between two frames with a race it goes on. @param {View} view */
export const runOf = (view) => (racing(view).length && view.retained.race ? view.retained.race.meta : view.frame.meta);
