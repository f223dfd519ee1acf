import { setText, svg } from "../../lib/dom.js";
import { doing } from "../../lib/links.js";
import { inSentence } from "../../lib/names.js";
import { percent, plain } from "../../lib/format.js";
import { HEADS } from "../../lib/shared.js";

const MAX_NAME = 16; // characters of a column's name

/** @param {string} name */
const shortened = (name) => (name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 1)}…` : name);

/**
 * What stands above a layer: its name, its activation, and how its gradient fares.
 * @param {import("../../page/types.js").View} view
 * @param {number} layer
 * @param {number} x
 * @param {import("./layout.js").Geometry} geometry
 * @param {import("../../../text/en/page.js").Words["network"]} words
 */
export function createHead({ layout, catalogue }, layer, x, { column, tall }, words) {
  const top = layout.sizes.length - 1;
  const tiny = column < HEADS.tiny_below;
  const what =
    tiny || (column < HEADS.stacked_below && tall < HEADS.short_below)
      ? layer === 0
        ? "x"
        : layer === top
          ? "ŷ"
          : String(layer)
      : layer === 0
        ? words.input
        : layer === top
          ? shortened(layout.own?.target ?? words.output)
          : words.hidden(layer);
  const how = layer === 0 || tiny ? "" : inSentence(doing({ layout, catalogue }, layer));
  const narrow = column < HEADS.stacked_below && tall >= HEADS.short_below;
  const title = svg("title", {}, words.norm);
  const health = svg("text", {
    class: "heads health",
    x,
    y: narrow ? HEADS.norm_stacked : HEADS.norm,
    "text-anchor": "middle",
  });
  const name = svg(
    "text",
    { class: "heads", x, y: HEADS.name, "text-anchor": "middle" },
    how && !narrow ? `${what} · ${how}` : what,
    ...(how && narrow ? [svg("tspan", { x, dy: HEADS.activation }, how)] : []),
  );
  return {
    element: svg("g", {}, title, name, health),
    /** @param {import("../../page/types.js").View} view */
    render({ frame }) {
      const found = frame.meta.health?.layers[layer - 1];
      const norm =
        tall < HEADS.short_below || tiny || found?.gradient_norm == null ? "" : `‖∇‖ ${plain(found.gradient_norm, 2)}`;
      const flat = found?.saturated
        ? words.saturated(percent(found.saturated))
        : found?.dead
          ? words.dead(percent(found.dead))
          : "";
      setText(health, [norm, narrow || tall < HEADS.short_below ? "" : flat].filter(Boolean).join(" · "));
    },
  };
}
