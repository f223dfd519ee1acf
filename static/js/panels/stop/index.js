import { el } from "../../lib/dom.js";

/** @typedef {import("../../page/types.js").Until} Until */

/** When playing is to stop by itself. */
export const createStopPanel = /** @type {import("../../page/types.js").PanelFactory} */ (
  (root, dispatch, { own: { stop: words } }) => {
    /** @param {keyof typeof scales} name @param {Record<string, number>} bounds */
    const number = (name, bounds) =>
      el("input", {
        type: "number",
        placeholder: words.off,
        step: "any",
        "data-path": `stop.${name}`,
        ...bounds,
        onchange: () => told(),
      });
    const scales = { loss: 1, accuracy: 100, epoch: 1 };
    const inputs = {
      loss: number("loss", { min: 0 }),
      accuracy: number("accuracy", { min: 0, max: 100 }),
      epoch: number("epoch", { min: 1 }),
    };
    const over = el(
      "select",
      { "data-path": "stop.over", onchange: () => told() },
      ...Object.entries(words.overs).map(([value, text]) => el("option", { value }, text)),
    );
    const labels = /** @type {(keyof typeof scales)[]} */ (Object.keys(scales)).map((name) =>
      el("label", { class: "control" }, el("span", {}, words[name]), inputs[name]),
    );
    const measured = el("label", { class: "control" }, el("span", {}, words.over), over);
    root.append(el("details", {}, el("summary", {}, words.title), ...labels, measured));

    function told() {
      /** @type {Until} */
      const until = { over: /** @type {Until["over"]} */ (over.value) };
      for (const name of /** @type {(keyof typeof scales)[]} */ (Object.keys(scales))) {
        const value = inputs[name].valueAsNumber / scales[name];
        if (inputs[name].checkValidity() && Number.isFinite(value)) until[name] = value;
      }
      const any = Object.keys(until).length > 1;
      dispatch({ type: "transport", changes: { until: any ? until : null } });
    }

    return {
      render({ layout }) {
        // What the data cannot tell is not asked for.
        const classes = layout.task === "classification";
        if (labels[1].hidden === classes || measured.hidden !== !layout.test_size) {
          labels[1].hidden = !classes;
          measured.hidden = !layout.test_size;
          if (!classes) inputs.accuracy.value = "";
          if (!layout.test_size) over.value = "train";
          told();
        }
      },
    };
  }
);
