import { svg } from "../lib/dom.js";
import { fontOf, paintOf, shapeOf, short } from "./paint.js";

/**
 * What is on the page as SVG that needs no page: boxes, lines of text, drawings and canvases, each
 * where the browser has put it, with its computed style. No HTML within it, which only browsers draw.
 *
 * @typedef {object} Trace
 * @property {DOMRect} from   what the picture begins at
 * @property {string} name    begins the names of what is defined, of which a document has each but once
 * @property {SVGDefsElement} definitions
 * @property {Map<HTMLCanvasElement, import("./pen.js").Pen>} pens  what was drawn as lines
 */

const NAMESPACE = "http://www.w3.org/2000/svg";
const UNSEEN = "title, desc, .hit, .quiet";
const LEAVES = ["path", "line", "circle", "rect", "ellipse", "polygon", "polyline", "text"];
// Of an element of a drawing: where and what it is, not how it looks or what it does.
const KEPT =
  /^(x|y|x1|y1|x2|y2|cx|cy|r|rx|ry|d|points|dx|dy|width|height|transform|viewBox|preserveAspectRatio|id|refX|refY|markerWidth|markerHeight|orient|offset|href|clip-path)$/;
const FINE = 3; // pixels to a CSS pixel, at least
const measure = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));

/**
 * @param {Element} root
 * @param {Omit<Trace, "definitions">} how
 */
export function trace(root, how) {
  const definitions = svg("defs");
  const group = svg("g");
  group.append(...traced(root, { ...how, definitions }));
  if (definitions.childNodes.length) group.prepend(definitions);
  return group;
}

/** @param {Element} element @param {Trace} to @returns {Element[]} */
function traced(element, to) {
  const style = getComputedStyle(element);
  if (style.display === "none" || style.visibility !== "visible" || element.matches(UNSEEN)) return [];
  const parts =
    element instanceof SVGSVGElement
      ? [drawing(element, to)]
      : element instanceof HTMLCanvasElement
        ? canvas(element, style, to)
        : [...box(element, style, to), ...inside(element, style, to)];
  if (style.opacity === "1" || !parts.length) return parts;
  const group = svg("g", { opacity: short(Number(style.opacity)) });
  group.append(...parts);
  return [group];
}

/** @param {Element} element @param {CSSStyleDeclaration} style @param {Trace} to */
function inside(element, style, to) {
  return [...element.childNodes].flatMap((child) => {
    if (child instanceof Text) return lines(child, style, to);
    return child instanceof Element ? traced(child, to) : [];
  });
}

/** @param {DOMRect} rect @param {DOMRect} from */
const placed = ({ left, top, width, height }, from) => ({
  x: short(left - from.left),
  y: short(top - from.top),
  width: short(width),
  height: short(height),
});

/** An element's ground and border. @param {Element} element @param {CSSStyleDeclaration} style @param {Trace} to */
function box(element, style, { from }) {
  const rect = element.getBoundingClientRect();
  if (!rect.width || !rect.height) return [];
  if (element.localName === "mfrac") return [bar(element, style, from)];
  if (element.localName === "msqrt") return [radical(rect, style, from)];
  const ground = paintOf(style.backgroundColor);
  const [top, bottom] = [style.borderTopWidth, style.borderBottomWidth].map(parseFloat);
  const [edge, round] = [
    paintOf(style.borderTopColor),
    Math.min(parseFloat(style.borderTopLeftRadius) || 0, rect.height / 2),
  ];
  const framed = top > 0 && bottom > 0 && edge.opacity > 0 && style.borderTopStyle !== "none";
  /** @type {Element[]} */
  const made = [];
  if (ground.opacity || framed) {
    const inset = framed ? top / 2 : 0;
    const inner = new DOMRect(rect.left + inset, rect.top + inset, rect.width - 2 * inset, rect.height - 2 * inset);
    made.push(
      svg("rect", {
        ...placed(inner, from),
        rx: round ? short(round) : null,
        fill: ground.color,
        "fill-opacity": ground.opacity && ground.opacity < 1 ? short(ground.opacity) : null,
        ...(framed
          ? {
              stroke: edge.color,
              "stroke-width": short(top),
              "stroke-opacity": edge.opacity < 1 ? short(edge.opacity) : null,
            }
          : {}),
      }),
    );
  } else if (top > 0 && edge.opacity > 0) {
    const y = short(rect.top - from.top + top / 2);
    made.push(
      svg("line", {
        x1: short(rect.left - from.left),
        x2: short(rect.right - from.left),
        y1: y,
        y2: y,
        stroke: edge.color,
        "stroke-width": short(top),
      }),
    );
  }
  return made;
}

