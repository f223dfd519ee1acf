import { el } from "../../lib/dom.js";

/** @typedef {import("./types.js").Plotly} Plotly */

const loaded = () => /** @type {{Plotly?: Plotly}} */ (/** @type {unknown} */ (globalThis)).Plotly;

/** plotly.js, loaded when it is first wanted: it is large. @returns {Promise<Plotly>} */
export function loadPlotly() {
  const plotly = loaded();
  if (plotly) return Promise.resolve(plotly);
  return new Promise((resolve, reject) => {
    const script = el("script", {
      src: document.documentElement.dataset.plotly ?? "/vendor/plotly.min.js",
      onload: () => resolve(/** @type {Plotly} */ (loaded())),
      onerror: reject,
    });
    document.head.append(script);
  });
}
