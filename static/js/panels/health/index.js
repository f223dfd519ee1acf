import { el, setText } from "../../lib/dom.js";
import { exact } from "../../lib/format.js";

/** @typedef {import("../../page/types.js").View} View */

/** Warnings in plain words, each with a way to what shows it. */
export const createHealthPanel = /** @type {import("../../page/types.js").PanelFactory} */ (
  (root, dispatch, { health: words }) => {
    const list = el("ul");
    const summary = el("summary");
    const fold = el("details", {}, summary, list);
    root.append(fold);
    let shown = "";
    return {
      render({ frame }) {
        const warnings = frame.meta.health?.warnings ?? [];
        root.hidden = !warnings.length;
        const wanted = JSON.stringify(warnings.map(({ kind, layer, units }) => [kind, layer, units]));
        if (wanted === shown) return;
        shown = wanted;
        setText(summary, words.summary(warnings.length, words.names[warnings[0]?.kind] ?? ""));
        list.replaceChildren(
          ...warnings.map((warning) =>
            el(
              "li",
              {},
              `${words.warnings[warning.kind](warning, exact(warning.value ?? Infinity, 3))} `,
              // What no neuron or weight shows best, the loss curve does.
              el(
                "button",
                {
                  class: "small",
                  type: "button",
                  onclick: () =>
                    dispatch(
                      warning.target ? { type: "select", target: warning.target } : { type: "point", panel: "curve" },
                    ),
                },
                words.show,
              ),
            ),
          ),
        );
      },
    };
  }
);
