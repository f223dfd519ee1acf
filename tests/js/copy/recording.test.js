import assert from "node:assert/strict";
import test from "node:test";

import { Recording } from "../../../static/js/copy/recording.js";
import { encode } from "../support/safetensors.js";

/** Columns as planes of bytes, the highest of each number first. @param {number[][]} columns */
function planes(columns) {
  const [count, length] = [columns.length, columns[0].length];
  const data = Array(8 * count * length).fill(0);
  columns.flat().forEach((value, i) => {
    const bytes = new DataView(new ArrayBuffer(8));
    bytes.setFloat64(0, value);
    for (let plane = 0; plane < 8; plane++) data[plane * count * length + i] = bytes.getUint8(plane);
  });
  return { dtype: "U8", shape: [8, count, length], data };
}

// Two steps of two operations; a column has a value for each step, and one after the last.
const COLUMNS = [
  [0.5, 0.25, 0.125],
  [2, 4, 8],
  [1, 0, 0], // an index of strings, and of choices
  [0, 7, 0], // what corrects another column
  [NaN, 1, 1],
];
const HEAD = {
  steps: 2,
  strings: ["first", "second"],
  edited: [[1, { rate: 2 }]],
  welcome: { layout: { activations: ["tanh"] }, spec: { rate: 1 } },
  input_scales: [3],
  curve: { points: 1, bins: 1 },
  meta: [
    { loss: { $: 0 }, kind: "input" },
    { loss: { $: ~0 }, kind: "update" },
  ],
  tensors: [{ a: { shape: [2], of: [0, 1] } }, { a: { shape: [1], of: [~1] } }],
  narrations: [
    {
      "": {
        product: { "×": [{ $: 0 }, { $: 1 }, 10] },
        corrected: { $: 1, or: 3 },
        unknown: { $: 4 },
        said: { "@": 2 },
        yes: { "!": 2 },
        chosen: { "?": 2, of: [["none"], { of: { $: 1 } }] },
      },
    },
    { "": { of: "the step" }, "neurons.1.0": { of: "the neuron" } },
  ],
  inspections: { "neurons.1.0": [[0, { computed_at: 1, value: { $: 1 } }]] },
  tracks: [
    { panel: "slice", moments: [0, 2], of: { "layers.0.bias.0": { value: { $: 0 } } } },
    { panel: "surface", moments: [1], of: { "": { zoom: { $: 0 } } } },
  ],
};
/** Levels 0, 4095, 2048 and none, as second differences in two planes of bytes. */
const LEVELS = [0, 4095, 2048, 65535];
const RISES = LEVELS.map((level, i) => level - (LEVELS[i - 1] ?? 0));
const BENDS = RISES.map((rise, i) => (rise - (RISES[i - 1] ?? 0)) & 65535);
const recording = new Recording(
  encode(HEAD, {
    numbers: planes(COLUMNS),
    "maps.0": { dtype: "U8", shape: [3, 2], data: [10, 20, 5, 255, 1, 2] },
    scales: { dtype: "F64", shape: [3, 1], data: [1, 2, 4] },
    "once.data.x": { dtype: "F32", shape: [1], data: [9] },
    "track.0.numbers": planes([[0.1, 0.2, 0.2]]),
    "track.0.z": {
      dtype: "U8",
      shape: [2, 2, 4],
      data: [0, 0, 0, 0, ...BENDS.map((each) => each >> 8), 0, 0, 0, 0, ...BENDS.map((each) => each & 255)],
    },
    "track.0.ends": { dtype: "F64", shape: [4], data: [1, 2, 10, 50] },
    "track.1.numbers": planes([[3, 3]]),
    "track.1.0.surface.z": { dtype: "F32", shape: [1], data: [6] },
  }),
);
const at = (step, op, selection = null) => recording.frame({ step, op }, selection);

test("it ends with the last operation of the last step", () => {
  assert.deepEqual(recording.end, { step: 1, op: 1 });
});

test("numbers are those of the step, or of the step after", () => {
  assert.equal(at(0, 0).meta.loss, 0.5);
  assert.equal(at(1, 0).meta.loss, 0.25);
  assert.equal(at(0, 1).meta.loss, 0.25);
  assert.equal(at(1, 1).meta.loss, 0.125);
  assert.equal(at(1, 1).meta.kind, "update");
});

test("a template's tree is filled in", () => {
  assert.deepEqual(at(0, 0).meta.narration, {
    product: 10,
    corrected: 2,
    unknown: null,
    said: "second",
    yes: true,
    chosen: { of: 2 },
  });
  assert.deepEqual(at(1, 0).meta.narration, {
    product: 10,
    corrected: 7,
    unknown: 1,
    said: "first",
    yes: false,
    chosen: ["none"],
  });
});

test("the selection is told of where it has something to say", () => {
  assert.deepEqual(at(0, 1).meta.narration, { of: "the step" });
  assert.deepEqual(at(0, 1, "neurons.1.0").meta.narration, { of: "the neuron" });
  assert.equal(at(0, 1).meta.inspection, null);
  assert.deepEqual(at(0, 0, "neurons.1.0").meta.inspection, { computed_at: 1, value: 2, computed: false });
  assert.equal(at(0, 1, "neurons.1.0").meta.inspection.computed, true);
});

test("tensors are put together from columns", () => {
  assert.deepEqual(at(1, 0).tensors.get("a"), { dtype: "F32", shape: [2], data: Float32Array.of(0.25, 4) });
  assert.deepEqual(at(1, 1).tensors.get("a"), { dtype: "F32", shape: [1], data: Float32Array.of(8) });
});

test("pictures are summed from their differences, and belong to a moment", () => {
  const bytes = (step, op) => [...at(step, op).tensors.get("maps.0").data];
  assert.deepEqual(
    [bytes(0, 0), bytes(0, 1), bytes(1, 0), bytes(1, 1)],
    [
      [10, 20],
      [15, 19],
      [15, 19],
      [16, 21],
    ],
  );
  assert.deepEqual(at(1, 1).meta.maps, { scales: [4], input_scales: [3] });
});

test("settings rule from the step at which they were changed", () => {
  assert.deepEqual([recording.spec(0), recording.spec(1)], [{ rate: 1 }, { rate: 2 }]);
});

test("what is drawn once has its own names", () => {
  const { meta, tensors } = recording.once();
  assert.deepEqual(meta.curve, { points: 1, bins: 1 });
  assert.deepEqual([...tensors.keys()], ["data.x"]);
});

test("a slice is the newest at or before a moment", () => {
  const found = recording.drawing("slice", "layers.0.bias.0", 5);
  assert.equal(found?.key, "layers.0.bias.0 1");
  assert.deepEqual(found?.meta, { slice: { value: 0.2 } });
  const z = found?.tensors.get("slice.z")?.data ?? [];
  assert.equal(z[0], 10);
  assert.equal(z[1], 50);
  assert.ok(Math.abs(Number(z[2]) - (10 + (40 * 2048) / 4095)) < 1e-5);
  assert.ok(Number.isNaN(z[3]));
  assert.equal(recording.drawing("slice", "layers.0.bias.0", 1)?.key, "layers.0.bias.0 0");
  assert.equal(recording.drawing("slice", "layers.9.bias.0", 1), null);
});

test("a surface has the tensors of its moment", () => {
  const found = recording.drawing("surface", null, 3);
  assert.deepEqual(found?.meta, { surface: { zoom: 3 } });
  assert.deepEqual(found?.tensors.get("surface.z")?.data, Float32Array.of(6));
});
