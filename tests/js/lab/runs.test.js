import assert from "node:assert/strict";
import test from "node:test";

import { lostData, RefusedRun } from "../../../static/js/lab/runs.js";
import { serverRuns } from "../../../static/js/lab/server.js";

const OWN = { spec: { data: { name: "own-1" } }, edits: [] };

/** Answers requests with a status and JSON. */
const answering = (t, status, json) =>
  t.mock.method(globalThis, "fetch", async () => ({ ok: status < 400, json: async () => json }));

test("a run is created from its settings and edits", async (t) => {
  const fetched = answering(t, 201, { id: "r1", token: "t" });
  assert.deepEqual(await serverRuns.create(OWN), { id: "r1", token: "t" });
  const [address, request] = fetched.mock.calls[0].arguments;
  assert.equal(address, "/api/runs");
  assert.deepEqual(JSON.parse(request.body), OWN);
});

test("a refusal names the fields that are wrong", async (t) => {
  answering(t, 422, { title: "Unprocessable", errors: [{ field: "data.name", message: "unknown" }] });
  await assert.rejects(serverRuns.create(OWN), (error) => {
    assert.ok(error instanceof RefusedRun);
    assert.equal(error.message, "data.name: unknown");
    assert.deepEqual(error.fields, ["data.name"]);
    return true;
  });
});

test("a refusal without fields has the server's title", async (t) => {
  answering(t, 429, { title: "Too many runs" });
  await assert.rejects(serverRuns.create(OWN), { message: "Too many runs" });
});

test("data are lost only if they were uploaded and are what was refused", () => {
  const refused = new RefusedRun("", ["data.name"]);
  assert.equal(lostData(refused, OWN), true);
  assert.equal(lostData(refused, { spec: { data: { name: "xor" } }, edits: [] }), false);
  assert.equal(lostData(refused, { spec: null, edits: [] }), false);
  assert.equal(lostData(new RefusedRun("", ["network"]), OWN), false);
  assert.equal(lostData(new Error("offline"), OWN), false);
});
