import assert from "node:assert/strict";
import test from "node:test";

import { quantize } from "../../../static/js/pictures/palette.js";

const word = ([red, green, blue]) => ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
const channels = (color) => [color & 255, (color >> 8) & 255, (color >> 16) & 255];

test("few colours stay as they are", () => {
  const seen = [
    [22, 24, 29],
    [255, 255, 255],
    [1, 2, 3],
  ].map(word);
  const { colors, indexOf } = quantize(Uint32Array.from([...seen, ...seen]), 8);
  assert.equal(colors.length, 3);
  for (const each of seen) assert.equal(colors[indexOf(each)], each & 0xffffff);
});

test("no pixels need no colours", () => {
  assert.deepEqual(quantize(new Uint32Array(), 8).colors, []);
});

/** A cube of 17³ colours, the ground most often. */
const GROUND = word([250, 248, 240]);
const cube = Array.from({ length: 17 ** 3 }, (_, i) =>
  word([i % 17, Math.floor(i / 17) % 17, Math.floor(i / 289)].map((each) => 15 * each)),
);
const many = Uint32Array.from([...cube, ...Array.from({ length: 999 }, () => GROUND)]);

test("of many colours no more are kept than asked for, and the most frequent is exact", () => {
  const { colors, indexOf } = quantize(many, 255);
  assert.ok(colors.length <= 255);
  assert.equal(colors[indexOf(GROUND)], GROUND & 0xffffff);
});

test("every colour is near the one that stands for it", () => {
  const { colors, indexOf } = quantize(many, 255);
  for (const each of cube) {
    const [wanted, found] = [channels(each), channels(colors[indexOf(each)])];
    // 191 boxes of a cube of 256³: about 44 a side, so a colour is 44 from their middle at the most.
    for (const i of [0, 1, 2]) assert.ok(Math.abs(wanted[i] - found[i]) <= 44, `${wanted} became ${found}`);
  }
});

test("a box's colour is the mean of the pixels in it", () => {
  const rest = [...Array(64).keys()].map((i) => word([0, 0, 4 * i]));
  const often = rest.flatMap((each) => [each, each, each]);
  const rare = [word([200, 0, 0]), word([204, 0, 0])];
  const { colors, indexOf } = quantize(Uint32Array.from([...often, ...rare]), 65);
  assert.deepEqual(channels(colors[indexOf(rare[0])]), [202, 0, 0]);
  assert.equal(indexOf(rare[0]), indexOf(rare[1]));
});
