const rules = new Intl.PluralRules("ru");

/**
 * The form that goes with a number; a fraction takes the second.
 * @param {number} n
 * @param {string} one
 * @param {string} few
 * @param {string} many
 */
export const form = (n, one, few, many) => {
  const rule = rules.select(n);
  return rule === "one" ? one : rule === "many" ? many : few;
};

/** 1 пример, 2 примера, 5 примеров. @param {number} n @param {string} one @param {string} few @param {string} many */
export const count = (n, one, few, many) => `${n} ${form(n, one, few, many)}`;

/** @param {number} n */
export const examples = (n) => count(n, "пример", "примера", "примеров");

/** In the genitive, as after “после”. @param {number} n */
export const updates = (n) => count(n, "обновления", "обновлений", "обновлений");

/**
 * Like `count`, for a number that is already text: digits in groups, or a power of ten.
 * @param {string} n
 * @param {string} one
 * @param {string} few
 * @param {string} many
 */
export const written = (n, one, few, many) =>
  `${n} ${/^[\d\s]+$/.test(n) ? form(Number(n.replace(/\s/g, "")), one, few, many) : many}`;
