import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { test } from "node:test";

import { Damaged, fromFile, MAX_LINK, Newer, pack, toFile, unpack } from "../../../static/js/share/packing.js";

const UPLOAD = {
  name: "Häuser.csv",
  choices: { separator: ";", "missing.Preis": "k. A." },
  bytes: new TextEncoder().encode("Fläche;Preis\n80;210\n\n95;k. A.\n"),
};

test("a file comes back from a fragment, byte for byte", async () => {
  const packed = await pack(UPLOAD);
  assert.match(packed ?? "", /^1\.[\w-]+$/);
  assert.deepEqual(await unpack(packed ?? ""), UPLOAD);
});

test("what does not fit in a link is not packed", async () => {
  assert.equal(await pack({ ...UPLOAD, bytes: new Uint8Array(randomBytes(MAX_LINK + 1)) }), null);
  assert.notEqual(await pack({ ...UPLOAD, bytes: new Uint8Array(10 * MAX_LINK) }), null);
});

test("a damaged fragment is said to be one", async () => {
  const packed = (await pack(UPLOAD)) ?? "";
  for (const text of ["", "1.", "2." + packed.slice(2), packed.slice(0, -9), "1.%%%", "1.AAAA", "anything"])
    await assert.rejects(unpack(text), Damaged, text);
});

test("a saved file has the data and the moment, and a damaged one is said to be one", () => {
  const saved = toFile(UPLOAD, { query: "data=own-3&step=4", spec: "{}" });
  assert.deepEqual(fromFile(saved), { upload: UPLOAD, query: "data=own-3&step=4" });
  const header = Number(new DataView(saved.buffer).getBigUint64(0, true));
  assert.equal((8 + header) % 8, 0);
  for (const cut of [0, 7, 40, saved.length - 1]) assert.throws(() => fromFile(saved.slice(0, cut)), Damaged);
  for (const [from, to] of [
    ["query", "quern"],
    ["data.file", "data.fire"],
    ['"choices":"{', '"choices":"['],
  ]) {
    const text = Buffer.from(saved).toString("latin1").replace(from, to);
    assert.throws(() => fromFile(new Uint8Array(Buffer.from(text, "latin1"))), Damaged, to);
  }
  const newer = Buffer.from(saved).toString("latin1").replace('"backstep":"1"', '"backstep":"2"');
  assert.throws(() => fromFile(new Uint8Array(Buffer.from(newer, "latin1"))), Newer);
});
