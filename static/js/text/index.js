import { en } from "./en.js";
import { localise } from "./localise.js";
import { catalogue as russian } from "./ru-catalogue.js";
import { ru } from "./ru.js";

/** @typedef {import("../wire/types.js").Catalogue} Catalogue */
/** @typedef {{name: string, words: import("./en.js").Words, localise: (catalogue: Catalogue) => Catalogue}} Language */

/** The page's languages, each by its own name. @type {Record<string, Language>} */
export const LANGUAGES = {
  en: { name: "English", words: en, localise: (catalogue) => catalogue },
  ru: { name: "Русский", words: ru, localise: (catalogue) => localise(catalogue, russian) },
};

/**
 * The language that is asked for, else the first that the page speaks, else English.
 * @param {string | null} asked           "en" or "ru"
 * @param {readonly string[]} languages   such as "ru-RU", the likeliest first
 */
export function choose(asked, languages) {
  const wanted = [asked ?? "", ...languages].map((tag) => tag.toLowerCase().split("-")[0]);
  return LANGUAGES[wanted.find((code) => Object.hasOwn(LANGUAGES, code)) ?? "en"];
}
