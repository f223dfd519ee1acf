import assert from "node:assert/strict";
import test from "node:test";

import { Lab } from "../../../static/js/lab/lab.js";
import { pagePolicy } from "../../../static/js/lab/policy.js";
import { RefusedRun } from "../../../static/js/lab/runs.js";
import { words as en } from "../../../static/text/en/page.js";

const BOOT = { spec: null, edits: [], preset: "", moment: null, select: null, focus: null, ask: false, problems: [] };
const LAYOUT = {
  sizes: [2, 1],
  activations: ["sigmoid"],
  layers: [{ kind: "dense", tensors: { weight: [1, 2], bias: [1] }, links: null }],
  plane: 2,
  task: "classification",
  operations: [],
};
const WELCOME = {
  type: "welcome",
  role: "driver",
  spec: {},
  start: { data: { name: "xor" } },
  edits: [],
  query: "preset=xor",
  layout: LAYOUT,
  restarted: true,
};
const RESOLUTIONS = { name: "resolution", default: 32, choices: [{ value: 32, label: "" }] };
const CATALOGUE = { panels: [{ name: "surface", parameters: [RESOLUTIONS] }], presets: [] };
const frame = (step, answers = []) => ({ meta: { seq: 1, step, op: 0, answers }, tensors: new Map() });

globalThis.matchMedia = () => ({ matches: false });
globalThis.getComputedStyle = () => ({ getPropertyValue: () => "" });
globalThis.document = { hidden: false, documentElement: { dataset: {} } };

/** A lab of a run without a server: what it sends, says and asks for is written down. */
function connected({ policy = () => ({}), boot = {}, create = async () => ({ id: "new" }) } = {}) {
  const sent = [];
  const said = [];
  /** @type {import("../../../static/js/wire/stream.js").Handlers[]} */
  const opened = [];
  const runs = {
    lastStep: Infinity,
    create,
    open(run, handlers) {
      opened.push(handlers);
      return { run, connect() {}, close() {}, ack() {}, send: (command) => `c${sent.push(command)}` };
    },
  };
  const lab = new Lab({
    boot: { ...BOOT, ...boot },
    catalogue: CATALOGUE,
    words: en,
    voice: { notice: (text, undo) => said.push({ text, undo }), failure() {}, connection() {} },
    runs,
    policy: (made) => ({ ...pagePolicy(made), keepAddress() {}, ...policy(made) }),
  });
  lab.connect({ id: "r1" });
  const [handlers] = opened;
  const welcome = (changes = {}) => handlers.event({ ...WELCOME, ...changes });
  const types = () => sent.map(({ type }) => type);
  return { lab, sent, said, types, handlers, welcome };
}

test("a welcome asks for the panels, and goes to the moment of the address", () => {
  const { lab, sent, welcome, types } = connected({ boot: { moment: { step: 3, op: 1 }, focus: "mean" } });
  welcome();
  assert.deepEqual(types(), ["watch", "focus", "seek"]);
  assert.deepEqual(sent[2], { type: "seek", step: 3, op: 1 });
  assert.deepEqual(lab.origin, { spec: WELCOME.start, edits: [] });
  welcome();
  assert.deepEqual(types().slice(3), ["watch", "focus"]);
});

test("a viewer stays where the driver is", () => {
  const { types, welcome } = connected({ boot: { moment: { step: 3, op: 1 } } });
  welcome({ role: "viewer" });
  assert.deepEqual(types(), ["watch"]);
});

test("a run that was kept over a reload becomes what the address asks for", () => {
  const { lab, sent, types, welcome } = connected({ boot: { spec: { data: { name: "circle" } } } });
  lab.kept = { id: "r1" };
  welcome();
  assert.deepEqual(types(), ["edit", "watch"]);
  assert.deepEqual(sent[0].changes, { data: { name: "circle" } });
  assert.equal(lab.kept, null);
});

test("the policy may change the first view, not the later ones", () => {
  const opening = () => ({ by: "step" });
  const { lab, welcome } = connected({ policy: () => ({ opening }) });
  welcome();
  assert.equal(lab.view.by, "step");
  lab.update({ by: "layer" });
  welcome();
  assert.equal(lab.view.by, "layer");
});

test("what the policy does not admit is not done", () => {
  const admits = ({ type }) => type !== "select";
  const { lab, welcome, types } = connected({ policy: () => ({ admits }) });
  welcome();
  lab.update({ frame: frame(0) });
  lab.dispatch({ type: "select", target: "neurons.1.0" });
  assert.equal(lab.view.selection, null);
  lab.dispatch({ type: "command", command: { type: "reset" } });
  assert.equal(types().at(-1), "reset");
});

test("a command that the policy does not send is not sent", () => {
  const { lab, types, welcome } = connected({ policy: () => ({ sends: ({ type }) => type === "answer" }) });
  welcome();
  assert.equal(lab.send({ type: "play" }), null);
  assert.notEqual(lab.send({ type: "answer" }), null);
  assert.deepEqual(types(), ["answer"]);
});

