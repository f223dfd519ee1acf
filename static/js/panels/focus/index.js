import { el, setAttribute, setText } from "../../lib/dom.js";

/** Whose numbers the drawing shows: one example of the batch, or the batch's means. */
export const createFocusPanel = /** @type {import("../../page/types.js").PanelFactory} */ (
  (root, dispatch, { focus: words }) => {
    const now = el("option", { value: "now" });
    const which = el(
      "select",
      {
        "aria-label": words.list,
        title: words.list,
        onpointerdown: () => list(),
        onfocus: () => list(),
        onblur: () => which.replaceChildren(now),
        onchange: () => choose(),
      },
      now,
    );
    /** @type {import("../../wire/types.js").FrameMeta | null} */
    let meta = null;
    /** @param {number | "mean" | null} example */
    const focus = (example) => dispatch({ type: "command", command: { type: "focus", example } });
    /** The batch's examples, listed when somebody looks: while playing the batch is soon another. */
    function list() {
      if (!meta || which.options.length > 1) return;
      const { rows, focus: at } = meta;
      which.append(...rows.map((row, i) => el("option", { value: row }, words.listed(i + 1, rows.length, row))));
      if (at.example !== "mean") which.append(el("option", { value: "mean" }, words.means(rows.length)));
    }
    function choose() {
      if (which.value !== "now") focus(which.value === "mean" ? "mean" : Number(which.value));
      which.blur();
      now.selected = true;
    }
    /** @param {number} by */
    const move = (by) => {
      if (!meta) return;
      const { rows, focus: at } = meta;
      focus(rows[((at.position ?? 0) + by + rows.length) % rows.length]);
    };
    /** @param {string} text @param {string} title @param {() => void} onclick */
    const button = (text, title, onclick) =>
      el(
        "button",
        { class: "small", type: "button", title, ...(/\p{L}/u.test(text) ? {} : { "aria-label": title }), onclick },
        text,
      );
    const mean = button(words.mean, words.meanHelp, () => focus(meta?.focus.example === "mean" ? null : "mean"));
    let table = false;
    const numbers = button(words.table, words.tableHelp, () =>
      dispatch({ type: "option", panel: "network", changes: { table: !table } }),
    );
    root.append(
      which,
      button("◂", words.previous, () => move(-1)),
      button("▸", words.next, () => move(1)),
      mean,
      numbers,
    );
    return {
      render({ frame, layout, options }) {
        ({ table } = options.network);
        setAttribute(numbers, "aria-pressed", String(table));
        ({ meta } = frame);
        const { example, in_batch: inBatch, position, size } = meta.focus;
        setText(
          now,
          example === "mean"
            ? words.means(size)
            : inBatch
              ? words.one((position ?? 0) + 1, size)
              : example < layout.train_size
                ? words.outside(example)
                : words.held(example - layout.train_size),
        );
        setAttribute(mean, "aria-pressed", String(example === "mean"));
      },
    };
  }
);
