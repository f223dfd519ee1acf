import assert from "node:assert/strict";
import test from "node:test";

import { show } from "../../../static/js/explain/parts.js";
import { symbolic, worked } from "../../../static/js/explain/working.js";
import { installDocument } from "../support/dom.js";

installDocument();

/** @param {object} line */
const markup = (line) => show(symbolic({ symbol: "w", ...line }), () => {}).markup;
/** @param {object} line */
const text = (line) =>
  worked(line)
    .map((part) => show(part, () => {}).textContent)
    .join(" ");

test("a quotient is a fraction without parentheses, a root and a power are drawn", () => {
  const found = markup({ formula: "{w} − {eta} × {g} / (√{s} + {eps})" });
  assert.ok(
    found.includes(
      "<mfrac><mrow><mi>η</mi><mo>×</mo><mi>g</mi></mrow>" +
        "<mrow><msqrt><mi>s</mi></msqrt><mo>+</mo><mi>ε</mi></mrow></mfrac>",
    ),
    found,
  );
  assert.ok(markup({ formula: "{s} + {g}^2" }).includes("<msup><mi>g</mi><mn>2</mn></msup>"));
  assert.ok(markup({ formula: "{m} / (1 − {beta1}^{t})" }).includes("<msup><mi>β₁</mi><mi>t</mi></msup>"));
});

test("no formula shows a caret, and parentheses stay where they are needed", () => {
  const found = markup({ formula: "{w} − {eta} × ({g} + {mu} × {v})" });
  assert.ok(found.includes("<mo>(</mo><mrow><mi>g</mi>"), found);
  assert.ok(!markup({ formula: "{beta2} × {s} + (1 − {beta2}) × {g}^2" }).includes("^"));
});

test("the numbers stand in the formula's order, negative bases in parentheses", () => {
  const values = { alpha: 0.9, s: 4, g: -0.5 };
  assert.equal(
    text({ formula: "{alpha} × {s} + (1 − {alpha}) × {g}^2", values }),
    "0.9000 × 4 + ( 1 − 0.9000 ) × ( −0.5000 ) 2",
  );
  assert.equal(
    text({ formula: "{m} / (1 − {beta1}^{t})", values: { m: 1, beta1: 0.5, t: 3 } }),
    "1 / ( 1 − 0.5000 3 )",
  );
  const slopes = worked({ formula: "{w} − {eta} × {g}", values: { w: 1, eta: 2, g: 3 } }, "layers.0.bias.0");
  assert.deepEqual(slopes.at(-1), { slope: 3, of: "layers.0.bias.0" });
});