test("the first frame that is drawn has what the panels need", () => {
  const { lab, handlers, welcome } = connected();
  welcome();
  handlers.frame(frame(0));
  assert.equal(lab.frames.take(), null);
  handlers.frame(frame(1, ["c1"]));
  assert.equal(lab.frames.take()?.meta.step, 1);
});

test("settings that change before the first frame are asked for again", () => {
  const { lab, handlers, welcome } = connected();
  const edited = () => handlers.event({ ...WELCOME, type: "edited", restarted: false, id: null });
  welcome();
  edited();
  handlers.frame(frame(0, ["c1"]));
  assert.equal(lab.frames.take(), null);
  handlers.frame(frame(1, ["c2"]));
  lab.update({ frame: lab.frames.take() });
  assert.equal(lab.view.frame.meta.step, 1);
  edited();
  handlers.frame(frame(2));
  assert.equal(lab.frames.take()?.meta.step, 2);
});

test("a page that may not ask draws what it is sent", () => {
  const { lab, handlers, welcome } = connected({ policy: () => ({ sends: () => false }) });
  welcome();
  handlers.frame(frame(4));
  assert.equal(lab.frames.take()?.meta.step, 4);
});

test("a run that is gone is replaced as the policy says", async () => {
  const usual = connected();
  usual.welcome();
  usual.lab.update({ frame: frame(7) });
  assert.deepEqual(await usual.handlers.renew(), { id: "new" });
  assert.deepEqual(usual.lab.moment, { step: 7, op: 0 });
  assert.equal(usual.said[0].text, en.page.renewed);

  const own = connected({ policy: () => ({ renew: async () => ({ id: "kept" }) }) });
  assert.deepEqual(await own.handlers.renew(), { id: "kept" });
});

test("settings whose data are lost give way to the usual ones", async () => {
  const asked = [];
  const create = async (origin) => {
    asked.push(origin);
    if (asked.length === 1) throw new RefusedRun("data.name: unknown", ["data.name"]);
    return { id: "usual" };
  };
  const { lab, said } = connected({ create, boot: { spec: { data: { name: "own-1" } }, moment: { step: 1, op: 0 } } });
  assert.deepEqual(await lab.create(), { id: "usual" });
  assert.deepEqual(asked[1], { spec: {}, edits: [] });
  assert.equal(lab.moment, null);
  assert.equal(said[0].text, en.page.dataGone);
});

test("observers hear of events and frames after the lab has handled them", () => {
  const { lab, handlers, welcome } = connected();
  const seen = [];
  lab.observe({
    event: ({ type }) => seen.push([type, lab.view !== null]),
    received: ({ meta }) => seen.push(["frame", meta.step]),
    connection: (seconds) => seen.push(["wait", seconds]),
  });
  welcome();
  handlers.event({ type: "question", number: 1, text: "", choices: [] });
  handlers.frame(frame(2));
  handlers.state("waiting", 4);
  handlers.state("open", 0);
  assert.deepEqual(seen, [
    ["welcome", true],
    ["question", true],
    ["frame", 2],
    ["wait", 4],
    ["wait", null],
  ]);
});

test("a parameter that was set can be undone until the next edit", () => {
  const { lab, said, types, handlers, welcome } = connected();
  let number = 0;
  const act = () => ({ number: ++number, kind: "parameter", fields: ["layers.0.bias.0"], restarts: false });
  const edited = (id, more) => handlers.event({ ...WELCOME, type: "edited", restarted: false, id, ...more });
  const set = () => {
    lab.command({ type: "set_parameter" });
    edited(`c${types().length}`, { undo: act() });
    return said.at(-1).undo;
  };
  welcome();
  const undo = set();
  undo.run();
  assert.equal(types().at(-1), "undo");
  const late = set();
  lab.command({ type: "reset" });
  late.run();
  assert.equal(types().at(-1), "reset");
  // Nor if another tab has edited the run.
  edited(`c${types().length}`, { undo: act() });
  const later = set();
  edited(null, { undo: act() });
  const count = types().length;
  later.run();
  assert.equal(types().length, count);
});

test("what can be undone is undone by an intent, and nothing else", () => {
  const { lab, types, welcome } = connected();
  welcome({ undo: { number: 1, kind: "reset", fields: [], restarts: true }, redo: null });
  lab.update({ frame: frame(0) });
  for (const direction of ["undo", "redo"]) lab.dispatch({ type: "travel", direction });
  assert.deepEqual(types(), ["watch", "undo"]);
});

test("a run that began anew is offered to be undone", () => {
  const { lab, said, types, handlers, welcome } = connected();
  welcome();
  lab.command({ type: "reset" });
  const undo = { number: 1, kind: "reset", fields: [], restarts: true };
  handlers.event({ ...WELCOME, type: "edited", restarted: true, id: `c${types().length}`, undo, redo: null });
  assert.equal(said.at(-1).text, "Training restarted.");
  said.at(-1).undo.run();
  assert.equal(types().at(-1), "undo");
});

test("an error is said, and counted for what was typed", () => {
  const { lab, said, handlers, welcome } = connected();
  welcome();
  handlers.event({ type: "error", id: null, code: "bad_value", field: "value", message: "too large" });
  assert.equal(said[0].text, "value: too large");
  assert.equal(lab.view.refused, 1);
});
