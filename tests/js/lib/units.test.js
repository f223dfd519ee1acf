import assert from "node:assert/strict";
import { test } from "node:test";

import { amount, inUnits, titleOf, unitsOf, written } from "../../../static/js/lib/units.js";

const PRICE = { means: [131_700], deviations: [24_300], units: ["EUR"] };
/** @param {boolean} standardized @param {unknown} own */
const view = (standardized, own) => /** @type {any} */ ({ layout: { own }, options: { output: { standardized } } });

globalThis.document = /** @type {any} */ ({ documentElement: { lang: "en" } });

test("answers are shown in the file's unit until they are asked for as the network sees them", () => {
  const own = { file: "houses.csv", target: "price (EUR)", targets: PRICE };
  assert.equal(unitsOf(view(false, own)), PRICE);
  assert.equal(unitsOf(view(true, own)), null);
  assert.equal(unitsOf(view(false, null)), null);
  assert.equal(unitsOf(view(false, { ...own, targets: null })), null);
});

test("a standardized number goes back to the number of the file", () => {
  assert.equal(inUnits(0, PRICE), 131_700);
  assert.equal(inUnits(-1, PRICE), 107_400);
  assert.equal(written(1, PRICE), "156,000 EUR");
  assert.equal(written(1, { ...PRICE, units: [null] }), "156,000");
  assert.equal(written(1.2345678, null), "1.235");
  assert.equal(amount(-0.5, "°C"), "−0.5 °C");
  assert.equal(amount(1938, null), "1938");
});

test("a set is called by its file and its target", () => {
  const own = /** @type {any} */ ({ file: "houses.csv", target: "price" });
  assert.equal(titleOf(own), "houses.csv · price");
  assert.equal(titleOf({ ...own, file: null }), "price");
});
