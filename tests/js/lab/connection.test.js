import assert from "node:assert/strict";
import test from "node:test";

import { Connection } from "../../../static/js/lab/connection.js";

/** A connection, and the calls of its sources. */
function connection() {
  const calls = [];
  const open = (run) => {
    calls.push(`open ${run.id}`);
    return {
      run,
      connect: () => calls.push(`connect ${run.id}`),
      close: () => calls.push(`close ${run.id}`),
      send: ({ type }) => `${type} to ${run.id}`,
      ack: (seq) => calls.push(`ack ${seq}`),
    };
  };
  return { connection: new Connection({ open }, {}), calls };
}

test("without a run nothing is sent", () => {
  const { connection: link } = connection();
  assert.equal(link.run, null);
  assert.equal(link.send({ type: "play" }), null);
});

test("a run takes the place of the one before", () => {
  const { connection: link, calls } = connection();
  link.open({ id: "a" });
  link.open({ id: "b" });
  assert.deepEqual(calls, ["open a", "close a", "open b"]);
  assert.equal(link.run.id, "b");
  assert.equal(link.send({ type: "play" }), "play to b");
});

test("a run that is opened while suspended connects only on resume", () => {
  const { connection: link, calls } = connection();
  link.suspend();
  link.open({ id: "a" });
  assert.deepEqual(calls, ["open a", "close a"]);
  assert.equal(link.suspended, true);
  link.resume();
  assert.equal(calls.at(-1), "connect a");
  assert.equal(link.suspended, false);
});
