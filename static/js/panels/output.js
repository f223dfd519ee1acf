import { el, setText } from "../lib/dom.js";
import { percent, plain, signed } from "../lib/format.js";
import { createPlane } from "./output/plane.js";

/** @typedef {import("../types.js").View} View */

/** @param {View} view */
const drawable = ({ layout, frame }) => layout.plane === 1 || (layout.plane === 2 && (layout.task === "classification" || frame.meta.focus.y.length === 1));

/** The network's answer over the input plane, with the data on it; losses and accuracies. */
export const createOutputPanel = /** @type {import("../types.js").PanelFactory} */ (
  (root, dispatch, { output: words }) => {
    const plane = createPlane((example) => dispatch({ type: "command", command: { type: "focus", example } }), words);
    const table = el("div", { class: "note values" });
    const [train, test, accuracy] = [el("dd"), el("dd"), el("dd")];
    const [testLabel, accuracyLabel] = [el("dt", {}, words.test), el("dt", {}, words.accuracy)];
    root.append(plane.element, table,
      el("dl", { class: "metrics" }, el("dt", {}, words.train), train, testLabel, test, accuracyLabel, accuracy));

    /** @param {View} view */
    function renderMetrics({ frame: { meta: { losses, accuracies } } }) {
      setText(train, plain(losses.train));
      setText(test, plain(losses.test));
      test.hidden = testLabel.hidden = losses.test === null;
      accuracy.hidden = accuracyLabel.hidden = !accuracies;
      if (!accuracies) return;
      setText(accuracyLabel, accuracies.test === null ? words.accuracyTrain : words.accuracy);
      setText(accuracy, percent(accuracies.test ?? accuracies.train));
    }

    /** @param {View} view */
    function renderTable({ frame, layout }) {
      const outputs = frame.tensors.get(`activations.${layout.activations.length - 1}`)?.data;
      const rows = frame.meta.focus.y.map((y, i) => words.row(i, outputs ? signed(Number(outputs[i])) : "–", plain(y)));
      setText(table, rows.join("\n"));
    }

    return {
      render(view) {
        renderMetrics(view);
        const flat = drawable(view);
        plane.element.hidden = !flat;
        table.hidden = flat;
        if (flat) plane.render(view);
        else renderTable(view);
      },
      destroy: plane.stop,
    };
  }
);
