/** @typedef {import("../wire/types.js").Catalogue} Catalogue */

/** What translates the catalogue. @param {string} locale @returns {Promise<(catalogue: Catalogue) => Catalogue>} */
export async function localiser(locale) {
  if (locale !== "ru") return (catalogue) => catalogue;
  const [{ localise }, { catalogue: russian }] = await Promise.all([
    import("./localise.js"),
    import("./ru-catalogue.js"),
  ]);
  return (catalogue) => localise(catalogue, russian);
}
