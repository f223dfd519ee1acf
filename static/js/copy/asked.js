/**
 * What the address of a copy asks for after its `#`, as that of a scene does after its `?`. Fields that name a run
 * are ignored: the copy holds the one that it was made from.
 *
 * @template T
 * @typedef {{allowed: readonly string[], read: (text: string) => T | undefined}} Field  undefined: not allowed
 */

const THEMES = ["auto", "light", "dark", "projector"];
const KEYS = ["deck", "sim", "none"];
const MAX_RATE = 1000; // boundaries per second

/** Fields that say how the copy is shown; they stay in its address. */
export const KEPT = ["panels", "theme", "controls", "autoplay", "rate", "by", "keys", "hide", "ask", "locale"];

/** @param {readonly string[]} allowed @returns {Field<string>} */
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

/** @param {number} max @returns {Field<number>} */
const whole = (max) => ({
  allowed: [`0–${max}`],
  read: (text) => (/^\d+$/.test(text) && Number(text) <= max ? Number(text) : undefined),
});

/** Boundaries per second; null: as fast as possible. @type {Field<number | null>} */
const rate = {
  allowed: [`1–${MAX_RATE}`, "max"],
  read: (text) => (text === "max" ? null : Number(text) > 0 && Number(text) <= MAX_RATE ? Number(text) : undefined),
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
 * The values that are allowed, and the problems of the others, for which the default is used.
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
