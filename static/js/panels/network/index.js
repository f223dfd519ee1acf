import { mapTable } from "../../lib/colors.js";
import { el, setAttribute, svg } from "../../lib/dom.js";
import { parse } from "../../lib/names.js";
import { createAxes } from "./axes.js";
import { createEdges, touches } from "./edges.js";
import { createEditor } from "./editor.js";
import { createHead } from "./heads.js";
import { createHint } from "./hint.js";
import { middle, place } from "./layout.js";
import { createNeuron } from "./neurons.js";
import { createPulse } from "./pulse.js";
import { pointsOf } from "./spot.js";
import { createWords } from "./words.js";

/** @typedef {import("../../page/types.js").View} View */
/**
 * What the parts of the drawing do when they are touched.
 * @typedef {object} Reactions
 * @property {(name: string, event: Event) => void} choose
 * @property {(name: string | null) => void} hover
 * @property {(name: string) => number} moved   how far a parameter is moved in thought
 * @property {(name: string, epsilon: number, event: Event) => void} nudge
 */

/** What a layer's neurons are drawn as. @param {import("../../wire/types.js").Layout} layout @param {number} layer */
function pictureOf({ plane, image }, layer) {
  if (image) return layer === 0 ? "pixel" : layer === 1 ? "weights" : null;
  return plane === 2 ? "map" : null;
}

