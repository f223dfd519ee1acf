import { el, setAttribute, setText, svg } from "../../lib/dom.js";
import { exact, percent } from "../../lib/format.js";
import { parameters } from "../../lib/links.js";
import { parse, pretty } from "../../lib/names.js";
import { turned } from "../../lab/picking.js";
import { resolutions } from "../../lab/view.js";
import { axisName, box, cameraAt, heights, layout, sameAxes, traces } from "./figure.js";
import { createLive } from "./live.js";
import { loadPlotly } from "./plotly.js";
import { raceTraces } from "./race.js";
import { cameraOf, createSolid } from "./solid.js";
import { createStill } from "./still.js";
import { createTip } from "./tip.js";

/** @typedef {import("../../page/types.js").View} View */
/** @typedef {import("../../wire/types.js").Frame} Frame */

const MOST_LISTED = 400;
// plotly draws WebGL at twice the resolution unless told: four times the work for no more to see.
const CONFIG = { displayModeBar: false, responsive: false, plotGlPixelRatio: 1 };
// A redraw is followed by a rest so many times as long: the page comes first.
const REST = { "3d": 2, contour: 1 };
const PAUSE = 200; // ms without a step, before a surface is drawn again
const ZOOM = 1.5;

/** Until the browser has drawn what was asked of it. */
const painted = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

