import { svg } from "../lib/dom.js";
import { paintOf, short } from "./paint.js";

/**
 * Draws lines as the panels know it from a canvas, and keeps them as SVG: a chart in a picture is
 * sharp at any size. What of a canvas the panels use is there, and no more.
 */
export class Pen {
  fillStyle = "#000";
  strokeStyle = "#000";
  lineWidth = 1;
  globalAlpha = 1;
  font = "10px sans-serif";
  textAlign = "start";
  #dash = "";
  #path = "";
  #group = svg("g");
  /** What `restore` comes back to. @type {{style: Record<string, unknown>, dash: string, group: SVGGElement}[]} */
  #kept = [];
  #clips = 0;

  /** @param {string} name  begins the names of what is defined */
  constructor(name) {
    this.name = name;
    this.drawn = this.#group;
  }

  /** Everything is drawn anew after this; how fine a canvas's pixels are is nothing to lines. */
  clearRect() {
    this.drawn = this.#group = svg("g");
    [this.#kept, this.#path, this.#dash, this.globalAlpha, this.#clips] = [[], "", "", 1, 0];
  }

  setTransform() {}

  save() {
    const { fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign } = this;
    this.#kept.push({
      style: { fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign },
      dash: this.#dash,
      group: this.#group,
    });
  }

  restore() {
    const kept = this.#kept.pop();
    if (!kept) return;
    Object.assign(this, kept.style);
    [this.#dash, this.#group] = [kept.dash, kept.group];
  }

  /** @param {number[]} dash */
  setLineDash(dash) {
    this.#dash = dash.join(" ");
  }

  beginPath() {
    this.#path = "";
  }

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.#path += `M${short(x)} ${short(y)}`;
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.#path += `${this.#path ? "L" : "M"}${short(x)} ${short(y)}`;
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  rect(x, y, width, height) {
    this.#path += `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`;
  }

  /** A circle: the panels draw no other arcs. @param {number} x @param {number} y @param {number} radius */
  arc(x, y, radius) {
    const r = short(radius);
    this.#path +=
      `M${short(x - radius)} ${short(y)}a${r} ${r} 0 1 0 ${short(2 * radius)} 0a${r} ${r} 0 1 0 ` +
      `${short(-2 * radius)} 0z`;
  }

  clip() {
    const id = `${this.name}-clip-${this.#clips++}`;
    const group = svg("g", { "clip-path": `url(#${id})` });
    this.#group.append(svg("clipPath", { id }, svg("path", { d: this.#path })), group);
    this.#group = group;
  }

  stroke() {
    const { color, opacity } = this.#paint(this.strokeStyle);
    const last = this.#group.lastElementChild;
    const look = {
      stroke: color,
      "stroke-width": short(this.lineWidth),
      ...(opacity < 1 ? { "stroke-opacity": short(opacity) } : {}),
      ...(this.#dash ? { "stroke-dasharray": this.#dash } : {}),
    };
    // What was filled just now has this outline.
    if (last?.getAttribute("d") === this.#path && !last.hasAttribute("stroke"))
      for (const [name, value] of Object.entries(look)) last.setAttribute(name, value);
    else if (this.#path) this.#group.append(svg("path", { d: this.#path, fill: "none", ...look }));
  }

  fill() {
    const { color, opacity } = this.#paint(this.fillStyle);
    if (this.#path)
      this.#group.append(
        svg("path", { d: this.#path, fill: color, "fill-opacity": opacity < 1 ? short(opacity) : null }),
      );
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  fillRect(x, y, width, height) {
    const { color, opacity } = this.#paint(this.fillStyle);
    this.#group.append(
      svg("rect", {
        x: short(x),
        y: short(y),
        width: short(width),
        height: short(height),
        fill: color,
        "fill-opacity": opacity < 1 ? short(opacity) : null,
      }),
    );
  }

  /** @param {string} text @param {number} x @param {number} y */
  fillText(text, x, y) {
    const anchor = { right: "end", end: "end", center: "middle" }[this.textAlign] ?? null;
    this.#group.append(
      svg(
        "text",
        {
          x: short(x),
          y: short(y),
          fill: this.#paint(this.fillStyle).color,
          "font-size": parseFloat(this.font),
          "text-anchor": anchor,
        },
        text,
      ),
    );
  }

  /** @param {string} style  rgb(…) or a hexadecimal number */
  #paint(style) {
    const { color, opacity } = style.startsWith("#") ? { color: style, opacity: 1 } : paintOf(style);
    return { color, opacity: opacity * this.globalAlpha };
  }
}
