import { svg } from "../lib/dom.js";
import { exact } from "../lib/format.js";
import { describeFilm, operationOf } from "./alt.js";
import { Gif } from "./gif.js";
import { Studio } from "./studio.js";
import { paint } from "./svg.js";
import { Take } from "./take.js";
import { Video } from "./video.js";

/** @typedef {import("../wire/types.js").Position} Position */
/** @typedef {import("../page/types.js").View} View */
/** @typedef {import("./panels.js").Row} Row */
/**
 * What a film is to be.
 * @typedef {object} Order
 * @property {Row[]} rows         the panels, the first large
 * @property {"light" | "dark" | "projector"} theme
 * @property {By} by
 * @property {number} from        step
 * @property {number} to          step, included
 * @property {number} every       so many of them
 * @property {number} rate        pictures a second
 * @property {number} width       in pixels
 * @property {"gif" | "webm"} format
 *
 * @typedef {"step" | "layer" | "operation" | "forward" | "backward"} By
 */

const SIZE = { width: 960, height: 540, caption: 30, beside: 0.36 };
const PROJECTOR = 1.35;
const FORWARD = ["input", "linear", "activation", "loss"];
const BACKWARD = ["loss", "delta", "gradient", "update"];
export const MOST = { frames: 1000, pixels: 4e8 };

/**
 * The operations at which a step is shown.
 * @param {By} by
 * @param {import("../wire/types.js").Layout["operations"]} operations
 */
function shown(by, operations) {
  const all = operations.map(({ kind }, op) => ({ kind, op }));
  const kept =
    by === "step"
      ? all.slice(-1)
      : by === "layer"
        ? all.filter(({ kind }) => kind !== "linear" && kind !== "delta")
        : by === "forward"
          ? all.filter(({ kind }) => FORWARD.includes(kind))
          : by === "backward"
            ? all.filter(({ kind }) => BACKWARD.includes(kind))
            : all;
  return kept.map(({ op }) => op);
}

/**
 * How many moments a film has, and which they are.
 * @param {Pick<Order, "by" | "from" | "to" | "every">} order
 * @param {import("../wire/types.js").Layout["operations"]} operations
 */
export function moments({ by, from, to, every }, operations) {
  const ops = shown(by, operations);
  const count = Math.ceil((Math.max(0, to - from + 1) * ops.length) / every);
  /** @param {number} i @returns {Position} */
  const at = (i) => ({ step: from + Math.floor((i * every) / ops.length), op: ops[(i * every) % ops.length] });
  return { count, at };
}

/** @param {number} width */
export const heightOf = (width) => 2 * Math.round((width * SIZE.height) / SIZE.width / 2);

/**
 * Where the panels go: the first large, those that are wide below it, the others beside.
 * @param {Row[]} rows
 * @param {number} width
 * @param {number} height
 * @returns {import("./studio.js").Place[]}
 */
function places([first, ...rest], width, height) {
  const [below, beside] = [rest.filter(({ strip }) => strip), rest.filter(({ strip }) => !strip)];
  const right = beside.length ? Math.round(width * SIZE.beside) : 0;
  const floor = height - below.reduce((sum, { strip }) => sum + (strip ?? 0), 0);
  const each = Math.floor(floor / Math.max(1, beside.length));
  let y = floor;
  return [
    { row: first, x: 0, y: 0, width: width - right, height: floor },
    ...beside.map((row, i) => ({ row, x: width - right, y: i * each, width: right, height: each })),
    ...below.map((row) => {
      y += row.strip ?? 0;
      return { row, x: 0, y: y - (row.strip ?? 0), width, height: row.strip ?? 0 };
    }),
  ];
}

/** What is drawn of each moment of a film. */
export class Stage {
  /** @param {Pick<Order, "rows" | "theme" | "width">} order @param {import("../../text/en/page.js").Words} words */
  constructor({ rows, theme, width }, words) {
    this.words = words;
    this.pixels = width;
    const large = theme === "projector" ? PROJECTOR : 1;
    this.width = Math.round(SIZE.width / large);
    this.height = (this.width * heightOf(width)) / width;
    this.studio = new Studio(
      places(rows, this.width, this.height - SIZE.caption),
      { theme, ratio: width / this.width },
      words,
    );
  }

  /** @param {View} view @param {HTMLCanvasElement} canvas */
  async paint(view, canvas) {
    const { drawn } = await this.studio.take(view);
    drawn.append(
      svg(
        "text",
        { x: this.width / 2, y: this.height - 10, "text-anchor": "middle", "font-size": 14, fill: this.studio.ink },
        this.caption(view),
      ),
    );
    return paint(
      { drawn, width: this.width, height: this.height, ground: this.studio.ground, title: "", description: "" },
      this.pixels,
      canvas,
    );
  }

  /** @param {View} view */
  caption(view) {
    const { meta } = view.frame;
    const last = meta.op === view.layout.operations.length - 1;
    return this.words.pictures.caption(
      meta.step,
      last ? null : operationOf(view, this.words),
      meta.losses.train === null ? null : exact(meta.losses.train, 3),
    );
  }

  close() {
    this.studio.close();
  }
}

/**
 * Makes a film of a run of its own, moment by moment.
 * @param {import("../lab/lab.js").Lab} lab
 * @param {Order} order
 * @param {HTMLCanvasElement} canvas  on which its pictures are seen as they are made
 * @param {(done: number, of: number) => void} progress
 * @param {AbortSignal} signal
 * @returns {Promise<{blob: Blob, frames: number, description: string}>}
 */
export async function make(lab, order, canvas, progress, signal) {
  const { width, rate, format } = order;
  const take = new Take(lab, order.rows);
  const stage = new Stage(order, lab.words);
  const reel = format === "gif" ? new Gif(width, heightOf(width), rate) : new Video(width, heightOf(width), rate);
  try {
    await take.open();
    const { count, at } = moments(order, /** @type {View} */ (take.view).layout.operations);
    // To the end first: so the curve has its range from the beginning.
    await take.seek(at(count - 1));
    /** @type {View | null} */
    let first = null;
    let frames = 0;
    while (frames < count) {
      signal.throwIfAborted();
      const view = await take.seek(at(frames));
      first ??= view;
      await stage.paint(view, canvas);
      if (reel instanceof Gif)
        reel.add(
          /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).getImageData(
            0,
            0,
            canvas.width,
            canvas.height,
          ),
        );
      else await reel.add(canvas);
      frames += 1;
      progress(frames, count);
      if (view.frame.meta.failure) break;
    }
    signal.throwIfAborted();
    const description = describeFilm(
      /** @type {View} */ (first),
      /** @type {View} */ (take.view),
      order.rows.map(({ name }) => name),
      lab.words,
    );
    return { blob: await reel.finish(lab.words.pictures.filmTitle(order.from, order.to)), frames, description };
  } finally {
    if (reel instanceof Video) reel.close();
    stage.close();
    take.close();
  }
}
