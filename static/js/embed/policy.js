import { pagePolicy } from "../lab/policy.js";

/** @typedef {import("../page/types.js").Options} Options */

/**
 * The policy of a scene. Everything is in sight, and scrolling would move the deck around the scene.
 * @param {import("../lab/lab.js").Lab} lab
 * @param {import("./types.js").Shown} shown
 * @returns {import("../lab/types.js").Policy}
 */
export const scenePolicy = (lab, { by, rate, tabs }) => ({
  ...pagePolicy(lab),
  scrolls: false,
  paceOf: () => rate,
  keepPace() {},
  opening: ({ options }) => ({
    ...(by ? { by } : {}),
    rate,
    options: { ...options, race: { ...options.race, shown: true }, ...opened(options, tabs) },
  }),
});

/** The options of panels whose first tab is chosen. @param {Options} options @param {Record<string, string>} tabs */
const opened = (options, tabs) =>
  Object.fromEntries(
    Object.entries(tabs).map(([panel, tab]) => [panel, { ...options[/** @type {keyof Options} */ (panel)], tab }]),
  );
