import assert from "node:assert/strict";
import test from "node:test";

import * as m from "../../../static/js/lib/math.js";
import { installDocument } from "../support/dom.js";

installDocument();

const raised = (layer) => `<mrow><mo>(</mo><mn>${layer}</mn><mo>)</mo></mrow>`;

test("a weight has its layer above, and where it goes and comes from below", () => {
  assert.equal(m.weight(2, 0, 2).markup, `<msubsup><mi>w</mi><mrow><mn>1</mn><mn>3</mn></mrow>${raised(2)}</msubsup>`);
});

test("a letter stays as an index, and large numbers are told apart by a comma", () => {
  assert.equal(
    m.weight(1, 0, "i").markup,
    `<msubsup><mi>w</mi><mrow><mn>1</mn><mi>i</mi></mrow>${raised(1)}</msubsup>`,
  );
  assert.equal(m.weight(1, 0, 11).textContent, "w1,12(1)");
  assert.equal(m.weight(1, 0, 8).textContent, "w19(1)");
});

test("sums, errors and biases are written alike", () => {
  assert.equal(m.sumOf(1, 0).textContent, "z1(1)");
  assert.equal(m.delta(3, 1).textContent, "δ2(3)");
  assert.equal(m.bias(2, 4).textContent, "b5(2)");
});

test("an input is x without a layer, a neuron's signal a", () => {
  assert.equal(m.signal(0, 1).markup, "<msub><mi>x</mi><mrow><mn>2</mn></mrow></msub>");
  assert.equal(m.signal(1, 1).textContent, "a2(1)");
});

test("predictions and targets have an index where there are several", () => {
  assert.equal(m.prediction(0, 1).markup, "<mover><mi>y</mi><mo>^</mo></mover>");
  assert.equal(m.prediction(1, 3).textContent, "y^2");
  assert.equal(m.target(0, 1).markup, "<mi>y</mi>");
  assert.equal(m.target(2, 3).textContent, "y3");
});

test("a slope is ∂L over ∂ of something", () => {
  assert.equal(
    m.slopeOf(m.mi("w")).markup,
    "<mfrac><mrow><mi>∂</mi><mi>L</mi></mrow><mrow><mi>∂</mi><mi>w</mi></mrow></mfrac>",
  );
});

test("signs of their own", () => {
  assert.equal(
    m.math(m.sum("i"), m.root(m.mn(2)), m.power(m.mi("e"), m.mi("z"))).markup,
    "<math><mrow><munder><mo>∑</mo><mi>i</mi></munder><msqrt><mn>2</mn></msqrt>" +
      "<msup><mi>e</mi><mi>z</mi></msup></mrow></math>",
  );
});
