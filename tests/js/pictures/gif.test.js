import assert from "node:assert/strict";
import test from "node:test";

import { Gif, packed } from "../../../static/js/pictures/gif.js";
import { pictures, readGif, unpack } from "../support/gif.js";

/** Whole numbers below a limit that look random, and are the same each time. */
function* numbers(limit, seed = 1) {
  for (let state = seed; ;) {
    state = (state * 48271) % 2147483647;
    yield state % limit;
  }
}
const some = (count, limit) => numbers(limit).take(count).toArray();

/** @param {number[][]} colors */
const image = (colors) => ({ data: Uint8ClampedArray.from(colors.flatMap((each) => [...each, 255])) });

/** @param {{width: number, height: number, rate?: number}} size @param {number[][][]} frames */
async function film({ width, height, rate = 10 }, frames) {
  const gif = new Gif(width, height, rate);
  for (const colors of frames) gif.add(image(colors));
  const blob = gif.finish();
  assert.equal(blob.type, "image/gif");
  return readGif(new Uint8Array(await blob.arrayBuffer()));
}

for (const [name, bits, indices] of [
  ["one index", 2, [3]],
  ["a run", 2, Array(1000).fill(1)],
  ["a string that is known only as it is read", 2, [0, 0, 0, 0, 1, 0, 0, 0, 0]],
  ["alternating", 3, some(4000, 7)],
  ["more strings than a table holds", 8, some(30_000, 256)],
]) {
  test(`codes are read as they were written: ${name}`, () => {
    assert.deepEqual(unpack(bits, [...packed(Uint8Array.from(indices), bits)]), indices);
  });
}

test("codes are read at every width's limit", () => {
  for (let length = 1; length < 700; length++) {
    const indices = some(length, 4);
    assert.deepEqual(unpack(2, [...packed(Uint8Array.from(indices), 2)]), indices, `${length} indices`);
  }
});

test("a film has its size, its pace, and begins again for ever", async () => {
  const gif = await film({ width: 3, height: 2, rate: 8 }, [Array(6).fill([255, 255, 255])]);
  assert.equal(gif.signature, "GIF89a");
  assert.deepEqual([gif.width, gif.height, gif.repeats], [3, 2, 0]);
  assert.equal(gif.frames[0].delay, 13); // hundredths of a second
  assert.equal(gif.frames[0].disposal, 1);
});

test("viewers slow down what is faster than fifty pictures a second", () => {
  assert.equal(new Gif(1, 1, 1000).delay, 2);
});

test("pictures are seen as they were drawn", async () => {
  const [white, black, red] = [
    [255, 255, 255],
    [0, 0, 0],
    [200, 30, 30],
  ];
  const first = Array.from({ length: 20 }, (_, i) => (i % 3 ? white : black));
  const second = first.map((each, i) => (i === 7 ? red : each));
  const gif = await film({ width: 5, height: 4 }, [first, second, second]);
  assert.deepEqual(pictures(gif), [first, second, second]);
});

test("of a picture only the rectangle is written in which something has changed", async () => {
  const first = Array.from({ length: 30 }, () => [10, 10, 10]);
  const second = first.map((each, i) => (i === 7 || i === 14 ? [200, 0, 0] : each)); // at (1, 1) and (2, 2)
  const { frames } = await film({ width: 6, height: 5 }, [first, second, second]);
  const areas = frames.map(({ x, y, width, height }) => [x, y, width, height]);
  assert.deepEqual(areas, [
    [0, 0, 6, 5],
    [1, 1, 2, 2],
    [0, 0, 1, 1],
  ]);
  assert.deepEqual(frames[1].indices, [0, 1, 1, 0]);
  assert.equal(frames[1].clear, 1);
});

test("a change that is not seen is not written", async () => {
  const first = Array.from({ length: 4 }, () => [100, 100, 100]);
  const { frames } = await film({ width: 2, height: 2 }, [first, first.map(() => [103, 97, 100])]);
  assert.deepEqual([frames[1].width, frames[1].height, frames[1].indices], [1, 1, [frames[1].clear]]);
});

test("small changes add up", async () => {
  const steps = [100, 102, 104].map((each) => [[each, each, each]]);
  assert.deepEqual(pictures(await film({ width: 1, height: 1 }, steps)), [steps[0], steps[0], steps[2]]);
});

test("a picture of many colours has at most 255, and one that is transparent", async () => {
  const colors = Array.from({ length: 1600 }, (_, i) => [(i * 7) % 256, (i * 13) % 256, (i * 29) % 256]);
  const [{ palette, indices, clear }] = (await film({ width: 40, height: 40 }, [colors])).frames;
  assert.equal(palette.length, 256);
  assert.ok(clear <= 255);
  assert.ok(indices.every((each) => each < clear));
});
