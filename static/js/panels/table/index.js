import { el, setText } from "../../lib/dom.js";
import { exactSigned } from "../../lib/format.js";
import { numberOf, parameters } from "../../lib/links.js";
import { pretty } from "../../lib/names.js";
import { nameOf } from "../network/neurons.js";

/** @typedef {import("../../page/types.js").View} View */
/** @typedef {{name: string, called: string, numbers: (number | null)[]}} Row */

const GROUPS = /** @type {const} */ (["previous", "gradients", "parameters"]);
const MOST_ROWS = 2500;
const READABLE = 4; // a second, while playing

/** @param {View} view @param {string} tensor @param {number} at */
function read({ frame }, tensor, at) {
  const found = frame.tensors.get(tensor)?.data[at];
  return found == null ? null : Number(found);
}

/** @param {View} view @returns {Row[]} */
function parameterRows(view) {
  return parameters(view.layout).map((name) => ({
    name,
    called: pretty(name),
    numbers: GROUPS.map((group) => numberOf(view.frame, group, name)),
  }));
}

/** @param {View} view @returns {Row[]} */
function neuronRows(view) {
  const { layout } = view;
  return layout.sizes.flatMap((count, layer) =>
    Array.from({ length: count }, (_, unit) => ({
      name: `neurons.${layer}.${unit}`,
      called: nameOf(layout, layer, unit),
      numbers:
        layer === 0
          ? [null, read(view, "input", unit), null]
          : ["preactivations", "activations", "deltas"].map((each) => read(view, `${each}.${layer - 1}`, unit)),
    })),
  );
}

const KINDS = /** @type {const} */ ({ parameters: parameterRows, neurons: neuronRows });

/** Every number of the drawing, to be sorted, read aloud, and taken away. */
export const createTablePanel = /** @type {import("../../page/types.js").PanelFactory} */ (
  (root, dispatch, { table: words }) => {
    /** @type {keyof typeof KINDS} */
    let kind = "parameters";
    let sort = { column: -1, up: true };
    /** @type {View | null} */
    let view = null;
    let drawn = 0;
    const choices = new Map(
      Object.entries(words.kinds).map(([name, text]) => [
        name,
        el(
          "button",
          {
            type: "button",
            onclick: () => {
              kind = /** @type {keyof typeof KINDS} */ (name);
              draw();
            },
          },
          text,
        ),
      ]),
    );
    const copied = el("span", { class: "note", role: "status" });
    const copy = el("button", { class: "small", type: "button", onclick: () => copyCsv() }, words.copy);
    const head = el("tr");
    const body = el("tbody");
    const more = el("p", { class: "note" });
    root.append(
      el("div", { class: "table-tools" }, el("span", { class: "segments" }, ...choices.values()), copy, copied),
      el("div", { class: "table-scroll" }, el("table", {}, el("thead", {}, head), body), more),
    );

    function rows() {
      if (!view) return [];
      const all = KINDS[kind](view);
      const { column, up } = sort;
      if (column < 0) return all;
      const key = (/** @type {Row} */ row) => row.numbers[column] ?? -Infinity;
      return all.sort((a, b) => (up ? key(a) - key(b) : key(b) - key(a)));
    }

    async function copyCsv() {
      const lines = [
        [words.name, ...words.columns[kind]],
        ...rows().map((row) => [row.name, ...row.numbers.map((x) => (x === null ? "" : String(x)))]),
      ];
      try {
        await navigator.clipboard.writeText(lines.map((line) => line.join(",")).join("\n"));
        setText(copied, words.copied(lines.length - 1));
      } catch {
        setText(copied, words.notCopied);
      }
    }

    function draw() {
      if (!view) return;
      for (const [name, button] of choices) button.setAttribute("aria-pressed", String(name === kind));
      const titles = words.columns[kind].map((title, column) =>
        el(
          "th",
          { scope: "col", "aria-sort": sort.column === column ? (sort.up ? "ascending" : "descending") : "none" },
          el(
            "button",
            {
              type: "button",
              onclick: () => {
                sort = { column, up: sort.column === column ? !sort.up : false };
                draw();
              },
            },
            title,
          ),
        ),
      );
      head.replaceChildren(
        el(
          "th",
          { scope: "col" },
          el(
            "button",
            {
              type: "button",
              onclick: () => {
                sort = { column: -1, up: true };
                draw();
              },
            },
            words.name,
          ),
        ),
        ...titles,
      );
      const all = rows();
      const focused = root.contains(document.activeElement)
        ? /** @type {HTMLElement} */ (document.activeElement).dataset.name
        : undefined;
      body.replaceChildren(
        ...all.slice(0, MOST_ROWS).map((row) =>
          el(
            "tr",
            {
              "aria-selected": String(row.name === view?.selection),
              onclick: () => {
                // A click that ends the marking of text selects no row.
                if (getSelection()?.isCollapsed ?? true) dispatch({ type: "select", target: row.name });
              },
              onpointerenter: () => dispatch({ type: "hover", target: row.name }),
              onpointerleave: () => dispatch({ type: "hover", target: null }),
            },
            el("th", { scope: "row" }, el("button", { type: "button", "data-name": row.name }, row.called)),
            ...row.numbers.map((x) => el("td", {}, x === null ? "" : exactSigned(x, 6))),
          ),
        ),
      );
      if (focused) /** @type {HTMLElement | null} */ (body.querySelector(`[data-name="${focused}"]`))?.focus();
      setText(more, all.length > MOST_ROWS ? words.more(all.length - MOST_ROWS) : "");
    }

    return {
      render(newest) {
        const fresh =
          newest.frame !== view?.frame ||
          newest.selection !== view?.selection ||
          newest.options.network.table !== view?.options.network.table;
        view = newest;
        root.hidden = !newest.options.network.table;
        const now = performance.now();
        if (root.hidden || !fresh || (newest.frame.meta.playing && now - drawn < 1000 / READABLE)) return;
        drawn = now;
        draw();
      },
    };
  }
);
