/**
 * Computed styles as attributes of SVG 1.1, which programs that are no browsers read too: colours as
 * hexadecimal numbers with an opacity beside them, fonts by their generic families.
 *
 * @typedef {{color: string, opacity: number}} Paint
 */

const NONE = { color: "none", opacity: 0 };
const DIGITS = 3;

/** @param {number} value */
export const short = (value) => String(Number(value.toFixed(DIGITS)));

/**
 * A computed colour: rgb(), rgba(), or what color-mix() comes to, color(srgb …).
 * @param {string} text
 * @returns {Paint}
 */
export function paintOf(text) {
  const numbers =
    text.match(/[\d.]+(e[-+]?\d+)?%?/g)?.map((each) => (each.endsWith("%") ? parseFloat(each) / 100 : Number(each))) ??
    [];
  if (!/^(rgba?|color)\(/.test(text) || numbers.length < 3) return NONE;
  const scale = text.startsWith("color(") ? 255 : 1;
  const opacity = numbers[3] ?? 1;
  if (opacity === 0) return NONE;
  const color = numbers
    .slice(0, 3)
    .map((each) =>
      Math.round(each * scale)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("");
  return { color: `#${color}`, opacity };
}

/** @param {string} families */
function generic(families) {
  if (/mono/i.test(families)) return "monospace";
  return /math|STIX/i.test(families) ? "serif" : "sans-serif";
}

/**
 * Fill and stroke of a shape; null where nothing of it is to be seen.
 * @param {CSSStyleDeclaration} style
 */
export function shapeOf(style) {
  const [fill, stroke] = [paintOf(style.fill), paintOf(style.stroke)];
  const [inside, line] = [
    fill.opacity * Number(style.fillOpacity),
    stroke.opacity * Number(style.strokeOpacity) * (parseFloat(style.strokeWidth) > 0 ? 1 : 0),
  ];
  if (!inside && !line) return null;
  /** @type {Record<string, string>} */
  const found = { fill: inside ? fill.color : "none" };
  if (inside && inside < 1) found["fill-opacity"] = short(inside);
  if (line) {
    Object.assign(found, { stroke: stroke.color, "stroke-width": short(parseFloat(style.strokeWidth)) });
    if (line < 1) found["stroke-opacity"] = short(line);
    if (style.strokeDasharray !== "none") found["stroke-dasharray"] = style.strokeDasharray.replaceAll("px", "");
    if (style.strokeLinecap !== "butt") found["stroke-linecap"] = style.strokeLinecap;
    if (style.strokeLinejoin !== "miter") found["stroke-linejoin"] = style.strokeLinejoin;
  }
  for (const end of /** @type {const} */ (["markerStart", "markerEnd"])) {
    const id = /#([^"')]+)/.exec(style[end])?.[1];
    if (id) found[end === "markerEnd" ? "marker-end" : "marker-start"] = `url(#${id})`;
  }
  return found;
}

/** The font of a text, besides where it stands. @param {CSSStyleDeclaration} style */
export function fontOf(style) {
  /** @type {Record<string, string>} */
  const found = { "font-size": short(parseFloat(style.fontSize)) };
  const family = generic(style.fontFamily);
  if (family !== "sans-serif") found["font-family"] = family;
  if (style.fontWeight !== "400") found["font-weight"] = style.fontWeight;
  if (style.fontStyle !== "normal") found["font-style"] = style.fontStyle;
  if (style.letterSpacing !== "normal") found["letter-spacing"] = short(parseFloat(style.letterSpacing));
  return found;
}
