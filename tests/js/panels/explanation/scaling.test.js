import assert from "node:assert/strict";
import test from "node:test";

import { installDocument } from "../../support/dom.js";
import { scaling } from "../../../../static/js/panels/explanation/index.js";
import { words } from "../../../../static/text/en/page.js";

installDocument();

const targets = { means: [250], deviations: [80], units: ["EUR"] };
const layout = { own: { file: "houses.csv", target: "price", targets }, layers: [{}, {}] };
const said = (kind, layer, changes = {}) =>
  scaling({ layout: { ...layout, ...changes }, frame: { meta: { kind, layer } } }, words.formula).map(
    (each) => each.textContent,
  );

test("formulas of the output say that their numbers are standardized", () => {
  const line = "Standardized numbers: price = 250 EUR + 80 EUR · ŷ";
  for (const kind of ["activation", "loss", "delta"]) assert.deepEqual(said(kind, 2), [line], kind);
});

test("other formulas, classes and generated data need no such line", () => {
  assert.deepEqual(said("activation", 1), []);
  assert.deepEqual(said("update", 2), []);
  assert.deepEqual(said("loss", 2, { own: null }), []);
  assert.deepEqual(said("loss", 2, { own: { ...layout.own, targets: null } }), []);
});
