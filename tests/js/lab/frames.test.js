import assert from "node:assert/strict";
import test from "node:test";

import { FrameQueue } from "../../../static/js/lab/frames.js";

const frame = (seq, ...answers) => ({ meta: { seq, answers }, tensors: new Map() });

/** A queue, and the frames that it has acknowledged. */
function queue() {
  const acked = [];
  return { frames: new FrameQueue((seq) => acked.push(seq)), acked };
}

test("only the newest frame is drawn, and the ones before it are acknowledged", () => {
  const { frames, acked } = queue();
  for (const seq of [1, 2, 3]) frames.put(frame(seq), false);
  assert.deepEqual(acked, [1, 2]);
  assert.equal(frames.take()?.meta.seq, 3);
  assert.equal(frames.take(), null);
  assert.deepEqual(acked, [1, 2]);
});

test("a hidden page acknowledges every frame at once", () => {
  const { frames, acked } = queue();
  frames.put(frame(1), true);
  assert.deepEqual(acked, [1]);
  assert.equal(frames.take()?.meta.seq, 1);
});

test("frames before the expected answer are skipped", () => {
  const { frames, acked } = queue();
  frames.expect("c2");
  frames.put(frame(1, "c1"), false);
  assert.equal(frames.take(), null);
  assert.deepEqual(acked, [1]);
  frames.put(frame(2, "c2"), false);
  assert.equal(frames.take()?.meta.seq, 2);
  frames.put(frame(3), false);
  assert.equal(frames.take()?.meta.seq, 3);
});

test("after a refusal of the expected command the next frame is drawn", () => {
  const { frames } = queue();
  frames.expect("c2");
  frames.refused("c1");
  frames.put(frame(1), false);
  assert.equal(frames.take(), null);
  frames.refused("c2");
  frames.put(frame(2), false);
  assert.equal(frames.take()?.meta.seq, 2);
});

test("a restarted run drops the frame that waits", () => {
  const { frames, acked } = queue();
  frames.put(frame(1), false);
  frames.drop();
  assert.deepEqual(acked, [1]);
  assert.equal(frames.take(), null);
});
