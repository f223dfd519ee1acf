import assert from "node:assert/strict";
import test from "node:test";

import { RecordedSource } from "../../../static/js/copy/source.js";
import { table } from "../support/tables.js";

/** A recording of nothing but positions. */
const recording = (ends, epochs) => ({
  head: { ends, epochs, welcome: { type: "welcome" } },
  end: { step: epochs.at(-1), op: ends.step[0] },
  spec: () => null,
  frame: (position) => ({ meta: { ...position, updates: 0 }, tensors: new Map() }),
  once: () => ({ meta: {}, tensors: new Map() }),
  drawing: () => null,
});

/** A source, and a function that sends a command and waits for the frame that answers it. */
function connected(ends, epochs) {
  const waiting = new Map();
  const frame = ({ meta }) => {
    for (const id of meta.answers) waiting.get(id)?.(meta);
  };
  const source = new RecordedSource(recording(ends, epochs), { event() {}, frame, state() {} }, () => {});
  return (command) => new Promise((resolve) => waiting.set(source.send(command), resolve));
}

test("the boundaries of a copy are those of a run", async () => {
  for (const [[ends, epochs, by, back, positions], wanted] of table("boundaries")) {
    const ask = connected(ends, epochs);
    for (const [i, [step, op]] of positions.entries()) {
      await ask({ type: "seek", step, op });
      const found = await ask({ type: back ? "back" : "forward", by });
      assert.deepEqual([found.step, found.op], wanted[i], `${by} ${back ? "before" : "after"} ${step}.${op}`);
    }
  }
});

test("a copy ends with its last operation", async () => {
  const [[ends, epochs]] = table("boundaries")[0];
  const ask = connected(ends, epochs);
  await ask({ type: "seek", step: 99, op: 0 });
  const found = await ask({ type: "forward", by: "step" });
  assert.deepEqual([found.step, found.op], [epochs.at(-1), ends.step[0]]);
});
