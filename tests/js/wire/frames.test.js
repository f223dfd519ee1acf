import assert from "node:assert/strict";
import test from "node:test";

import { decode } from "../../../static/js/wire/frames.js";
import { encode } from "../support/safetensors.js";

const TENSORS = {
  map: { dtype: "U8", shape: [3], data: [1, 128, 255] },
  z: { dtype: "F32", shape: [2, 1], data: [0.5, -1] },
  w: { dtype: "F64", shape: [1], data: [1 / 3] },
};

for (const odd of [0, 1, 4]) {
  test(`tensors are read wherever they begin: ${odd} bytes off`, () => {
    const { meta, tensors } = decode(encode({ step: 3, name: "ŷ" }, TENSORS, odd));
    assert.deepEqual(meta, { step: 3, name: "ŷ" });
    assert.deepEqual([...tensors.keys()], ["map", "z", "w"]);
    assert.deepEqual(tensors.get("map"), { dtype: "U8", shape: [3], data: Uint8Array.of(1, 128, 255) });
    assert.deepEqual(tensors.get("z"), { dtype: "F32", shape: [2, 1], data: Float32Array.of(0.5, -1) });
    assert.deepEqual(tensors.get("w"), { dtype: "F64", shape: [1], data: Float64Array.of(1 / 3) });
  });
}

test("a tensor that is aligned is a view, not a copy", () => {
  const buffer = encode({}, { w: { dtype: "F64", shape: [2], data: [1, 2] } });
  assert.equal(decode(buffer).tensors.get("w")?.data.buffer, buffer);
});
