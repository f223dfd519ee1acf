import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

import { GENITIVES } from "../../../static/text/ru/genitives.js";

const ROOT = join(import.meta.dirname, "../../../static/text");
const read = (/** @type {string[]} */ ...path) => JSON.parse(readFileSync(join(ROOT, ...path), "utf8"));
const catalogue = read("en", "catalogue.json");

for (const [section, names] of Object.entries(GENITIVES)) {
  test(`${section}: every row of the catalogue has a Russian genitive`, () => {
    assert.deepEqual(Object.keys(names).sort(), Object.keys(catalogue[section]).sort());
  });
}

for (const locale of Object.keys(read("locales.json"))) {
  test(`${locale}: the formula lab explains every activation function that it knows`, async () => {
    const { words } = await import(join(ROOT, locale, "expression.js"));
    const missing = Object.keys(catalogue.activations).filter((name) => !(name in words.rules));
    assert.deepEqual(missing, ["softmax"]); // which it does not have
  });
}
