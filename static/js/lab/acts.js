import { inSentence, pretty } from "../lib/names.js";

/** @typedef {import("../wire/types.js").Act} Act */
/** @typedef {import("../wire/types.js").Catalogue} Catalogue */

/**
 * What an act did, as in "Undo: layer added".
 * @param {Act} act
 * @param {Catalogue} catalogue
 * @param {import("../../text/en/page.js").Words["acts"]} words
 */
export function actName({ kind, fields }, catalogue, words) {
  if (kind === "parameter") return words.parameter(pretty(fields[0]));
  if (kind !== "settings") return words[kind];
  const row = parameters(catalogue).find(({ path }) => path === fields[0]);
  return row ? words.settings(inSentence(row.label)) : words.changed;
}

/** The settings that the catalogue has a label for. @param {Catalogue} catalogue */
const parameters = ({ controls, optimizers }) => [
  ...Object.values(controls).flat(),
  ...optimizers.flatMap((row) => row.parameters),
];
