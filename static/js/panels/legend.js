import { el } from "../lib/dom.js";

/** What the colours mean. */
export const createLegendPanel = /** @type {import("../types.js").PanelFactory} */ (
  (root) => {
    root.append(
      el("h2", {}, "Weights & activations"), el("div", { class: "scale value" }),
      el("div", {}, el("span", {}, "− negative"), el("span", {}, "positive +")),
      el("h2", {}, "Gradients (dotted)"), el("div", { class: "scale slope" }),
      el("div", {}, el("span", {}, "raising it lowers the loss"), el("span", {}, "raises it")));
    return { render() {} };
  }
);
