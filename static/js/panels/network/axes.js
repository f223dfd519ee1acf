import { setAttribute, svg } from "../../lib/dom.js";
import { parse } from "../../lib/names.js";
import { along } from "./layout.js";

const RADIUS = 8;
// Of the way along a weight: apart from each other even between the same two neurons' neighbours.
const SHARE = { x: 0.35, y: 0.65 };

/** Where a parameter's tag goes: on the weight's curve, or beside the dot of the bias. */
function anchor(
  /** @type {import("./layout.js").Geometry} */ { layers },
  /** @type {string} */ name,
  /** @type {number} */ share,
) {
  const found = parse(name);
  const to = found && layers[found.layer]?.[found.unit];
  if (!to) return null;
  if (found.source === null) return { x: to.x - to.side / 2 - RADIUS - 6, y: to.y - to.side / 2 };
  return along(layers[found.layer - 1][found.source], to, share);
}

/** The two tags that say which parameters the surface is drawn over. */
export function createAxes() {
  const tags = /** @type {const} */ (["x", "y"]).map((axis) => ({
    axis,
    tag: svg(
      "g",
      { class: "axis" },
      svg("circle", { r: RADIUS }),
      svg("text", { y: 3.5, "text-anchor": "middle" }, axis),
    ),
  }));
  return {
    element: svg("g", {}, ...tags.map(({ tag }) => tag)),
    /** @param {import("../../page/types.js").View} view @param {import("./layout.js").Geometry} geometry */
    render({ options: { surface }, selection, picking }, geometry) {
      // Not beside the inspector, which takes the surface's place.
      const shown = surface.plane === "parameters" && selection === null;
      for (const { axis, tag } of tags) {
        const at = shown ? anchor(geometry, surface[axis], SHARE[axis]) : null;
        setAttribute(tag, "visibility", at ? "visible" : "hidden");
        setAttribute(tag, "class", picking === axis ? "axis waiting" : "axis");
        if (at) setAttribute(tag, "transform", `translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})`);
      }
    },
  };
}
