import assert from "node:assert/strict";
import test from "node:test";

import { exact, exactSigned, percent, plain, signed } from "../../../static/js/lib/format.js";

/** @param {(value: any, digits?: number) => string} write @param {[string, any, number?][]} cases */
function writes(write, cases) {
  for (const [text, ...given] of cases) assert.equal(write(...given), text);
}

test("a number keeps its width", () => {
  writes(plain, [
    ["0.0000", 0],
    ["0.5000", 0.5],
    ["0.0123", 0.0123],
    ["1.500", 1.5],
    ["12.35", 12.345678],
    ["99999", 99999.4],
    ["−12.30", -12.3],
    ["0.05", 0.05, 2],
  ]);
});

test("very small and very large numbers are powers of ten", () => {
  writes(plain, [
    ["1.20e−7", 1.2e-7],
    ["−3.20e7", -3.2e7],
    ["1.00e5", 1e5],
    ["1.2e−7", 1.23e-7, 3],
  ]);
});

test("a sign stands before every number but a zero's minus", () => {
  writes(signed, [
    ["+0.0123", 0.0123],
    ["−12.30", -12.3],
    ["+0.0000", 0],
    ["+0.0000", -0],
    ["+1.20e−7", 1.2e-7],
    ["+0.00", -0.0004, 2],
    ["−0.001", -0.0014, 3],
  ]);
});

test("what is not computed, no number, or too large for the wire is told apart", () => {
  for (const write of [plain, signed, exact, exactSigned]) {
    writes(write, [
      ["–", null],
      ["–", undefined],
      ["NaN", NaN],
      ["> 3e38", Infinity],
      ["< −3e38", -Infinity],
    ]);
  }
});

test("a small factor keeps its significant digits in a formula", () => {
  writes(exact, [
    ["3", 3],
    ["−7", -7],
    ["0", 0],
    ["0.05000", 0.05],
    ["0.0001234", 0.0001234],
    ["1.234", 1.2341],
    ["1.23e−5", 1.234e-5],
  ]);
  writes(exactSigned, [
    ["+3", 3],
    ["−0.05000", -0.05],
    ["+0", 0],
  ]);
});

test("a share is in percent", () => {
  writes(percent, [
    ["12.3 %", 0.1234],
    ["100.0 %", 1],
    ["–", null],
  ]);
});