/** The network: weights as curves, neurons as maps or numbers, gradients as dotted lines. */
export const createNetworkPanel = /** @type {import("../../page/types.js").PanelFactory} */ (
  (root, dispatch, { network: words }) => {
    const drawing = svg("svg", { role: "group", "aria-label": words.drawing });
    const cells = el("div", { class: "cells" });
    const editor = createEditor(dispatch, words);
    const [axes, hint] = [createAxes(), createHint(dispatch, words)];
    root.append(cells, drawing, editor.element, hint.element);
    const [halos, pulse] = [
      {
        selection: svg("path", { class: "halo" }),
        hover: svg("path", { class: "halo" }),
        trail: svg("path", { class: "halo trail" }),
      },
      createPulse(),
    ];
    /** @type {ReturnType<typeof createEdges>[]} */
    let edges = [];
    /** @type {ReturnType<typeof createNeuron>[]} */
    let neurons = [];
    /** @type {ReturnType<typeof createHead>[]} */
    let heads = [];
    /** @type {import("./layout.js").Geometry} */
    let geometry = { layers: [], column: 0, tall: 0, foot: 0, active: null };
    /** @type {ReturnType<typeof createWords> | null} */
    let text = null;
    let span = 0;
    let built = "";
    let moment = "";
    let theme = "";
    /** @type {Uint32Array} */
    let table = new Uint32Array(256);
    let size = { width: root.clientWidth, height: root.clientHeight };
    /** @type {View | null} */
    let last = null;
    const observer = new ResizeObserver(([entry]) => {
      size = { width: entry.contentRect.width, height: entry.contentRect.height };
      if (last) render(last);
    });
    observer.observe(root);

    /** @type {Reactions} */
    const on = {
      /** @param {string} target @param {Event} event */
      choose(target, event) {
        if (last?.picking) {
          dispatch({ type: "select", target });
          return;
        }
        const again = last?.selection === target && event.type === "click";
        if (parse(target)?.kind === "neuron") {
          dispatch({ type: "select", target: again ? null : target });
          return;
        }
        dispatch({ type: "select", target });
        if (last?.recorded) return;
        const opener = /** @type {SVGGraphicsElement} */ (event.currentTarget);
        const { left, top, width } = root.getBoundingClientRect();
        const zoom = width / root.offsetWidth || 1; // of a scaled slide
        /** @param {number} x @param {number} y @returns {import("./spot.js").Point}  in the panel */
        const within = (x, y) => ({ x: (x - left) / zoom, y: (y - top) / zoom });
        const pointer = event instanceof MouseEvent && (event.detail > 0 || event.type === "pointermove");
        const at = opener.getBoundingClientRect();
        const click = pointer
          ? within(event.clientX, event.clientY)
          : within(at.x + at.width / 2, at.y + at.height / 2);
        const shape = pointsOf(opener).map(({ x, y }) => within(x, y));
        editor.open(target, click, shape, { opener, pressed: !pointer });
        if (last) editor.render({ ...last, selection: target });
      },
      /** @param {string | null} target */
      hover: (target) => dispatch({ type: "hover", target }),
      moved: (name) => (last?.selection === name ? last.epsilon : 0),
      nudge(name, epsilon, event) {
        if (last?.picking || last?.recorded) return;
        if (last?.selection !== name) on.choose(name, event);
        dispatch({ type: "nudge", epsilon });
      },
    };

    /** @param {View} view */
    function build(view) {
      const { layout } = view;
      geometry = place(layout.sizes, size.width, size.height, layout.image);
      text = layout.input_kind === "words" ? createWords(geometry, words, on) : null;
      span = geometry.column - geometry.layers[0][0].side;
      edges = geometry.layers.slice(1).map((_, i) => createEdges(i + 1, layout, geometry, words, on));
      neurons = geometry.layers.flatMap((nodes, layer) =>
        text && layer === 0
          ? []
          : nodes.map((node) => createNeuron(node, layout, geometry, pictureOf(layout, layer), on)),
      );
      heads = geometry.layers.map((_, layer) =>
        createHead(view, layer, middle(geometry.column, layer), geometry, words),
      );
      setAttribute(drawing, "viewBox", `0 0 ${size.width} ${size.height}`);
      cells.replaceChildren(...neurons.flatMap(({ canvas }) => (canvas ? [canvas] : [])));
      drawing.replaceChildren(
        ...heads.map(({ element }) => element),
        halos.selection,
        halos.hover,
        halos.trail,
        ...edges.map(({ under }) => under),
        pulse.path,
        ...edges.map(({ over }) => over),
        ...(text ? [text.group] : []),
        ...neurons.map(({ group }) => group),
        axes.element,
      );
    }

    /** @param {View} view */
    function render(view) {
      last = view;
      if (!size.width || !view.frame.tensors.has("input")) return;
      const { layout, frame } = view;
      const shape =
        `${layout.sizes} ${layout.activations} ${layout.layers.map(({ kind }) => kind)} ${layout.inputs} ${layout.plane} ${layout.image} ` +
        `${size.width}×${size.height}`;
      if (shape !== built) build(view);
      built = shape;
      if (theme !== view.theme) table = mapTable(view.palette);
      theme = view.theme;
      text?.render(view);
      for (const each of edges) each.render(view);
      for (const neuron of neurons) neuron.render(view, table);
      for (const kind of /** @type {const} */ (["selection", "hover"])) {
        const curve =
          view[kind] === null ? null : edges.map((each) => each.path(view[kind] ?? "")).find((found) => found !== null);
        setAttribute(halos[kind], "d", curve ?? "");
      }
      setAttribute(
        halos.trail,
        "d",
        view.trail.map((name) => edges.map((each) => each.path(name)).find((found) => found !== null) ?? "").join(""),
      );
      for (const each of heads) each.render(view);
      axes.render(view, geometry);
      const began = hint.render(view);
      // Whoever began by keyboard goes on by keyboard.
      if (began && document.activeElement?.matches(":focus-visible"))
        /** @type {SVGElement | null} */ (drawing.querySelector('.hit[tabindex="0"]'))?.focus();
      animate(view, `${frame.meta.run_epoch} ${frame.meta.step} ${frame.meta.op}`);
      editor.render(view);
    }

    /** Shows where the signal, or the error, has just gone. @param {View} view @param {string} now */
    function animate({ frame, layout, reducedMotion }, now) {
      if (moment === now) return;
      const first = moment === "";
      moment = now;
      const { kind, layer, playing, rate } = frame.meta;
      if (first || reducedMotion || (playing && (rate === null || rate > 3))) return;
      const touched = edges.filter((_, i) => touches(kind, layer, i + 1, layout.activations.length));
      const backward = kind === "delta" || kind === "gradient";
      pulse.run(kind === "update" ? "" : touched.map((each) => each.paths()).join(""), span, backward);
    }

    return { render, destroy: () => observer.disconnect() };
  }
);