/** The bar of a fraction. @param {Element} element @param {CSSStyleDeclaration} style @param {DOMRect} from */
function bar(element, style, from) {
  const rect = element.getBoundingClientRect();
  const [over, under] = [...element.children].map((each) => each.getBoundingClientRect());
  const y = short((over.bottom + under.top) / 2 - from.top);
  return svg("line", {
    x1: short(rect.left - from.left),
    x2: short(rect.right - from.left),
    y1: y,
    y2: y,
    stroke: paintOf(style.color).color,
    "stroke-width": 1,
  });
}

/** The sign of a root. @param {DOMRect} rect @param {CSSStyleDeclaration} style @param {DOMRect} from */
function radical({ left, right, top, bottom }, style, from) {
  const size = parseFloat(style.fontSize);
  const [x, y, foot] = [left - from.left, top - from.top + 1, bottom - from.top - 1];
  const d =
    `M${short(x)} ${short((y + foot) / 2)}l${short(0.18 * size)} ${short(-0.06 * size)}L${short(x + 0.42 * size)} ` +
    `${short(foot)}L${short(x + 0.72 * size)} ${short(y)}L${short(right - from.left)} ${short(y)}`;
  return svg("path", { d, fill: "none", stroke: paintOf(style.color).color, "stroke-width": 1 });
}

/**
 * The lines of a text, each by itself: where it broke here, it breaks in every program.
 * @param {Text} text @param {CSSStyleDeclaration} style @param {Trace} to
 */
function lines(text, style, { from }) {
  const { color, opacity } = paintOf(style.color);
  if (!text.data.trim() || !opacity) return [];
  const range = document.createRange();
  /** @type {{left: number, right: number, top: number, height: number, said: string}[]} */
  const found = [];
  for (const { 0: word, index } of text.data.matchAll(/\S+/g)) {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const { left, right, top, width, height } = range.getBoundingClientRect();
    const last = found.at(-1);
    if (!width) continue;
    if (last && Math.abs(last.top - top) < 1 && left >= last.right - 1)
      Object.assign(last, { right, said: `${last.said} ${word}` });
    else found.push({ left, right, top, height, said: word });
  }
  measure.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = measure.measureText("x");
  const slanted =
    style.textTransform === "math-auto" && text.parentElement?.localName === "mi" && text.data.length === 1
      ? { "font-style": "italic" }
      : {};
  return found.map(({ left, top, height, said }) =>
    svg(
      "text",
      {
        x: short(left - from.left),
        y: short(top - from.top + (height * ascent) / (ascent + descent)),
        ...fontOf(style),
        ...slanted,
        fill: color,
        "fill-opacity": opacity < 1 ? short(opacity) : null,
      },
      style.textTransform === "uppercase" ? said.toUpperCase() : said,
    ),
  );
}

/**
 * A canvas as it is, at the resolution it was drawn at.
 * @param {HTMLCanvasElement} canvas
 * @param {CSSStyleDeclaration} style
 * @param {Trace} to
 */
function canvas(canvas, style, { from, name, definitions, pens }) {
  const rect = canvas.getBoundingClientRect();
  const pen = pens.get(canvas);
  if (pen)
    return [
      svg(
        "g",
        { transform: `translate(${short(rect.left - from.left)} ${short(rect.top - from.top)})` },
        pen.drawn.cloneNode(true),
      ),
    ];
  if (!rect.width || !rect.height || !canvas.width || !canvas.height) return [];
  const round = parseFloat(style.borderTopLeftRadius) || 0;
  const [border, edge] = [parseFloat(style.borderTopWidth) || 0, paintOf(style.borderTopColor)];
  const ground = paintOf(style.backgroundColor);
  const place = placed(rect, from);
  const id = round ? `${name}-${definitions.childNodes.length}` : "";
  if (id) definitions.append(svg("clipPath", { id }, svg("rect", { ...place, rx: round })));
  const pixels = style.imageRendering === "pixelated" ? enlarged(canvas, rect.width) : canvas;
  const image = svg("image", {
    ...place,
    href: pixels.toDataURL(),
    preserveAspectRatio: "none",
    "clip-path": id ? `url(#${id})` : null,
  });
  const inner = new DOMRect(rect.left + border / 2, rect.top + border / 2, rect.width - border, rect.height - border);
  return [
    ...(ground.opacity
      ? [svg("rect", { ...place, rx: round, fill: ground.color, "fill-opacity": short(ground.opacity) })]
      : []),
    image,
    ...(border && edge.opacity
      ? [
          svg("rect", {
            ...placed(inner, from),
            rx: round,
            fill: "none",
            stroke: edge.color,
            "stroke-opacity": short(edge.opacity),
            "stroke-width": border,
          }),
        ]
      : []),
  ];
}