/** The loss over a plane through the parameters, with the path so far. */
export const createSurfacePanel = /** @type {import("../../page/types.js").PanelFactory} */ (
  (root, dispatch, { surface: words }) => {
    /** @type {import("./types.js").Plotly | null} */
    let plotly = null;
    let listed = "";
    /** @type {View | null} */
    let view = null;
    /** @type {Frame | null} */
    let drawn = null; // by plotly
    /** @type {Frame | null} */
    let seen = null;
    let look = "";
    let empty = false; // whether plotly shows but a box
    let busy = false;
    let visible = true;
    let resting = 0;
    /** When the newest frame came, and what redraws once they stop coming. */
    const moved = { frame: /** @type {Frame | null} */ (null), at: 0, timer: 0 };

    /** @param {Record<string, unknown>} changes */
    const option = (changes) => dispatch({ type: "option", panel: "surface", changes });
    /** @param {string} label @param {(value: string) => void} chosen @param {Record<string, string>} [choices] */
    const select = (label, chosen, choices = {}) => {
      const made = el(
        "select",
        { "aria-label": label, title: label, onchange: () => chosen(made.value) },
        ...Object.entries(choices).map(([value, text]) => el("option", { value }, text)),
      );
      return made;
    };
    /** @param {string} text @param {string} title @param {() => void} onclick */
    const button = (text, title, onclick) =>
      el(
        "button",
        { class: "small", type: "button", title, ...(/\p{L}/u.test(text) ? {} : { "aria-label": title }), onclick },
        text,
      );
    const turn = (/** @type {"x" | "y"} */ axis, /** @type {string} */ parameter) => {
      if (view) option(turned(view.options.surface, axis, parameter));
    };
    const pick = { x: select(words.first, (x) => turn("x", x)), y: select(words.second, (y) => turn("y", y)) };
    const picker = button(words.pick, words.pickHelp, () =>
      dispatch({ type: "pick", axis: view?.picking ? null : "x" }),
    );
    picker.prepend(
      svg("svg", { viewBox: "0 0 12 12", "aria-hidden": true }, svg("path", { d: "M6 0v4M6 8v4M0 6h4M8 6h4" })),
    );
    const plane = select(
      words.plane,
      (chosen) => {
        dispatch({ type: "pick", axis: null });
        option({ plane: chosen, zoom: 1 });
      },
      words.planes,
    );
    const resolution = select("", (chosen) => option({ resolution: Number(chosen) }));
    const over = select(words.overHelp, (chosen) => option({ over: chosen }), words.overs);
    const zoom = (/** @type {number} */ by) =>
      option({ zoom: Math.min(20, Math.max(0.05, (view?.options.surface.zoom ?? 1) * by)) });
    const modes = new Map(
      Object.entries(words.modes).map(([mode, text]) => [
        mode,
        el("button", { type: "button", onclick: () => option({ mode }) }, text),
      ]),
    );
    const again = button("↻", words.again, () => option({ seed: (view?.options.surface.seed ?? 0) + 1 }));
    const named = el("span", { class: "picks" }, pick.x, words.and, pick.y, picker);
    const race = button(words.race, words.raceHelp, () =>
      dispatch({ type: "option", panel: "race", changes: { shown: !view?.options.race.shown } }),
    );
    race.hidden = !document.getElementById("race"); // nobody to race there
    const plot = /** @type {import("./types.js").Plot} */ (el("div", { class: "plot" }));
    const [live, solid, still] = [createLive(), createSolid(), createStill(plot)];
    const tip = createTip(words.loss);
    const stage = el("div", { class: "stage" }, plot, still.element, live.canvas, solid.canvas, tip.element);
    const note = el("div", { class: "note" });
    root.append(
      el(
        "div",
        { class: "title" },
        el("span", { class: "grow" }, words.title),
        el("span", { class: "segments" }, ...modes.values()),
      ),
      el("div", { class: "axes note" }, plane, named, again),
      el(
        "div",
        { class: "axes note" },
        over,
        resolution,
        button("−", words.wider, () => zoom(1 / ZOOM)),
        button("+", words.closer, () => zoom(ZOOM)),
        el("span", { class: "grow" }),
        race,
      ),
      stage,
      note,
    );
    new IntersectionObserver(([entry]) => {
      visible = entry.isIntersecting;
      draw();
    }).observe(root);
    const size = { width: 0, height: 0 };
    const resize = new ResizeObserver(([{ contentRect }]) => {
      [size.width, size.height] = [contentRect.width, contentRect.height];
      live.hide();
      if (plotly && drawn)
        plotly.Plots.resize(plot).then(() => {
          if (empty && seen) inSpace(seen);
        });
    });
    resize.observe(plot);

    /** A click sets the two parameters there. @param {import("./types.js").Pointed} event */
    function jump({ points: [at] }) {
      const surface = drawn?.meta.surface;
      if (!surface || !at || view?.recorded || view?.options.surface.mode !== "contour") return;
      for (const [axis, value] of /** @type {["x" | "y", number][]} */ ([
        ["x", at.x],
        ["y", at.y],
      ])) {
        const target = parse(surface[axis].parameter);
        if (!target) return;
        const tensor = `layers.${target.layer - 1}.${target.kind}`;
        const index = target.source === null ? [target.unit] : [target.unit, target.source];
        dispatch({ type: "command", command: { type: "set_parameter", tensor, index, value } });
      }
    }

    /** What a person may choose of a picture. @param {Frame} frame */
    function lookOf({ meta }) {
      const { theme, options } = /** @type {View} */ (view);
      const { plane: kind, x, y, over: which } = /** @type {NonNullable<Frame["meta"]["surface"]>} */ (meta.surface);
      return [theme, options.surface.mode, kind, x.name, y.name, which].join();
    }

    /** @param {Frame} frame @returns {import("./types.js").Picture} */
    function picture(frame) {
      const {
        options: {
          surface: { mode },
          race,
        },
        palette,
      } = /** @type {View} */ (view);
      return [...traces(frame, mode, palette, words.loss), ...raceTraces(frame, mode, race)];
    }

    /** The heights of the box that plotly shows. @returns {[number, number] | undefined} */
    const span = () => plot.layout?.scene?.zaxis?.range;

    /**
     * By plotly: axes, camera, and what can be pointed at.
     * @param {import("./types.js").Plotly} plotly
     * @param {Frame} frame
     * @param {boolean} playing  when in space we draw the rest ourselves
     */
    async function redraw(plotly, frame, playing) {
      const { options, palette } = /** @type {View} */ (view);
      const { mode } = options.surface;
      const [first, fits] = [drawn === null, look === lookOf(frame)];
      drawn = frame;
      look = lookOf(frame);
      empty = playing && mode === "3d" && cameraOf(plot) !== null;
      const range = mode === "3d" ? heights(frame, fits ? span() : undefined) : undefined;
      const { camera: linked } = options.surface;
      const camera = plot.layout?.scene?.camera ?? (linked && cameraAt(linked));
      const figure = layout(frame, mode, palette, range);
      if ("scene" in figure && camera) figure.scene.camera = camera;
      await plotly.react(plot, empty ? box(frame) : picture(frame), figure, CONFIG);
      if (first) listen();
      live.hide();
      await painted();
      if (empty) inSpace(frame);
      else solid.hide();
      shown(frame);
    }

    /** In the box that plotly shows, by ourselves. @param {Frame} frame */
    function inSpace(frame) {
      const [camera, range] = [cameraOf(plot), span()];
      if (camera && range) solid.draw(picture(frame), camera, range, size);
    }

    /** Once plotly has drawn for the first time. */
    function listen() {
      plot.on?.("plotly_click", jump);
      // Drawn anew under a pointer that rests, plotly tells of no event.
      plot.on?.("plotly_hover", ({ event, points: [at] }) => {
        if (event) tip.at(event, at);
      });
      plot.on?.("plotly_unhover", () => tip.hide());
      plot.on?.("plotly_relayout", ({ "scene.camera": camera }) => {
        if (camera) dispatch({ type: "option", panel: "surface", changes: { camera: Object.values(camera.eye) } });
      });
      plot.on?.("plotly_relayouting", () => {
        if (empty && seen) inSpace(seen);
      });
    }

    /** @param {Frame} frame  that is to be seen now */
    function shown(frame) {
      seen = frame;
      plot.dataset.updates = String(frame.meta.surface?.updates);
      tip.tell(view?.options.surface.mode === "contour" ? frame : null);
    }

    /**
     * While the run plays the picture is drawn over plotly's axes by ourselves; whether they hold.
     * @param {View} view
     */
    function drawLive({ frame, options, retained: { surface } }) {
      const { mode } = options.surface;
      if (!surface || !drawn || !frame.meta.playing || (mode === "3d") !== empty) return false;
      const [before, now] = [drawn.meta.surface, surface.meta.surface];
      if (!before || !now) return false;
      // A box that is soon made anew still says truly where everything in it is.
      const holds = sameAxes(before, now) && (!empty || heights(surface, span()) === span());
      if (!holds && !empty) return false;
      if (seen !== surface) {
        if (empty) inSpace(surface);
        else live.draw(picture(surface), plot.layout, size);
        shown(surface);
      }
      return holds;
    }

    /** Draws the newest surface, then rests. */
    async function draw() {
      if (!view?.retained.surface || document.hidden || !visible) return;
      const { mode } = view.options.surface;
      const wanted = lookOf(view.retained.surface);
      if ((busy && !resting) || (look === wanted && drawLive(view))) return;
      // What the person chose is shown at once, whatever rest is due.
      if (busy && look === wanted) return;
      if (look === wanted && !view.frame.meta.playing) {
        // Somebody is stepping: the picture of the step comes first, the surface when they pause.
        const left = PAUSE - (performance.now() - moved.at);
        clearTimeout(moved.timer);
        if (left > 0) {
          moved.timer = setTimeout(draw, left);
          return;
        }
      }
      clearTimeout(resting);
      resting = 0;
      busy = false;
      const playing = Boolean(view.frame.meta.playing);
      if (drawn === view.retained.surface && look === wanted && (playing || !empty)) return;
      busy = true;
      let began = performance.now();
      try {
        plotly ??= await loadPlotly();
        began = performance.now();
        await redraw(plotly, view.retained.surface, playing);
      } catch {
        setText(note, words.failed);
      }
      const changed = mode !== view.options.surface.mode;
      const rest = changed ? 0 : Math.min(4000, Math.max(16, (empty ? 1 : REST[mode]) * (performance.now() - began)));
      resting = setTimeout(() => {
        busy = false;
        resting = 0;
        draw();
      }, rest);
    }

    /** @param {import("../../wire/types.js").Catalogue} catalogue */
    function offer({ panels }) {
      const { label, help, choices } = resolutions(panels);
      resolution.append(
        ...choices.map((/** @type {import("../../wire/types.js").Choice} */ each) =>
          el("option", { value: each.value }, each.label),
        ),
      );
      for (const [name, text] of Object.entries({ "aria-label": label, title: `${label}: ${help}` }))
        resolution.setAttribute(name, text);
    }

    /** @param {View} view */
    function list({ layout: shape, options, catalogue }) {
      if (!resolution.options.length) offer(catalogue);
      if (resolution.value !== String(options.surface.resolution))
        resolution.value = String(options.surface.resolution);
      const key = shape.sizes.join();
      if (key !== listed) {
        const names = parameters(shape).slice(0, MOST_LISTED);
        for (const each of [pick.x, pick.y])
          each.replaceChildren(...names.map((name) => el("option", { value: name }, pretty(name))));
      }
      listed = key;
      for (const axis of /** @type {const} */ (["x", "y"])) {
        const [choice, name] = [pick[axis], options.surface[axis]];
        if (choice.value === name) continue;
        choice.value = name;
        if (choice.value !== name) choice.append(el("option", { value: name, selected: true }, pretty(name)));
      }
    }

    return {
      render(newest) {
        view = newest;
        if (moved.frame?.meta.step !== newest.frame.meta.step || moved.frame.meta.op !== newest.frame.meta.op)
          moved.at = performance.now();
        moved.frame = newest.frame;
        const { surface: chosen } = newest.options;
        list(newest);
        if (plane.value !== chosen.plane) plane.value = chosen.plane;
        if (over.value !== chosen.over) over.value = chosen.over;
        setAttribute(race, "aria-pressed", String(newest.options.race.shown));
        setAttribute(picker, "aria-pressed", String(newest.picking !== null));
        named.hidden = chosen.plane !== "parameters";
        again.hidden = chosen.plane !== "random" && chosen.plane !== "gradient";
        for (const [mode, each] of modes) setAttribute(each, "aria-pressed", String(mode === chosen.mode));
        const surface = newest.retained.surface?.meta.surface;
        if (surface) {
          const { points = 0, of: all = 0 } = surface;
          const shares = surface.explained
            ? (surface.racers.length ? words.explainedAll : words.explained)(
                percent(surface.explained[0]),
                percent(surface.explained[1]),
                exact(surface.distance, 2),
              ) + (points < all ? words.thinned(points, all) : "")
            : "";
          setText(note, `${words.note(surface.examples, surface.updates)}${shares}`);
          setAttribute(
            plot,
            "aria-label",
            words.drawing(axisName(surface.x), axisName(surface.y), exact(surface.loss)),
          );
        }
        draw();
      },
      settled: () =>
        view?.retained.surface != null && drawn === view.retained.surface && look === lookOf(drawn) && !busy,
      still: () => still.take(),
      destroy: () => resize.disconnect(),
    };
  }
);
