import assert from "node:assert/strict";
import test from "node:test";

import { valueColor } from "../../../static/js/lib/colors.js";
import { percent, plain, signed } from "../../../static/js/lib/format.js";
import { linkName, linkNumbers, linksInto, parameters, sourcesOf } from "../../../static/js/lib/links.js";
import { sub, sup } from "../../../static/js/lib/names.js";
import { touches } from "../../../static/js/panels/network/edges.js";
import { curve, place, strongest, thickness } from "../../../static/js/panels/network/layout.js";
import { nameOf } from "../../../static/js/panels/network/neurons.js";
import { exists } from "../../../static/js/lab/view.js";
import { symbol } from "../../../static/js/panels/ribbon/index.js";
import { installDocument } from "../support/dom.js";
import { table } from "../support/tables.js";

/** Numbers that are equal but for the last digits. */
function near(found, wanted, far, told) {
  assert.equal(found.length, wanted.length, told);
  for (const [i, each] of found.entries())
    assert.ok(Math.abs(each - wanted[i]) <= far, `${told}: ${each}, ${wanted[i]}`);
}

test("numbers are printed as Python prints them", () => {
  for (const [text, [four, two, six, sign, short, share]] of table("numbers")) {
    const value = Number(text);
    const found = [plain(value), plain(value, 2), plain(value, 6), signed(value), signed(value, 3)];
    assert.deepEqual(found, [four, two, six, sign, short], text);
    if (share !== null) assert.equal(percent(value), share, text);
  }
});

test("layers and units are raised and lowered as Python does it", () => {
  for (const [[layer, ...units], wanted] of table("names")) assert.deepEqual([sup(layer), sub(...units)], wanted);
});

test("operations have the symbols that they have in Python", () => {
  installDocument();
  for (const [[kind, layer, depth], wanted] of table("symbols")) {
    const found = symbol(kind, layer, depth).textContent.replace("y^", "ŷ").replace(",", ", ");
    assert.equal(found.replace(`(${layer})`, sup(layer)), wanted);
  }
});

test("operations touch the weights that they touch in Python", () => {
  for (const [[...given], wanted] of table("touched")) assert.equal(touches(...given), wanted, String(given));
});

test("neurons have the names that they have in Python", () => {
  for (const [[...given], wanted] of table("called")) assert.equal(nameOf(...given), wanted);
});

test("neurons and edges are where Python puts them", () => {
  for (const [[sizes, width, height, image], wanted] of table("places")) {
    const told = `${sizes} in ${width} × ${height}`;
    const { layers, column, tall, foot } = place(sizes, width, height, image);
    near([column, tall, foot], wanted.frame, 1e-9 + 1e-9 * column, told);
    for (const [i, nodes] of layers.entries()) {
      const stands = nodes.map(({ x, y, port, entry }) => [x, y, port, entry]);
      const sums = [0, 1, 2, 3].map((k) => stands.reduce((sum, each) => sum + each[k], 0));
      const { side, lines } = nodes[0];
      near([side, lines, ...stands[0], ...stands.at(-1), ...sums], wanted.layers[i], 1e-5, told);
    }
    const points = curve(layers[0][0], layers[1][0], -6)
      .match(/-?[\d.]+/g)
      .map(Number);
    near(points, wanted.curve, 0.0501, told);
  }
});

test("the edges that are drawn are those that Python draws", () => {
  for (const [[weights, most, wanted, among], found] of table("edges")) {
    assert.deepEqual(strongest(weights.map(Number), most, wanted, among ?? undefined), found, String(weights));
  }
});

test("edges are as wide as Python's", () => {
  for (const [[weight, side], wanted] of table("widths"))
    near([thickness(Number(weight), side)], [wanted], 1e-8, weight);
});

test("values have the colors that they have in Python", () => {
  const palette = { middle: [255, 255, 255], negative: [200, 101, 0], positive: [0, 100, 201] };
  for (const [value, wanted] of table("mixtures")) assert.deepEqual(valueColor(palette, value), wanted, String(value));
});

test("links have the names and numbers that they have in Python", () => {
  for (const [[layout, told, layer], wanted] of table("links")) {
    const tensors = new Map(Object.entries(told).map(([name, [shape, data]]) => [name, { shape, data }]));
    const [below, units] = layout.sizes.slice(layer - 1, layer + 1);
    const links = linksInto(layout, layer);
    assert.deepEqual(links, wanted.links);
    const names = links.map((at) => linkName(layout, layer, Math.floor(at / below), at % below));
    assert.deepEqual(names, wanted.names);
    const sources = Array.from({ length: units }, (_, unit) =>
      sourcesOf(layout, layer, unit).map((i) => unit * below + i),
    );
    assert.deepEqual(sources.flat(), wanted.links);
    assert.deepEqual(Array.from(linkNumbers(layout, layer, { tensors }, "parameters") ?? []), wanted.numbers);
  }
});

test("names are those of a parameter or a neuron where they are in Python", () => {
  for (const [[layout, names], wanted] of table("selected")) {
    const found = names.filter((name) => exists(name, layout));
    assert.deepEqual(found, wanted);
    const all = parameters(layout);
    assert.deepEqual([...all].sort(), wanted.filter((name) => name.startsWith("layers")).sort());
  }
});