/**
 * An image whose pixels are to be seen: not every program leaves their edges sharp by itself.
 * @param {HTMLCanvasElement} canvas @param {number} width  at which it is shown
 */
function enlarged(canvas, width) {
  const times = Math.ceil((FINE * width) / canvas.width);
  const made = document.createElement("canvas");
  [made.width, made.height] = [canvas.width * times, canvas.height * times];
  const context = /** @type {CanvasRenderingContext2D} */ (made.getContext("2d"));
  context.imageSmoothingEnabled = false;
  context.drawImage(canvas, 0, 0, made.width, made.height);
  return made;
}

/** A drawing of the page's own. @param {SVGSVGElement} element @param {Trace} to */
function drawing(element, { from }) {
  const copy = svg("svg", placed(element.getBoundingClientRect(), from));
  for (const name of ["viewBox", "preserveAspectRatio"])
    if (element.hasAttribute(name)) copy.setAttribute(name, element.getAttribute(name) ?? "");
  copy.append(...[...element.children].flatMap(drawn));
  return copy;
}

/** An element of a drawing, its style written on it. @param {Element} element @returns {Element[]} */
function drawn(element) {
  const style = getComputedStyle(element);
  if (style.display === "none" || style.visibility !== "visible" || element.matches(UNSEEN)) return [];
  const leaf = LEAVES.includes(element.localName);
  const shape = leaf ? shapeOf(style) : {};
  if (shape === null) return [];
  const copy = document.createElementNS(NAMESPACE, element.localName);
  for (const { name, value } of element.attributes) if (KEPT.test(name)) copy.setAttribute(name, value);
  if (style.opacity !== "1") copy.setAttribute("opacity", short(Number(style.opacity)));
  if (element.localName === "text") return written(element, copy, style, shape);
  for (const [name, value] of Object.entries(shape)) copy.setAttribute(name, value);
  const children = [...element.children].flatMap(drawn);
  if (!leaf && !children.length && element.localName !== "image") return [];
  copy.append(...children);
  return [copy];
}

/**
 * A text, and its halo below it: not every program paints the stroke first when it is asked to.
 * @param {Element} element
 * @param {Element} copy
 * @param {CSSStyleDeclaration} style
 * @param {Record<string, string>} shape
 */
function written(element, copy, style, shape) {
  if (!element.textContent) return [];
  for (const [name, value] of Object.entries(fontOf(style))) copy.setAttribute(name, value);
  if (style.textAnchor !== "start") copy.setAttribute("text-anchor", style.textAnchor);
  for (const child of element.childNodes) {
    if (child instanceof Text) copy.append(child.data);
    else if (child instanceof SVGTSpanElement) {
      const span = svg("tspan", {}, child.textContent);
      for (const name of ["x", "y", "dx", "dy"])
        if (child.hasAttribute(name)) span.setAttribute(name, child.getAttribute(name) ?? "");
      copy.append(span);
    }
  }
  const { fill, "fill-opacity": opacity, ...stroke } = shape;
  const ink = /** @type {Element} */ (copy.cloneNode(true));
  ink.setAttribute("fill", fill);
  if (opacity) ink.setAttribute("fill-opacity", opacity);
  if (!stroke.stroke) return [ink];
  copy.setAttribute("fill", "none");
  for (const [name, value] of Object.entries(stroke)) copy.setAttribute(name, value);
  return [copy, ink];
}
