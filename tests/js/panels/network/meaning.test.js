import assert from "node:assert/strict";
import test from "node:test";

import { installDocument } from "../../support/dom.js";
import { percent } from "../../../../static/js/lib/format.js";
import { meaning, nameOf } from "../../../../static/js/panels/network/neurons.js";

installDocument();

const targets = { means: [250_000], deviations: [80_000], units: ["EUR"] };
const own = { file: "houses.csv", target: "price (EUR)", targets };
const options = { output: { standardized: false } };
const layers = [{}, {}];

test("the output of own data says the amount in the file's unit", () => {
  const layout = { own, layers, classes: null };
  assert.match(meaning({ layout, options }, 2, 0, 0.5), /290.000 EUR/);
  assert.equal(meaning({ layout, options }, 1, 0, 0.5), "");
  assert.equal(meaning({ layout, options: { output: { standardized: true } } }, 2, 0, 0.5), "");
});

test("the output of two classes says how probable the second is", () => {
  const layout = { own: { ...own, targets: null }, layers, classes: ["nein", "ja"] };
  assert.equal(meaning({ layout, options }, 2, 0, 0.998), `“ja” ${percent(0.998)}`);
  assert.equal(meaning({ layout: { ...layout, own: null }, options }, 2, 0, 0.998), "");
});

test("the outputs of digits are called 0 to 9", () => {
  const layout = { sizes: [64, 10], classes: [..."0123456789"], inputs: [] };
  assert.deepEqual(
    Array.from({ length: 10 }, (_, unit) => nameOf(layout, 1, unit)),
    [..."0123456789"].map((digit) => `“${digit}”`),
  );
});
