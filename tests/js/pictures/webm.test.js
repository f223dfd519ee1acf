import assert from "node:assert/strict";
import test from "node:test";

import { webm } from "../../../static/js/pictures/webm.js";
import { all, doubleOf, numberOf, readEbml, textOf } from "../support/ebml.js";

/** Pictures of the film: when, whether it stands by itself, and a byte by which to know it. */
const MOMENTS = [
  [0, true],
  [100, false],
  [4900, false],
  [5000, false],
  [5100, true],
  [70_000, true],
];
const CHUNKS = MOMENTS.map(([time, key], i) => ({ time, key, data: Uint8Array.of(i, 7, 7) }));
const FILM = { width: 960, height: 540, codec: "V_VP9", duration: 70_100.5, title: "Круг" };

const blob = webm(CHUNKS, FILM);
const tree = readEbml(new Uint8Array(await blob.arrayBuffer()));
const only = (...path) => {
  const found = all(tree, ...path);
  assert.equal(found.length, 1, path.join("/"));
  return found[0];
};

test("the file is WebM: a header and one segment", () => {
  assert.equal(blob.type, "video/webm");
  assert.deepEqual(
    tree.map(({ name }) => name),
    ["EBML", "Segment"],
  );
  assert.equal(textOf(only("EBML", "DocType")), "webm");
});

test("it says how long it lasts, in milliseconds, and what it is called", () => {
  assert.equal(numberOf(only("Segment", "Info", "TimestampScale")), 1_000_000);
  assert.equal(doubleOf(only("Segment", "Info", "Duration")), 70_100.5);
  assert.equal(textOf(only("Segment", "Info", "Title")), "Круг");
});

test("it has one track, of a size and a codec", () => {
  const track = ["Segment", "Tracks", "TrackEntry"];
  assert.equal(textOf(only(...track, "CodecID")), "V_VP9");
  assert.equal(numberOf(only(...track, "Video", "PixelWidth")), 960);
  assert.equal(numberOf(only(...track, "Video", "PixelHeight")), 540);
});

/** Blocks of a cluster: track, time from the film's beginning, whether it is a key, data. */
const blocksOf = (cluster) => {
  const from = numberOf(all(cluster.children, "Timestamp")[0]);
  return all(cluster.children, "SimpleBlock").map(({ body }) => ({
    track: body[0] & 0x7f,
    time: from + new DataView(body.buffer, body.byteOffset + 1, 2).getInt16(0),
    key: (body[3] & 0x80) !== 0,
    data: body.slice(4),
  }));
};

test("every picture is there, at its time", () => {
  const blocks = all(tree, "Segment", "Cluster").flatMap(blocksOf);
  assert.deepEqual(
    blocks,
    CHUNKS.map((chunk) => ({ track: 1, ...chunk })),
  );
});

test("a cluster begins at each key, and after five seconds", () => {
  const times = all(tree, "Segment", "Cluster", "Timestamp").map(numberOf);
  assert.deepEqual(times, [0, 5000, 5100, 70_000]);
});

test("cues lead to the very byte at which a cluster begins", () => {
  const clusters = all(tree, "Segment", "Cluster");
  const times = all(tree, "Segment", "Cues", "CuePoint", "CueTime").map(numberOf);
  const places = all(tree, "Segment", "Cues", "CuePoint", "CueTrackPositions", "CueClusterPosition").map(numberOf);
  assert.deepEqual(times, [0, 5000, 5100, 70_000]);
  assert.deepEqual(
    places,
    clusters.map(({ start }) => start),
  );
});
