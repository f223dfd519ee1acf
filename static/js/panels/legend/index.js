import { el } from "../../lib/dom.js";

/** What the colours mean. */
export const createLegendPanel = /** @type {import("../../page/types.js").PanelFactory} */ (
  (root, _dispatch, { legend }) => {
    const scale = (/** @type {string} */ kind) => el("div", {}, "−", el("span", { class: `scale ${kind}` }), "+");
    root.title = legend.meaning;
    root.append(
      el("h2", {}, legend.values),
      scale("value"),
      el("h2", {}, legend.slopes),
      scale("slope"),
      el("p", {}, legend.meaning),
    );
    return { render() {} };
  }
);
