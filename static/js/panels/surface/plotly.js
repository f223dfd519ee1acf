import { el } from "../../lib/dom.js";

/** plotly.js, loaded when it is first wanted: it is large. @returns {Promise<any>} */
export function loadPlotly() {
  const { Plotly } = /** @type {any} */ (globalThis);
  if (Plotly) return Promise.resolve(Plotly);
  return new Promise((resolve, reject) => {
    const script = el("script", {
      src: document.documentElement.dataset.plotly ?? "/vendor/plotly.min.js",
      onload: () => resolve(/** @type {any} */ (globalThis).Plotly),
      onerror: reject,
    });
    document.head.append(script);
  });
}
