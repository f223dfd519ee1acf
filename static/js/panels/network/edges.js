import { isPress, setAttribute, setText, svg } from "../../lib/dom.js";
import { signed } from "../../lib/format.js";
import { linkName, linkNumbers, linksInto } from "../../lib/links.js";
import { parse, pretty } from "../../lib/names.js";
import { scrub } from "../../lib/scrub.js";
import { EDGES, SLOPES } from "../../lib/shared.js";
import { curve, middle, slopeStroke, strongest, thickness } from "./layout.js";

/** @typedef {import("../../page/types.js").View} View */
/** @typedef {import("./layout.js").Geometry} Geometry */

/**
 * One drawn weight: the line, the old weight's ghost, the dotted gradient, and the wide invisible
 * path that the pointer meets.
 * @typedef {{name: string, index: number, path: string, line: SVGPathElement, ghost: SVGPathElement,
 *   slope: SVGPathElement, hit: SVGPathElement, title: SVGTitleElement}} Edge
 */

const REPICK_MS = 700;
const READABLE = 8; // pictures a second
const FAINT = 0.2;

/**
 * The weights between one layer and the next. Of a wide layer the strongest are drawn, chosen anew
 * now and then.
 * @param {number} layer  from 1: the layer the weights lead to
 * @param {import("../../wire/types.js").Layout} layout
 * @param {Geometry} geometry
 * @param {import("../../../text/en/page.js").Words["network"]} words
 * @param {import("./index.js").Reactions} on
 */
