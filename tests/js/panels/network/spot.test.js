import assert from "node:assert/strict";
import test from "node:test";

import { spot } from "../../../../static/js/panels/network/spot.js";

const BOX = { width: 100, height: 40 };
const ROOM = { width: 400, height: 300 };

/** Points of the line from one to the other. */
const line = (from, to) =>
  Array.from({ length: 41 }, (_, i) => ({
    x: from.x + ((to.x - from.x) * i) / 40,
    y: from.y + ((to.y - from.y) * i) / 40,
  }));
const covers = (at, { x, y }) => x >= at.x && x <= at.x + BOX.width && y >= at.y && y <= at.y + BOX.height;

test("a box never covers the line that was clicked, and stays in the room", () => {
  const ends = [
    [
      { x: 60, y: 40 },
      { x: 340, y: 260 },
    ],
    [
      { x: 60, y: 260 },
      { x: 340, y: 40 },
    ],
    [
      { x: 60, y: 150 },
      { x: 340, y: 150 },
    ],
    [
      { x: 60, y: 10 },
      { x: 340, y: 10 },
    ],
    [
      { x: 60, y: 290 },
      { x: 340, y: 290 },
    ],
  ];
  for (const [from, to] of ends) {
    const shape = line(from, to);
    for (const click of shape) {
      const at = spot(click, shape, BOX, ROOM);
      assert.ok(!shape.some((point) => covers(at, point)), JSON.stringify([click, at]));
      assert.ok(at.x >= 6 && at.y >= 6 && at.x + BOX.width <= 394 && at.y + BOX.height <= 294);
    }
  }
});

test("of several free places it takes the nearest", () => {
  const click = { x: 200, y: 150 };
  assert.deepEqual(spot(click, [click], BOX, ROOM), { x: 150, y: 162 });
});
