const rules = new Intl.PluralRules("en");

/** 1 example, 2 examples. @param {number} n @param {string} one @param {string} many */
export const count = (n, one, many) => `${n} ${rules.select(n) === "one" ? one : many}`;
