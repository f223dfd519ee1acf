import assert from "node:assert/strict";
import test from "node:test";

import { along, curve, place, strongest } from "../../../../static/js/panels/network/layout.js";

const near = (found, wanted) => assert.ok(Math.abs(found - wanted) < 1e-9, `${found} is not ${wanted}`);

test("layers stand in columns of one width, in the middle of their height", () => {
  const { layers, column, tall, foot } = place([2, 4, 2, 1], 628, 420);
  assert.deepEqual([column, tall, foot], [154, 42, 384]);
  assert.deepEqual(
    layers.map(([first]) => first.x),
    [83, 237, 391, 545],
  );
  for (const nodes of layers) {
    const [first, last] = [nodes[0], nodes[nodes.length - 1]];
    // A neuron and the lines below it are centred together.
    near((first.y + last.y + first.lines * 15) / 2, 213);
  }
});

test("a layer of many neurons has smaller ones", () => {
  const { layers } = place([2, 4, 2, 1], 628, 420);
  assert.deepEqual([layers[1][0].side, layers[1][0].lines, layers[1][0].y], [46.5, 2, 69.75]);
  assert.deepEqual([layers[3][0].side, layers[3][0].lines, layers[3][0].y], [52, 2, 198]);
  const crowd = place([2, 40, 1], 628, 420).layers[1];
  assert.equal(crowd[0].lines, 0);
  near(crowd[0].side, (342 / 40) * 0.8);
});

test("neurons of a layer keep apart, and inside the picture", () => {
  for (const count of [1, 2, 7, 30, 60]) {
    const nodes = place([2, count, 1], 500, 380).layers[1];
    for (const [i, { y, side }] of nodes.entries()) {
      assert.ok(y - side / 2 >= 42 - 1e-9 && y + side / 2 <= 380);
      if (i) assert.ok(y - nodes[i - 1].y >= Math.min(side, nodes[i - 1].side) - 1e-9);
    }
  }
});

test("an edge leaves beyond a number that stands beside", () => {
  const nodes = place([2, 22, 1], 628, 420).layers[1];
  assert.equal(nodes[0].lines, 0);
  near(nodes[0].port, nodes[0].side / 2 + 47);
  near(nodes[0].entry, nodes[0].side / 2);
});

test("an image's pixels lie as in it, and their edges leave at its right side", () => {
  const [pixels, hidden] = place([64, 10], 300, 240, [8, 8]).layers;
  assert.equal(pixels.length, 64);
  assert.deepEqual([pixels[0].side, pixels[0].x, pixels[0].y], [15, 25.5, 62.5]);
  assert.deepEqual([pixels[9].x - pixels[0].x, pixels[9].y - pixels[0].y], [15, 15]);
  for (const { x, port } of pixels) near(x + port, 138);
  assert.equal(hidden.length, 10);
});

test("neurons that show pictures stand abreast, row by row", () => {
  const nodes = place([64, 12, 10], 628, 420, [8, 8]).layers[1];
  const [ranks] = [nodes.filter(({ y }) => Math.abs(y - nodes[0].y) < 1e-9).length];
  assert.ok(ranks > 1);
  for (const node of nodes) {
    near(node.x + node.port, nodes[0].x + nodes[0].port);
    near(node.x - node.entry, nodes[0].x - nodes[0].entry);
  }
});

test("a curve leaves and arrives level", () => {
  const [from, to] = [
    { x: 10, y: 20, port: 5 },
    { x: 120, y: 60, entry: 5 },
  ];
  assert.equal(curve(from, to), "M15.0 20.0C60.0 20.0 70.0 60.0 115.0 60.0");
  assert.equal(curve(from, to, -6), "M15.0 14.0C60.0 14.0 70.0 54.0 115.0 54.0");
  assert.deepEqual(along(from, to, 0), { x: 15, y: 20 });
  assert.deepEqual(along(from, to, 1), { x: 115, y: 60 });
  assert.deepEqual(along(from, to, 0.5), { x: 65, y: 40 });
});

test("the strongest edges are drawn, and those that are wanted", () => {
  assert.deepEqual(strongest([3, -5, 1, 4], 4), [0, 1, 2, 3]);
  assert.deepEqual(strongest([3, -5, 1, 4], 2), [1, 3]);
  assert.deepEqual(strongest([3, -5, 1, 4], 2, [2]), [1, 2]);
});
