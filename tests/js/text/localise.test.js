import assert from "node:assert/strict";
import test from "node:test";

import { localise } from "../../../static/js/text/localise.js";

const CATALOGUE = {
  limits: { units: 8 },
  datasets: [
    { name: "circle", label: "Circle", help: "A ring." },
    { name: "xor", label: "XOR", help: "Quarters." },
  ],
  optimizers: [
    {
      name: "momentum",
      label: "Momentum",
      help: "Rolls on.",
      parameters: [{ path: "optimizer.momentum", label: "Momentum", help: "How far.", default: 0.9 }],
    },
  ],
  controls: {
    data: [
      {
        path: "data.name",
        label: "Data",
        help: "What is learnt.",
        choices: [
          { value: "circle", label: "Circle", help: "A ring." },
          { value: "xor", label: "XOR", help: "Other words." },
          { value: "auto", label: "Auto", help: "What is learnt." },
        ],
      },
    ],
  },
};

const TEXTS = {
  "datasets.circle": { label: "Круг", help: "Кольцо." },
  "optimizers.momentum": { label: "Импульс", help: "Катится." },
  "controls.optimizer.momentum": { label: "Импульс", help: "Сколько." },
  "controls.data.name": { label: "Данные", help: "Что учится." },
  "controls.data.name.auto": { label: "Сама" },
};

test("rows and their parameters are told in the language, and keep everything else", () => {
  const { datasets, optimizers, limits } = localise(CATALOGUE, TEXTS);
  assert.deepEqual(datasets[0], { name: "circle", label: "Круг", help: "Кольцо." });
  assert.equal(optimizers[0].label, "Импульс");
  assert.deepEqual(optimizers[0].parameters, [
    { path: "optimizer.momentum", label: "Импульс", help: "Сколько.", default: 0.9 },
  ]);
  assert.deepEqual(limits, { units: 8 });
});

test("what has no text stays as it is", () => {
  assert.deepEqual(localise(CATALOGUE, TEXTS).datasets[1], CATALOGUE.datasets[1]);
  assert.deepEqual(localise(CATALOGUE, {}), CATALOGUE);
});

test("a choice that repeats a row is told as that row", () => {
  const [{ choices, label }] = localise(CATALOGUE, TEXTS).controls.data;
  assert.equal(label, "Данные");
  assert.deepEqual(choices?.[0], { value: "circle", label: "Круг", help: "Кольцо." });
  // Another help: it says something else than the row.
  assert.deepEqual(choices?.[1], { value: "xor", label: "XOR", help: "Other words." });
});

test("a choice that repeats its control's help follows it, and may have a label of its own", () => {
  assert.deepEqual(localise(CATALOGUE, TEXTS).controls.data[0].choices?.[2], {
    value: "auto",
    label: "Сама",
    help: "Что учится.",
  });
});

test("the catalogue itself is not changed", () => {
  const before = structuredClone(CATALOGUE);
  localise(CATALOGUE, TEXTS);
  assert.deepEqual(CATALOGUE, before);
});
