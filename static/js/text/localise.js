/** @typedef {import("../wire/types.js").Catalogue} Catalogue */
/** @typedef {import("../wire/types.js").Parameter} Parameter */
/** @typedef {import("../wire/types.js").Choice} Choice */
/** @typedef {import("../wire/types.js").Row & {parameters?: Parameter[]}} Row */

/**
 * The catalogue with the texts that a map has for its rows and controls; what the map lacks stays.
 * A choice that says what a row says is said as that row is; one that only repeats its control's help, as that.
 *
 * @param {Catalogue} catalogue
 * @param {Record<string, Record<string, string | undefined>>} map
 *   texts by "section.name", "controls.path" and "controls.path.value"
 * @returns {Catalogue}
 */
export function localise(catalogue, map) {
  /** @type {Map<string, Record<string, string | undefined>>} */
  const rows = new Map();
  /** @param {Parameter} parameter @returns {Parameter} */
  const control = (parameter) => {
    const key = `controls.${parameter.path}`;
    const own = (/** @type {Choice} */ choice) =>
      choice.help === parameter.help ? { help: map[key]?.help ?? choice.help } : {};
    const choices = parameter.choices?.map((choice) => ({
      ...choice,
      ...own(choice),
      ...(map[`${key}.${choice.value}`] ?? rows.get(said(String(choice.value), choice))),
    }));
    return { ...parameter, ...map[key], ...(choices ? { choices } : {}) };
  };
  /** @param {string} section @param {Row} row */
  const told = (section, row) => {
    const texts = map[`${section}.${row.name}`];
    if (texts) rows.set(said(row.name, row), { label: texts.label, help: texts.help });
    return { ...row, ...texts, ...(row.parameters ? { parameters: row.parameters.map(control) } : {}) };
  };
  const sections = Object.entries(catalogue).flatMap(([section, rows]) =>
    Array.isArray(rows) ? [[section, rows.map((row) => told(section, row))]] : [],
  );
  const groups = Object.entries(catalogue.controls).map(([group, parameters]) => [group, parameters.map(control)]);
  return { ...catalogue, ...Object.fromEntries(sections), controls: Object.fromEntries(groups) };
}

/**
 * What tells one row from another of the same name.
 * @param {string} name
 * @param {{label: string, help: string}} texts
 */
const said = (name, { label, help }) => JSON.stringify([name, label, help]);
