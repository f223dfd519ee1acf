import { palette } from "../lib/colors.js";
import { el, svg } from "../lib/dom.js";
import { paintOf } from "./paint.js";
import { Pen } from "./pen.js";
import { trace } from "./trace.js";

/** @typedef {import("../page/types.js").View} View */
/** @typedef {import("./panels.js").Row} Row */
/** @typedef {{row: Row, x: number, y: number, width: number, height: number | null}} Place  in CSS pixels */
/**
 * `ratio`: pixels of canvases to a CSS pixel.
 * @typedef {{theme: "light" | "dark" | "projector", ratio: number}} Look
 */

const UPRIGHT = 0.85; // height to width, at most
const SCALES = [1, 0.9, 0.8, 0.7, 0.6, 0.5];
const MAP = { most: 330, least: 90, beside: 150, around: 24 };

/** Until observers of sizes have been told, and what they ask for is drawn. */
const painted = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

/**
 * Panels of a picture's own, as large as it wants them, behind the page: so a picture hangs neither
 * on the window's size nor on its theme, and making it changes nothing that is seen.
 */
export class Studio {
  /**
   * @param {Place[]} places
   * @param {Look} look
   * @param {import("../../text/en/page.js").Words} words
   */
  constructor(places, { theme, ratio }, words) {
    this.theme = /** @type {"light" | "dark"} */ (theme === "dark" ? "dark" : "light");
    this.ratio = ratio;
    this.element = el("div", {
      class: "studio",
      inert: true,
      "aria-hidden": "true",
      "data-theme": this.theme,
      "data-projector": theme === "projector",
      "data-ratio": ratio,
    });
    document.body.append(this.element);
    this.colors = palette(this.element);
    this.parts = places.map((place) => {
      const root = el("div", { class: place.row.name });
      const free = place.row.size[1] === null;
      const host = el("div", { class: `studio-place${free ? " free" : ""}` }, root);
      const room = Math.min((place.height ?? Infinity) - MAP.around, place.width - MAP.beside, MAP.most);
      host.style.cssText = `left:${place.x}px;top:${place.y}px;width:${place.width}px;${free ? "" : `height:${place.height}px;`}--map:${Math.max(MAP.least, room).toFixed(0)}px`;
      this.element.append(host);
      const panel = place.row.create?.(root, () => {}, words);
      const canvas = place.row.lines
        ? /** @type {HTMLCanvasElement | null} */ (root.querySelector(place.row.lines))
        : null;
      const pens = new Map(canvas ? [[canvas, new Pen(place.row.name)]] : []);
      // A pen has what the panels use of a canvas's context.
      for (const [each, pen] of pens) Object.assign(each, { getContext: () => pen });
      return { place, host, panel, pens, draw: place.row.draws?.() };
    });
  }

  /**
   * The moment, drawn, and how high it has become.
   * @param {View} view
   */
  async take(view) {
    const frame = { ...view.frame, meta: { ...view.frame.meta, playing: false } };
    const shown = {
      ...view,
      frame,
      hover: null,
      picking: null,
      trail: [],
      reducedMotion: true,
      theme: this.theme,
      palette: this.colors,
    };
    for (const { panel } of this.parts) panel?.render(shown);
    await painted();
    const drawn = svg("g");
    let bottom = 0;
    for (const { place, host, pens, draw } of this.parts) {
      const { row, x, y, width, height } = place;
      // What is seen in space would be cut off at its sides, were it higher than wide.
      const high = Math.min(height ?? Infinity, Math.round(width * UPRIGHT));
      const { scale, above } = draw ? { scale: 1, above: ((height ?? high) - high) / 2 } : fit(host, place);
      const part = draw
        ? await draw(shown, { width, height: high }, this.ratio)
        : trace(host, { from: host.getBoundingClientRect(), name: row.name, pens });
      bottom = Math.max(bottom, y + (height ?? host.getBoundingClientRect().height));
      if (part)
        drawn.append(
          svg("g", { transform: `translate(${x} ${y + above})${scale < 1 ? ` scale(${scale})` : ""}` }, part),
        );
    }
    return { drawn, height: Math.ceil(bottom) };
  }

  /** The colour behind everything. */
  get ground() {
    return paintOf(getComputedStyle(this.element).backgroundColor).color;
  }

  get ink() {
    return paintOf(getComputedStyle(this.element).color).color;
  }

  close() {
    for (const { panel } of this.parts) panel?.destroy?.();
    this.element.remove();
  }
}

/**
 * What is as high as it becomes is drawn smaller where it has less room, and in the middle where it
 * has more.
 * @param {HTMLElement} host
 * @param {Place} place
 */
function fit(host, { row, width, height }) {
  if (row.size[1] !== null || height === null) return { scale: 1, above: 0 };
  const room = (/** @type {number} */ scale) => {
    host.style.width = `${width / scale}px`;
    return height - host.getBoundingClientRect().height * scale;
  };
  const scale = SCALES.find((each) => room(each) >= 0) ?? SCALES[SCALES.length - 1];
  const left = room(scale);
  return { scale, above: row.strip ? 0 : Math.max(0, left / 2) };
}
