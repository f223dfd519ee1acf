/**
 * What the address of a copy asks for behind its `#`, as that of a scene does behind its `?`. What
 * names the run is passed over: the copy holds the one that it was made of.
 *
 * @template T
 * @typedef {{allowed: readonly string[], read: (text: string) => T | undefined}} Field  undefined: not allowed
 */

const THEMES = ["auto", "light", "dark", "projector"];
const KEYS = ["deck", "sim", "none"];
const FASTEST = 1000; // boundaries a second

/** What says how the copy is shown, and stays in its address. */
export const KEPT = ["panels", "theme", "controls", "autoplay", "rate", "by", "keys", "hide", "ask", "locale"];

/** @param {readonly string[]} allowed @returns {Field<unknown>} */
const choice = (allowed) => ({ allowed, read: (text) => (allowed.includes(text) ? text : undefined) });

/** @param {readonly string[]} allowed @returns {Field<string[]>} */
const list = (allowed) => ({
  allowed,
  read(text) {
    const names = text
      .split(",")
      .map((each) => each.trim())
      .filter(Boolean);
    return names.every((each) => allowed.includes(each)) ? names : undefined;
  },
});

/** @type {Field<boolean>} */
const flag = { allowed: ["0", "1"], read: (text) => ({ 0: false, 1: true })[text] };

/** @param {number} most @returns {Field<number>} */
const whole = (most) => ({
  allowed: [`0–${most}`],
  read: (text) => (/^\d+$/.test(text) && Number(text) <= most ? Number(text) : undefined),
});

/** Boundaries a second; null as fast as it goes. @type {Field<number | null>} */
const rate = {
  allowed: [`1–${FASTEST}`, "max"],
  read: (text) => (text === "max" ? null : Number(text) > 0 && Number(text) <= FASTEST ? Number(text) : undefined),
};

/**
 * @param {{
 *   end: import("../wire/types.js").Position, panels: string[], controls: string[], granularities: string[]
 * }} known  of the copy
 */
const fields = ({ end, panels, controls, granularities }) => ({
  step: whole(end.step),
  op: whole(end.op),
  panels: list(panels),
  theme: choice(THEMES),
  controls: flag,
  autoplay: flag,
  ask: flag,
  rate,
  by: choice(granularities),
  keys: choice(KEYS),
  hide: list(controls),
});

/**
 * The values that are allowed, and what is wrong with the others: there the default holds.
 * @param {URLSearchParams} asked
 * @param {Parameters<typeof fields>[0]} known
 * @param {(text: string, allowed: readonly string[]) => string} wrong
 */
export function readAsked(asked, known, wrong) {
  /**
   * @type {{
   *   step?: number, op?: number, panels?: string[], theme?: string, controls?: boolean, autoplay?: boolean,
   *   ask?: boolean, rate?: number | null, by?: import("../wire/types.js").Granularity,
   *   keys?: "deck" | "sim" | "none", hide?: string[]
   * }}
   */
  const values = {};
  /** @type {{field: string, message: string}[]} */
  const problems = [];
  for (const [field, { allowed, read }] of Object.entries(fields(known))) {
    const text = asked.get(field);
    if (!text) continue;
    const value = read(text);
    if (value === undefined) problems.push({ field, message: wrong(text, allowed) });
    else Object.assign(values, { [field]: value });
  }
  return { values, problems };
}
