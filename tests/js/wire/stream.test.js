import assert from "node:assert/strict";
import { test } from "node:test";
import { retry } from "../../../static/js/wire/stream.js";

test("a close says when to come back", () => {
  assert.equal(retry('{"code": "restart", "retry": 2}'), 2);
  assert.equal(retry('{"code": "moved", "retry": 0.5}'), 0.5);
});

test("a close of which nothing is known leaves the delay as it is", () => {
  for (const reason of ["", "come back in 2 s", "null", "[]", '{"code": "ended"}', '{"retry": "2"}', '{"retry": -1}'])
    assert.equal(retry(reason), null);
});
