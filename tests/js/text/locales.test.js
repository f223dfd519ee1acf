import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

import { choose } from "../../../static/js/page/language.js";

const ROOT = join(import.meta.dirname, "../../../static/text");
const locales = JSON.parse(readFileSync(join(ROOT, "locales.json"), "utf8"));
const [first, ...others] = Object.keys(locales);
/** The modules that the page loads; they import the others. */
const ENTRIES = ["page.js", "expression.js"];

const load = async (/** @type {string} */ locale, /** @type {string} */ entry) =>
  (await import(join(ROOT, locale, entry))).words;

/** Every text with its place and type. @returns {[string, unknown][]} */
const texts = (/** @type {object} */ tree, path = "") =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "object" ? texts(value, `${path}${key}.`) : [[`${path}${key}`, value]],
  );
const shape = (/** @type {object} */ tree) =>
  texts(tree)
    .map(([path, text]) => `${path}: ${typeof text === "function" ? `function of ${text.length}` : typeof text}`)
    .sort();

test("the first language is English", () => {
  assert.equal(first, "en");
  assert.ok(others.length > 0);
});

for (const entry of ENTRIES) {
  for (const locale of others) {
    test(`${locale}/${entry} has the same texts as ${first}/${entry}`, async () => {
      assert.deepEqual(shape(await load(locale, entry)), shape(await load(first, entry)));
    });
  }
  for (const locale of Object.keys(locales)) {
    test(`no text of ${locale}/${entry} is empty`, async () => {
      const empty = texts(await load(locale, entry)).filter(([, text]) => text === "");
      assert.deepEqual(empty, []);
    });
  }
}

test("a language is chosen by the address, then by an earlier choice, then by the browser", () => {
  assert.equal(choose(locales, ["ru", "en", "zz"]), "ru");
  assert.equal(choose(locales, [null, "ru"]), "ru");
  assert.equal(choose(locales, [null, null, "zz-ZZ", "ru-RU"]), "ru");
  assert.equal(choose(locales, [null, null, "zz-ZZ", "constructor"]), "en");
});