export function createEdges(layer, layout, geometry, words, on) {
  const [sources, targets] = [geometry.layers[layer - 1], geometry.layers[layer]];
  const side = Math.min(sources[0].side, targets[0].side);
  const links = linksInto(layout, layer);
  const total = links.length;
  const [under, over] = [svg("g"), svg("g")];
  const rest = svg("text", {
    class: "label",
    "text-anchor": "middle",
    x: middle(geometry.column, layer - 0.5),
    y: geometry.foot,
  });
  if (total > EDGES.most) under.append(rest);
  const left = total - Math.min(EDGES.most, total);
  setText(rest, geometry.column < EDGES.told_from ? `+${left}` : words.weaker(left));
  const edges = Array.from({ length: Math.min(EDGES.most, total) }, create);
  edges[0].hit.setAttribute("tabindex", "0");
  let picked = 0;
  let active = "";
  /** @type {number[]} those drawn because they are wanted */
  let drawn = [];

  function create() {
    const title = svg("title");
    /** @type {Edge} */
    const edge = {
      name: "",
      index: -1,
      path: "",
      title,
      ghost: svg("path", { class: "ghost", visibility: "hidden" }),
      line: svg("path", { class: "edge" }),
      slope: svg("path", { class: "slope", visibility: "hidden" }),
      hit: svg(
        "path",
        {
          class: "hit",
          tabindex: -1,
          role: "button",
          onkeydown: (/** @type {KeyboardEvent} */ event) => {
            if (isPress(event)) on.choose(edge.name, event);
            const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
            if (by) step(edge, by);
            if (by) event.preventDefault();
          },
          onfocus: () => on.hover(edge.name),
          onblur: () => on.hover(null),
          onclick: (/** @type {Event} */ event) => on.choose(edge.name, event),
          onpointerenter: () => on.hover(edge.name),
          onpointerleave: () => on.hover(null),
        },
        title,
      ),
    };
    scrub(edge.hit, {
      from: () => on.moved(edge.name),
      to: (epsilon, event) => on.nudge(edge.name, epsilon, event),
      keys: false,
    });
    under.append(edge.ghost, edge.line, edge.slope);
    over.append(edge.hit);
    return edge;
  }

  /** One tab stop a layer; the arrows go from weight to weight. @param {Edge} edge @param {number} by */
  function step(edge, by) {
    const next = edges[(edges.indexOf(edge) + by + edges.length) % edges.length];
    edge.hit.setAttribute("tabindex", "-1");
    next.hit.setAttribute("tabindex", "0");
    next.hit.focus();
  }

  /** @param {Edge} edge @param {number} index */
  function assign(edge, index, moved = false) {
    if (edge.index === index && !moved) return;
    const [j, i] = [Math.floor(index / sources.length), index % sources.length];
    edge.index = index;
    // A link of a fixed weight stands for the neuron that it leads to.
    edge.name = linkName(layout, layer, j, i) ?? `neurons.${layer}.${j}`;
    edge.path = curve(sources[i], targets[j]);
    for (const path of [edge.line, edge.ghost, edge.hit]) path.setAttribute("d", edge.path);
    edge.slope.setAttribute("d", curve(sources[i], targets[j], -SLOPES.up));
  }

  /** Those that are spoken of elsewhere are drawn in any case. @param {View} view */
  function wantedOf({ selection, options: { surface } }) {
    return [selection, surface.x, surface.y].flatMap((name) => {
      const found = parse(name);
      return found?.layer === layer && found.source !== null ? [found.unit * sources.length + found.source] : [];
    });
  }

  /** @param {ArrayLike<number>} weights @param {View} view */
  function pick(weights, view) {
    const now = performance.now();
    const wanted = total > EDGES.most ? wantedOf(view) : [];
    if (layer === 1 && geometry.active) {
      pickAmong(geometry.active, weights, wanted);
      return;
    }
    if (picked && (total <= EDGES.most || (now - picked < REPICK_MS && wanted.join() === drawn.join()))) return;
    [picked, drawn] = [now, wanted];
    strongest(weights, EDGES.most, wanted, links).forEach((index, k) => assign(edges[k], index));
  }

  /**
   * Of the inputs that are drawn, which are others from example to example.
   * @param {NonNullable<Geometry["active"]>} drawnInputs
   * @param {ArrayLike<number>} weights
   * @param {number[]} wanted
   */
  function pickAmong({ sources: from, key }, weights, wanted) {
    if (active === `${key} ${wanted.join()}`) return;
    active = `${key} ${wanted.join()}`;
    const inputs = new Set(from);
    const among = links.filter((at) => inputs.has(at % sources.length));
    const chosen = strongest(weights, EDGES.most, wanted, among);
    edges.forEach((edge, k) => {
      const shown = k < chosen.length;
      for (const path of [edge.line, edge.ghost, edge.slope, edge.hit])
        setAttribute(path, "display", shown ? "inline" : "none");
      if (shown) assign(edge, chosen[k], true);
      else Object.assign(edge, { index: 0, name: "", path: "" });
    });
    setText(rest, ""); // the inputs that are not drawn have a line of their own
  }

  return {
    under,
    over,
    /** Curves that an operation touches, for the pulse. */
    paths: () => edges.map((edge) => edge.path).join(""),
    /** @param {string} name */
    path: (name) => edges.find((edge) => edge.name === name)?.path || null,
    /** @param {View} view */
    render(view) {
      const {
        frame,
        selection,
        epsilon,
        options: { surface },
      } = view;
      const weights = linkNumbers(layout, layer, frame, "parameters");
      if (!weights) return;
      pick(weights, view);
      const before = linkNumbers(layout, layer, frame, "previous");
      const slopes = linkNumbers(layout, layer, frame, "gradients");
      const steepest = slopes ? Math.max(1e-12, ...edges.map((edge) => Math.abs(Number(slopes[edge.index])))) : 1;
      const { playing, rate } = frame.meta;
      const fast = playing && (rate === null || rate > READABLE);
      const busy = touches(frame.meta.kind, frame.meta.layer, layer, layout.activations.length);
      for (const edge of edges) {
        const weight = Number(weights[edge.index]);
        // Moved in thought it is drawn as it would be, over a ghost of what it is.
        const supposed = epsilon && edge.name === selection ? weight + epsilon : null;
        const [drawn, ghost] =
          supposed === null ? [weight, before ? Number(before[edge.index]) : null] : [supposed, weight];
        const shown = ghost !== null && (supposed !== null || edges.length <= EDGES.crowd);
        setAttribute(edge.line, "stroke-width", thickness(drawn, side).toFixed(2));
        setAttribute(edge.line, "class", `edge ${drawn < 0 ? "minus" : "plus"}${busy ? " busy" : ""}`);
        setAttribute(edge.hit, "class", edge.name === selection ? "hit selected" : "hit");
        setAttribute(edge.ghost, "visibility", shown ? "visible" : "hidden");
        if (shown) setAttribute(edge.ghost, "stroke-width", (thickness(ghost, side) + EDGES.ghost).toFixed(2));
        renderSlope(
          edge,
          slopes ? Number(slopes[edge.index]) : null,
          steepest,
          edges.length > EDGES.crowd ? SLOPES.steep : fast ? FAINT : 0,
        );
        if (fast) continue; // nobody can read the words, and drawing needs the time
        const axis =
          surface.plane !== "parameters" ? "" : edge.name === surface.x ? "x" : edge.name === surface.y ? "y" : "";
        const text =
          `${pretty(edge.name)} = ` +
          `${signed(weight)}${slopes ? `, ${words.slope} ${signed(Number(slopes[edge.index]))}` : ""}${axis && `, ${words.axis(axis)}`}`;
        setText(edge.title, text);
        setAttribute(edge.hit, "aria-label", text);
      }
    },
  };
}

/**
 * @param {Edge} edge
 * @param {number | null} slope
 * @param {number} steepest
 * @param {number} least  share of the steepest that is drawn
 */
function renderSlope(edge, slope, steepest, least) {
  const share = Math.abs(slope ?? 0) / steepest;
  const shown = slope !== null && share >= least;
  setAttribute(edge.slope, "visibility", shown ? "visible" : "hidden");
  if (!shown) return;
  setAttribute(edge.slope, "class", `slope ${slope < 0 ? "minus" : "plus"}`);
  const { width, opacity } = slopeStroke(share);
  setAttribute(edge.slope, "stroke-width", width.toFixed(2));
  setAttribute(edge.slope, "stroke-opacity", opacity.toFixed(2));
}

/**
 * Whether an operation reads or writes the weights that lead to layer `mine`.
 * @param {import("../../wire/types.js").OperationKind} kind
 * @param {number} layer
 * @param {number} mine
 * @param {number} depth
 */
export function touches(kind, layer, mine, depth) {
  switch (kind) {
    case "update":
      return true;
    case "linear":
    case "pool":
    case "gradient":
      return layer === mine;
    case "delta":
      return layer < depth && layer + 1 === mine;
    default:
      return false;
  }
}
