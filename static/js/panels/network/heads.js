import { setText, svg } from "../../lib/dom.js";
import { doing } from "../../lib/links.js";
import { inSentence } from "../../lib/names.js";
import { percent, plain } from "../../lib/format.js";

const SHORT = 40; // heads below this have one line
const TINY = 66; // a column below this has room for a number only
const NARROW = 130; // a column below this has its activation on a line of its own

/**
 * What stands above a layer: its name, its activation, and how its gradient fares.
 * @param {import("../../page/types.js").View} view
 * @param {number} layer
 * @param {number} x
 * @param {import("./layout.js").Geometry} geometry
 * @param {import("../../text/en.js").Words["network"]} words
 */
export function createHead({ layout, catalogue }, layer, x, { column, tall }, words) {
  const top = layout.sizes.length - 1;
  const tiny = column < TINY;
  const what =
    tiny || (column < NARROW && tall < SHORT)
      ? layer === 0
        ? "x"
        : layer === top
          ? "ŷ"
          : String(layer)
      : layer === 0
        ? words.input
        : layer === top
          ? words.output
          : words.hidden(layer);
  const how = layer === 0 || tiny ? "" : inSentence(doing({ layout, catalogue }, layer));
  const narrow = column < NARROW && tall >= SHORT;
  const title = svg("title", {}, words.norm);
  const health = svg("text", { class: "heads health", x, y: narrow ? 45 : 33, "text-anchor": "middle" });
  const name = svg(
    "text",
    { class: "heads", x, y: 18, "text-anchor": "middle" },
    how && !narrow ? `${what} · ${how}` : what,
    ...(how && narrow ? [svg("tspan", { x, dy: 14 }, how)] : []),
  );
  return {
    element: svg("g", {}, title, name, health),
    /** @param {import("../../page/types.js").View} view */
    render({ frame }) {
      const found = frame.meta.health?.layers[layer - 1];
      const norm = tall < SHORT || tiny || found?.gradient_norm == null ? "" : `‖∇‖ ${plain(found.gradient_norm, 2)}`;
      const flat = found?.saturated
        ? words.saturated(percent(found.saturated))
        : found?.dead
          ? words.dead(percent(found.dead))
          : "";
      setText(health, [norm, narrow || tall < SHORT ? "" : flat].filter(Boolean).join(" · "));
    },
  };
}
