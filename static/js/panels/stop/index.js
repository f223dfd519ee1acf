import { el, setAttribute, setText } from "../../lib/dom.js";

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
    const names = /** @type {(keyof typeof scales)[]} */ (Object.keys(scales));
    const inputs = {
      loss: number("loss", { min: 0 }),
      accuracy: number("accuracy", { min: 0, max: 100 }),
      epoch: number("epoch", { min: 1, step: 1 }),
    };
    const checked = el("p", { class: "note" });
    const bad = el("p", { class: "note bad", role: "alert" });
    const over = el(
      "select",
      { "data-path": "stop.over", onchange: () => told() },
      ...Object.entries(words.overs).map(([value, text]) => el("option", { value }, text)),
    );
    const labels = names.map((name) => el("label", { class: "control" }, el("span", {}, words[name]), inputs[name]));
    const test = /** @type {HTMLOptionElement} */ (over.querySelector("[value=test]"));
    const measured = el("label", { class: "control" }, el("span", {}, words.over), over);
    root.append(el("details", {}, el("summary", {}, words.title), ...labels, measured, checked, bad));

    /** Whether a limit that was typed can be met. @param {keyof typeof scales} name */
    const valid = (name) =>
      inputs[name].checkValidity() &&
      (name !== "loss" || inputs.loss.value !== "0") &&
      (name !== "accuracy" || inputs.accuracy.value === "" || inputs.accuracy.valueAsNumber < 100);

    function told() {
      /** @type {Until} */
      const until = { over: /** @type {Until["over"]} */ (over.value) };
      const asked = names.filter((name) => !inputs[name].closest("label")?.hidden);
      for (const name of asked) {
        const value = inputs[name].valueAsNumber / scales[name];
        if (valid(name) && Number.isFinite(value)) until[name] = value;
      }
      for (const name of names) setAttribute(inputs[name], "aria-invalid", String(!valid(name)));
      setText(
        bad,
        asked
          .filter((name) => !valid(name))
          .map((name) => words.bad[name])
          .join(" "),
      );
      const any = Object.keys(until).length > 1;
      dispatch({ type: "transport", changes: { until: any ? until : null } });
    }

    return {
      render({ layout, until }) {
        // The panel asks only for what the data have: a test set, and classes. A batch has a loss only.
        const accuracy = layout.task === "classification" && over.value !== "batch";
        if (labels[1].hidden === accuracy || test.hidden !== !layout.test_size) {
          labels[1].hidden = !accuracy;
          test.hidden = test.disabled = !layout.test_size;
          if (!layout.test_size && over.value === "test") over.value = "train";
          told();
        }
        const every = over.value === "batch" ? 1 : layout.check_every;
        setText(checked, until?.loss || until?.accuracy ? words.checked(every) : "");
      },
    };
  }
);
