import { en } from "./en.js";
import { ru } from "./ru.js";

/** @typedef {{name: string, words: import("./en.js").Words}} Language */

/** The page's languages, each by its own name. @type {Record<string, Language>} */
export const LANGUAGES = {
  en: { name: "English", words: en },
  ru: { name: "Русский", words: ru },
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
