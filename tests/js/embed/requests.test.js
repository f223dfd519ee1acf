import assert from "node:assert/strict";
import test from "node:test";

import { Requests } from "../../../static/js/embed/requests.js";

test("a message is answered when the frame that answers its command is drawn", () => {
  const requests = new Requests();
  requests.add("c1", "m1");
  requests.add("c2", undefined);
  assert.deepEqual(requests.drawn(), []);
  requests.arrived(["c0", "c1", "c2"]);
  assert.deepEqual(requests.drawn(), ["m1", undefined]);
  assert.deepEqual(requests.drawn(), []);
});

test("a refused command gives its message back once", () => {
  const requests = new Requests();
  requests.add("c1", "m1");
  assert.equal(requests.refused(null), null);
  assert.equal(requests.refused("c2"), null);
  assert.deepEqual(requests.refused("c1"), { message: "m1" });
  assert.equal(requests.refused("c1"), null);
});
