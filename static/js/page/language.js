import { localiser } from "../text/index.js";
import { remembered } from "./storage.js";

/** @typedef {{locale: string | null, locales: Record<string, string>}} LanguageBoot */
/** @typedef {import("../../text/en/page.js").Words} Words */

/**
 * The first of these languages that the page has, else English.
 * @param {Record<string, string>} locales  name of each language by its code
 * @param {readonly (string | null)[]} tags  such as "ru-RU", the most wanted first
 */
export function choose(locales, tags) {
  const codes = tags.map((tag) => (tag ?? "").toLowerCase().split("-")[0]);
  return codes.find((code) => Object.hasOwn(locales, code)) ?? "en";
}

/** The language of the address, else the one chosen here before, else the browser's. @param {LanguageBoot} boot */
const localeOf = (boot) => choose(boot.locales, [boot.locale, remembered("locale"), ...navigator.languages]);

/** Loads the texts of a language. @param {string} locale @returns {Promise<Words>} */
export const loadWords = async (locale) => (await import(`../../text/${locale}/page.js`)).words;

/**
 * Loads the page's language. Links keep a language only if the address has one, as in the link that a class gets.
 * The language that someone has chosen is remembered on this device: others open a link in their own.
 * @param {LanguageBoot} boot  `locale` becomes the language that links keep
 */
export async function loadLanguage(boot) {
  const locale = localeOf(boot);
  const [words, localise] = await Promise.all([loadWords(locale), localiser(locale)]);
  if (boot.locale === remembered("locale")) boot.locale = null;
  return { words, localise };
}

/** Requests the texts before the page's script, which waits for them, has been loaded. @param {LanguageBoot} boot */
export const preloadLanguage = (boot) => loadWords(localeOf(boot));
