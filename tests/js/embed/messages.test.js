import assert from "node:assert/strict";
import test from "node:test";

import { permitted } from "../../../static/js/embed/messages.js";

test("only allowed origins may drive a scene", () => {
  const own = "https://backstep.example";
  assert.equal(permitted("https://deck.example", ["self"], own), false);
  assert.equal(permitted(own, ["self"], own), true);
  assert.equal(permitted("https://deck.example", ["https://deck.example"], own), true);
  assert.equal(permitted("https://deck.example", ["*"], own), true);
  assert.equal(permitted("null", ["local"], own), false);
});

test("on this computer files and local servers may", () => {
  const own = "http://127.0.0.1:8000";
  for (const origin of ["null", "http://localhost:3000", "http://[::1]"])
    assert.equal(permitted(origin, ["local"], own), true);
  assert.equal(permitted("http://localhost.example", ["local"], own), false);
});
