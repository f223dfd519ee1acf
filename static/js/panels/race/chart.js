import { setAttribute, svg } from "../../lib/dom.js";
import { plain } from "../../lib/format.js";
import { LOOKS, racing, runOf, shortRate } from "../../lib/racers.js";

/** @typedef {import("../../page/types.js").View} View */
/** @typedef {import("../../wire/types.js").Frame} Frame */
/** @typedef {import("../../../text/en/page.js").Words["race"]} Words */
/**
 * A line of the chart; `steps` and `losses` as far as it has ever come, `at` and `loss` where it is.
 * @typedef {{
 *   name: string, letter: string, color: string, dash: string, mark: string | null, steps: number[],
 *   losses: number[], at: number, loss: number | null
 * }} Line
 */

const [WIDTH, HEIGHT, LABELS, EDGE] = [370, 112, 119, 7];
const GAP = 11; // between two labels
const LEAST = 1e-9; // the lowest loss a logarithm is taken of
const ROOM = { log: 100, linear: 2 }; // how many times the first loss is still shown
const SOON = 30; // updates there is room for at first

/** The losses of all that race and of the run, over updates. @param {Words} words */
export function createChart(words) {
  const plot = svg("g", { "clip-path": "url(#race-room)" });
  const names = svg("g");
  const now = svg("line", { stroke: "var(--now)", "stroke-width": 1.2, y1: 0, y2: HEIGHT });
  const mark = (/** @type {number} */ x, /** @type {number} */ y, /** @type {string} */ anchor) =>
    svg("text", { class: "tick", x, y, "text-anchor": anchor });
  const ticks = {
    top: mark(2, 9, "start"),
    bottom: mark(2, HEIGHT - 3, "start"),
    start: mark(2, HEIGHT + 11, "start"),
    end: mark(WIDTH - LABELS, HEIGHT + 11, "end"),
  };
  const room = svg(
    "clipPath",
    { id: "race-room" },
    svg("rect", { x: 0, y: 0, width: WIDTH - LABELS + 6, height: HEIGHT }),
  );
  const drawing = svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT + 13}`, role: "img" },
    svg("defs", {}, room),
    now,
    plot,
    names,
    ...Object.values(ticks),
  );

  /** @param {View} view */
  function draw(view) {
    const { log } = view.options.race;
    const lines = linesOf(view, words);
    const last = Math.max(view.options.race.start + SOON, ...lines.flatMap(({ steps, at }) => [at, steps.at(-1) ?? 0]));
    const first = Math.min(view.options.race.start, last - SOON);
    const toX = (/** @type {number} */ x) => ((x - first) / (last - first)) * (WIDTH - LABELS - 6);
    const height = scale(lines, log);
    const toY = (/** @type {number} */ loss) => EDGE + (1 - height.share(loss)) * (HEIGHT - 2 * EDGE);
    plot.replaceChildren(...lines.flatMap((line) => shapes(line, toX, toY)));
    names.replaceChildren(...labels(lines, toY));
    const x = toX(runOf(view).updates).toFixed(1);
    setAttribute(now, "x1", x);
    setAttribute(now, "x2", x);
    ticks.top.textContent = plain(height.high, 2);
    ticks.bottom.textContent = plain(height.low, 2);
    ticks.start.textContent = String(first);
    ticks.end.textContent = String(last);
    setAttribute(
      drawing,
      "aria-label",
      words.chart(lines.map(({ name, loss }) => `${name}: ${plain(loss)}`).join("; ")),
    );
  }
  return { drawing, draw };
}

/** @param {View} view @param {Words} words @returns {Line[]} */
function linesOf(view, words) {
  const {
    options: { race },
    retained,
    catalogue,
  } = view;
  const {
    updates: at,
    losses: { train: loss },
  } = runOf(view);
  const column = (/** @type {Frame | null} */ of, /** @type {string} */ name) =>
    Array.from(of?.tensors.get(name)?.data ?? [], Number);
  const racers = racing(view).map(({ optimizer, updates, data_loss: loss }, number) => {
    const { letter, color, dash, mark } = LOOKS[race.racers[number].slot];
    const label = catalogue.optimizers.find((row) => row.name === optimizer.name)?.label ?? optimizer.name;
    return {
      name: `${letter} ${label} ${shortRate(optimizer.learning_rate)}`,
      letter,
      color,
      dash,
      mark,
      at: updates,
      loss,
      steps: column(retained.race, `race.${number}.steps`),
      losses: column(retained.race, `race.${number}.losses`),
    };
  });
  const [steps, losses] = [column(retained.curve, "curve.steps"), column(retained.curve, "curve.train")];
  const from = steps.findIndex((step) => step >= race.start);
  const run = {
    name: words.run,
    letter: "",
    color: "var(--ink)",
    dash: "none",
    mark: null,
    at,
    loss,
    steps: from < 0 ? [] : steps.slice(from),
    losses: from < 0 ? [] : losses.slice(from),
  };
  return [run, ...racers];
}

/**
 * How high a loss is drawn, from 0 to 1; a racer that has lost its way leaves the picture.
 * @param {Line[]} lines
 * @param {boolean} log
 */
function scale(lines, log) {
  const all = lines.flatMap(({ losses, loss }) => [...losses, loss ?? NaN]).filter(Number.isFinite);
  const start = lines.find(({ losses }) => losses.length)?.losses[0] ?? 1;
  const high = Math.max(LEAST, Math.min(Math.max(...all), ROOM[log ? "log" : "linear"] * start));
  const low = log ? Math.min(high / 2, Math.max(LEAST, Math.min(...all))) : 0;
  const place = (/** @type {number} */ loss) => (log ? Math.log(Math.max(LEAST, loss)) : loss);
  return { low, high, share: (/** @type {number} */ loss) => (place(loss) - place(low)) / (place(high) - place(low)) };
}

/** @param {Line} line @param {(x: number) => number} toX @param {(y: number) => number} toY */
function shapes({ color, dash, mark, steps, losses, at, loss }, toX, toY) {
  const points = steps.map((step, i) => [step, losses[i]]).filter(([, each]) => Number.isFinite(each));
  const here = loss === null ? [] : [[at, loss]];
  const path = (/** @type {number[][]} */ some) =>
    some.map(([x, y], i) => `${i ? "L" : "M"}${toX(x).toFixed(1)} ${toY(y).toFixed(1)}`).join("");
  const common = { fill: "none", stroke: color, "stroke-width": 1.8, "stroke-dasharray": dash };
  const ahead = [...here, ...points.filter(([x]) => x > at)];
  const drawn = [
    svg("path", { ...common, d: path(ahead), opacity: 0.35 }),
    svg("path", { ...common, class: "line", d: path([...points.filter(([x]) => x < at), ...here]) }),
  ];
  if (loss === null) return drawn;
  const place = { transform: `translate(${toX(at).toFixed(1)} ${toY(loss).toFixed(1)})`, stroke: "var(--card)" };
  return [
    ...drawn,
    mark ? svg("path", { ...place, d: mark, fill: color }) : svg("circle", { ...place, r: 4, fill: "var(--now)" }),
  ];
}

/**
 * Names at the height of the lines they belong to, none over another.
 * @param {Line[]} lines
 * @param {(y: number) => number} toY
 */
function labels(lines, toY) {
  const wanted = lines
    .map((line) => ({ line, y: Math.max(8, Math.min(HEIGHT - 2, (line.loss === null ? 0 : toY(line.loss)) + 4)) }))
    .sort((a, b) => a.y - b.y);
  wanted.forEach((each, i) => {
    if (i) each.y = Math.max(each.y, wanted[i - 1].y + GAP);
  });
  for (let i = wanted.length - 1, most = HEIGHT - 2; i >= 0; i--, most -= GAP)
    wanted[i].y = Math.min(wanted[i].y, most);
  return wanted.flatMap(({ line, y }) => [
    svg("line", {
      x1: WIDTH - LABELS + 4,
      x2: WIDTH - LABELS + 18,
      y1: y - 3.5,
      y2: y - 3.5,
      stroke: line.color,
      "stroke-width": 2,
      "stroke-dasharray": line.dash,
    }),
    svg("text", { class: "tick name", x: WIDTH - LABELS + 21, y, "data-loss": line.loss ?? "" }, line.name),
  ]);
}
