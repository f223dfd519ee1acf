import { el, setText } from "../../lib/dom.js";
import { amount, unitsOf, written } from "../../lib/units.js";
import { percent, plain } from "../../lib/format.js";
import { createBars, classOf } from "./bars.js";
import { createConfusion } from "./confusion.js";
import { createEditing } from "./editing.js";
import { createHardest } from "./hardest.js";
import { createPlane } from "./plane.js";

/** @typedef {import("../../page/types.js").View} View */

/** @param {View} view */
const drawable = ({ layout, frame }) =>
  layout.plane === 1 || (layout.plane === 2 && (layout.task === "classification" || frame.meta.focus.y.length === 1));

/** What the network answers, how well, which classes it mistakes, and which examples are hardest. */
export const createOutputPanel = /** @type {import("../../page/types.js").PanelFactory} */ (
  (root, dispatch, { output: words, own }) => {
    const option = (/** @type {Record<string, unknown>} */ changes) =>
      dispatch({ type: "option", panel: "output", changes });
    const focus = (/** @type {number} */ example) => dispatch({ type: "command", command: { type: "focus", example } });
    const tabs = new Map(
      Object.entries(words.tabs).map(([tab, text]) => [
        tab,
        el("button", { type: "button", onclick: () => option({ tab }) }, text),
      ]),
    );
    const over = el(
      "select",
      { "aria-label": words.over, title: words.over, onchange: () => option({ over: over.value, cell: null }) },
      ...Object.entries(words.overs).map(([value, text]) => el("option", { value }, text)),
    );
    const units = el(
      "button",
      {
        class: "small",
        type: "button",
        title: words.standardizedHelp,
        onclick: () => option({ standardized: units.getAttribute("aria-pressed") !== "true" }),
      },
      words.standardized,
    );
    const plane = createPlane(focus, words);
    const editing = createEditing(plane, dispatch, own.points);
    const bars = createBars(words.bars, words);
    const values = el("div", { class: "note values" });
    const [train, test, penalty, accuracy] = [el("dd"), el("dd"), el("dd"), el("dd")];
    const [testLabel, accuracyLabel] = [el("dt", {}, words.test), el("dt", {}, words.accuracy)];
    const penaltyLabel = el("dt", { title: words.penaltyHelp }, words.penalty);
    const share = el("span");
    const threshold = el("span", { class: "threshold" });
    accuracy.append(share, " ", threshold);
    const [error, errorLabel] = [el("dd"), el("dt", { title: words.errorHelp })];
    const metrics = el(
      "dl",
      { class: "metrics" },
      el("dt", {}, words.train),
      train,
      testLabel,
      test,
      errorLabel,
      error,
      penaltyLabel,
      penalty,
      accuracyLabel,
      accuracy,
    );
    const answer = el("div", { class: "answering" }, plane.element, bars.element, values, metrics, editing.element);
    const [confusion, hardest] = [createConfusion(option, focus, words), createHardest(focus, words)];
    root.append(
      el(
        "div",
        { class: "title" },
        el("span", { class: "segments" }, ...tabs.values()),
        el("span", { class: "grow" }),
        over,
        units,
      ),
      answer,
      confusion.element,
      hardest.element,
    );

    /** @param {View} view */
    function renderMetrics(view) {
      const { layout } = view;
      const { losses, accuracies } = view.frame.meta;
      setText(train, losses.train === null ? words.lost : plain(losses.train));
      setText(test, losses.test === null ? words.lost : plain(losses.test));
      test.hidden = testLabel.hidden = !layout.test_size;
      setText(penalty, losses.penalty === null ? words.lost : plain(losses.penalty));
      penalty.hidden = penaltyLabel.hidden = losses.penalty === 0;
      renderError(view);
      accuracy.hidden = accuracyLabel.hidden = !accuracies;
      if (!accuracies) return;
      setText(accuracyLabel, accuracies.test === null ? words.accuracyTrain : words.accuracy);
      setText(share, percent(accuracies.test ?? accuracies.train));
      const second = layout.classes?.[1] ?? "";
      setText(threshold, accuracies.threshold === null ? "" : words.threshold(accuracies.threshold, second));
    }

    /**
     * How far answers are off in the file's unit: the root of a mean squared loss, or a mean absolute one.
     * @param {View} view
     */
    function renderError(view) {
      const { losses } = view.frame.meta;
      const units = unitsOf(view);
      const loss = losses.test ?? losses.train;
      const kind = view.layout.loss;
      error.hidden = errorLabel.hidden = !units || loss === null || !(kind === "mse" || kind === "mae");
      if (error.hidden || !units || loss === null) return;
      setText(errorLabel, words.error(kind === "mse" ? "RMSE" : "MAE", losses.test === null ? "train" : "test"));
      const off = (kind === "mse" ? Math.sqrt(loss) : loss) * units.deviations[0];
      setText(error, amount(off, units.units[0]));
    }

    /** The focus example's own answer, where there is no plane to draw over. @param {View} view */
    function renderAnswer(view) {
      const { frame, layout } = view;
      const units = unitsOf(view);
      const outputs = frame.tensors.get(`activations.${layout.activations.length - 1}`)?.data ?? null;
      const { y, example } = frame.meta.focus;
      bars.element.hidden = !layout.classes;
      values.hidden = Boolean(layout.classes);
      if (layout.classes) bars.render(layout.classes, outputs, example === "mean" ? null : classOf(y, layout.classes));
      else
        setText(
          values,
          y
            .map((each, i) =>
              words.row(i, outputs ? written(Number(outputs[i]), units, i) : "–", written(each, units, i)),
            )
            .join("\n"),
        );
    }

    return {
      render(view) {
        const { layout } = view;
        const tab = outputTab(view);
        for (const [name, button] of tabs) {
          button.setAttribute("aria-pressed", String(name === tab));
          button.hidden = name === "confusion" && !layout.classes;
        }
        setText(/** @type {Element} */ (tabs.get("map")), layout.plane ? words.tabs.map : words.noMap);
        units.hidden = !layout.own?.targets || tab === "confusion";
        units.setAttribute("aria-pressed", String(view.options.output.standardized));
        over.hidden = tab === "map" || !layout.test_size;
        over.value = view.options.output.over;
        answer.hidden = tab !== "map";
        confusion.element.hidden = tab !== "confusion";
        hardest.element.hidden = tab !== "hardest";
        if (tab === "confusion") confusion.render(view);
        if (tab === "hardest") hardest.render(view);
        if (tab !== "map") return;
        renderMetrics(view);
        const flat = drawable(view);
        plane.element.hidden = !flat;
        answer.classList.toggle("listed", !flat);
        if (flat) {
          bars.element.hidden = values.hidden = true;
          plane.render(view);
        } else renderAnswer(view);
        editing.render(view, flat);
      },
      destroy: plane.stop,
    };
  }
);

/** The tab that is shown: numbers have no classes to be taken for one another. @param {View} view */
export function outputTab({ layout, options: { output } }) {
  return output.tab === "confusion" && !layout.classes ? "map" : output.tab;
}
