import { el } from "../../lib/dom.js";
import { plain } from "../../lib/format.js";
import { createThumbnail } from "./thumbnail.js";
import { NOTCH, track } from "./track.js";

/** @typedef {import("../../page/types.js").View} View */
/** @typedef {import("../../wire/types.js").Parameter} Parameter */
/** @typedef {import("../../wire/types.js").LayerSpec} Layer */
/** @typedef {import("../../wire/types.js").LayerRow["parameters"][number]} Setting */
/** @typedef {import("../../../text/en/page.js").Words["controls"]} Words */
/**
 * What a control is made from.
 * @typedef {object} Given
 * @property {Parameter} parameter
 * @property {unknown} value      of the spec, at the parameter's path
 * @property {View} view
 * @property {Words} words
 * @property {(value: unknown) => void} change
 */

const GROUPS = /** @type {const} */ (["data", "network", "training"]);
const GENERATED = ["data.samples", "data.noise"]; // settings of sets that are drawn at random
const SETTLE_MS = 120; // a slider's last place counts, not each on the way

/** @param {object} tree @param {string} path @returns {unknown} */
const read = (tree, path) =>
  path
    .split(".")
    .reduce(
      (node, key) => /** @type {Record<string, unknown> | undefined} */ (node)?.[key],
      /** @type {unknown} */ (tree),
    );

/** @param {string} path @param {unknown} value @returns {Record<string, unknown>} */
function nest(path, value) {
  const [key, ...rest] = path.split(".");
  return { [key]: rest.length ? nest(rest.join("."), value) : value };
}

/** Data, network and training: every control is built from the catalogue. */
export const createControlsPanel = /** @type {import("../../page/types.js").PanelFactory} */ (
  (root, dispatch, { controls: words, own }) => {
    let drawn = "";
    let timer = 0;
    let unfolded = false;

    /** @param {Parameter} parameter @param {View} view */
    function control(parameter, view) {
      const value = read(view.spec, parameter.path);
      // A table is used as given, but for the share kept to test on, and so are given parameters.
      const given = view.spec.data.name === "table" && GENERATED.includes(parameter.path);
      if (given || (parameter.path === "network.initializer" && view.spec.network.parameters)) return null;
      if (value === undefined && parameter.kind !== "features") return null;
      const change = (/** @type {unknown} */ next) => {
        clearTimeout(timer);
        timer = setTimeout(
          () => dispatch({ type: "command", command: { type: "edit", changes: nest(parameter.path, next) } }),
          SETTLE_MS,
        );
      };
      return CONTROLS[parameter.path === "data.name" ? "tiles" : parameter.kind]({
        parameter,
        value,
        view,
        words,
        change,
      });
    }

    /** @param {View} view */
    const ownButton = ({ spec }) =>
      el(
        "button",
        {
          class: "small",
          type: "button",
          title: own.buttonHelp,
          "data-path": "data.own",
          "aria-pressed": String(spec.data.name.startsWith("own-")),
          onclick: () => dispatch({ type: "own" }),
        },
        own.button,
      );

    /** @param {View} view */
    function build(view) {
      const { catalogue, spec } = view;
      const own = catalogue.optimizers.find((row) => row.name === spec.training.optimizer.name)?.parameters ?? [];
      const sections = GROUPS.map((group) => {
        // An optimizer's own settings come right below it.
        const all = catalogue.controls[group].flatMap((each) =>
          each.path === "training.optimizer.name" ? [each, ...own] : [each],
        );
        const made = (/** @type {boolean} */ advanced) =>
          all.filter((each) => Boolean(each.advanced) === advanced).flatMap((each) => control(each, view) ?? []);
        const more = made(true);
        const fold = more.length
          ? [
              el(
                "details",
                {
                  open: unfolded,
                  ontoggle: (/** @type {Event} */ event) => {
                    unfolded = /** @type {HTMLDetailsElement} */ (event.target).open;
                  },
                },
                el("summary", {}, words.more),
                ...more,
              ),
            ]
          : [];
        const title = el("h2", {}, words[group]);
        return el(
          "section",
          {},
          group === "data" ? el("div", { class: "title" }, title, ownButton(view)) : title,
          ...made(false),
          ...fold,
        );
      });
      root.replaceChildren(...sections);
    }

    return {
      render(view) {
        const shape = `${JSON.stringify(view.spec)} ${view.theme} ${view.refused}`;
        if (shape === drawn || root.querySelector("input[type=range]:active")) return;
        const path = root.contains(document.activeElement)
          ? /** @type {HTMLElement} */ (document.activeElement).dataset.path
          : undefined;
        drawn = shape;
        build(view);
        if (path) /** @type {HTMLElement | null} */ (root.querySelector(`[data-path="${path}"]`))?.focus();
      },
    };
  }
);

/** @type {Record<Parameter["kind"] | "tiles", (given: Given) => HTMLElement | null>} */
const CONTROLS = {
  tiles({ parameter, value, view, change }) {
    return el(
      "div",
      { class: "tiles", role: "group", "aria-label": parameter.label },
      ...(parameter.choices ?? []).map((each) => {
        const row = view.catalogue.datasets.find(({ name }) => name === each.value);
        return el(
          "button",
          {
            type: "button",
            title: `${each.label}: ${each.help}`,
            "aria-label": each.label,
            "aria-pressed": String(each.value === value),
            "data-path": `${parameter.path}.${each.value}`,
            onclick: () => change(each.value),
          },
          row?.preview.length ? createThumbnail(row, view.palette) : each.label,
        );
      }),
    );
  },

  choice({ parameter, value, change }) {
    const select = el(
      "select",
      { "data-path": parameter.path, onchange: () => change(select.value) },
      ...(parameter.choices ?? []).map((each) =>
        el("option", { value: each.value, selected: each.value === value, title: each.help }, each.label),
      ),
    );
    return el("label", { class: "control", title: parameter.help }, el("span", {}, parameter.label), select);
  },

  boolean({ parameter, value, change }) {
    const box = el("input", {
      type: "checkbox",
      checked: value,
      "data-path": parameter.path,
      onchange: () => change(box.checked),
    });
    return el("label", { class: "control", title: parameter.help }, el("span", {}, parameter.label), box);
  },

  features({ parameter, view: { spec, catalogue }, change }) {
    // Points that were edited have features as they had before.
    const points = spec.data.name === "table" && spec.data.features ? catalogue.features.map(({ name }) => name) : null;
    const allowed = points ?? catalogue.datasets.find((row) => row.name === spec.data.name)?.features;
    if (!allowed?.length) return null;
    /** @type {Set<unknown>} */
    const chosen = new Set(spec.data.features);
    const tiles = (parameter.choices ?? [])
      .filter((each) => allowed.includes(String(each.value)))
      .map((each) =>
        el(
          "button",
          {
            type: "button",
            title: each.help,
            "aria-pressed": String(chosen.has(each.value)),
            "data-path": `${parameter.path}.${each.value}`,
            onclick: () => {
              const next = allowed.filter((name) => (name === each.value) !== chosen.has(name));
              if (next.length) change(next);
            },
          },
          each.label,
        ),
      );
    return el(
      "div",
      { title: parameter.help },
      el("div", { class: "control" }, el("span", {}, parameter.label)),
      el("div", { class: "tiles words", role: "group", "aria-label": parameter.label }, ...tiles),
    );
  },

  seed({ parameter, value, words, change }) {
    const number = el("input", {
      type: "number",
      value,
      min: 0,
      step: 1,
      "aria-label": parameter.label,
      "data-path": parameter.path,
      onchange: () => {
        if (Number.isInteger(number.valueAsNumber)) change(number.valueAsNumber);
      },
    });
    const fresh = el(
      "button",
      {
        class: "small",
        type: "button",
        title: words.newSeed,
        "aria-label": words.newSeed,
        "data-path": `${parameter.path}.new`,
        onclick: () => change(Math.floor(Math.random() * 100000)),
      },
      "↻",
    );
    return el(
      "div",
      { class: "control", title: parameter.help },
      el("span", {}, parameter.label),
      el("span", {}, number, fresh),
    );
  },

  layers({ parameter, value, view: { catalogue }, words, change }) {
    const layers = /** @type {Layer[]} */ (value);
    /** @param {number} at @param {Record<string, unknown>} changes */
    const alter = (at, changes) => change(layers.map((layer, i) => (i === at ? { ...layer, ...changes } : layer)));
    const rowOf = (/** @type {Layer} */ layer) =>
      /** @type {import("../../wire/types.js").LayerRow} */ (
        catalogue.layers.find(({ name }) => name === (layer.kind ?? "dense"))
      );
    /**
     * @param {string} text
     * @param {string} title
     * @param {string} path
     * @param {boolean} disabled
     * @param {() => void} onclick
     */
    const button = (text, title, path, disabled, onclick) =>
      el(
        "button",
        {
          class: "small",
          type: "button",
          title,
          "aria-label": title,
          disabled,
          onclick,
          "data-path": `${parameter.path}.${path}`,
        },
        text,
      );
    /** One whole number of a layer. @param {Layer} layer @param {number} i @param {Setting} setting */
    const number = (layer, i, setting) => {
      const { name, label, min = 0, max = Infinity } = setting;
      const units = name === "units";
      const path = `${i}.${units ? "" : `${name}.`}`;
      const input = el("input", {
        type: "number",
        value: layer[name],
        min,
        max,
        step: 1,
        "aria-label": units ? words.units(i + 1) : `${label} ${i + 1}`,
        "data-path": `${parameter.path}.${i}.${name}`,
        onchange: () => {
          if (Number.isInteger(input.valueAsNumber)) alter(i, { [name]: input.valueAsNumber });
        },
      });
      const by = (/** @type {number} */ more) => () => alter(i, { [name]: layer[name] + more });
      return [
        button("−", words.fewer, `${path}fewer`, layer[name] <= min, by(-1)),
        input,
        button("+", words.more1, `${path}more`, layer[name] >= max, by(1)),
      ];
    };
    /** @param {Layer} layer @param {number} i */
    const activation = (layer, i) => {
      const select = el(
        "select",
        {
          "aria-label": words.activation(i + 1),
          "data-path": `${parameter.path}.${i}.activation`,
          onchange: () => alter(i, { activation: select.value }),
        },
        ...(parameter.choices ?? []).map((each) =>
          el("option", { value: each.value, selected: each.value === layer.activation, title: each.help }, each.label),
        ),
      );
      return select;
    };
    const rows = layers.map((layer, i) => {
      const row = rowOf(layer);
      return el(
        "div",
        { class: "layer" },
        ...(layer.kind ? [el("span", { title: row.help }, row.label)] : []),
        ...row.parameters.flatMap((setting) => number(layer, i, setting)),
        ...(row.activated ? [activation(layer, i)] : []),
        button("×", words.removeLayer, `${i}.remove`, false, () => change(layers.filter((_, at) => at !== i))),
      );
    });
    const counted = layers.filter((layer) => rowOf(layer).counts).length;
    const add = button("+", words.addLayer, "add", counted >= catalogue.caps.hidden_layers, () =>
      change([...layers, { ...(layers.at(-1) ?? { units: 4, activation: "tanh" }) }]),
    );
    return el(
      "div",
      { title: parameter.help },
      el("div", { class: "control" }, el("span", {}, parameter.label), add),
      el("div", { class: "layers" }, ...rows),
    );
  },

  number: slider,
  integer: slider,
};

/** @param {Given} given */
function slider({ parameter, value, words, change }) {
  const log = parameter.scale === "log";
  const share = parameter.unit === "%" ? 100 : 1;
  const [low, high] = [parameter.min ?? 0, parameter.max ?? 1];
  const now = /** @type {number} */ (value);
  const { place, at } = track(parameter, low);
  const shown = (/** @type {number} */ x) => Number((x * share).toPrecision(6));
  const number = el("input", {
    type: "number",
    value: shown(now),
    min: low * share,
    max: high * share,
    step: "any",
    "aria-label": parameter.label,
    "data-path": parameter.path,
    onchange: () => {
      if (Number.isFinite(number.valueAsNumber)) change(number.valueAsNumber / share);
    },
  });
  const range = el("input", {
    type: "range",
    min: place(low),
    max: place(high),
    step: log ? NOTCH : (parameter.step ?? 0.01),
    "aria-label": words.slider(parameter.label),
    "data-path": `${parameter.path}.range`,
    oninput: () => {
      const moved = at(range.valueAsNumber);
      number.value = plain(moved * share, 4).replace("−", "-");
      change(moved);
    },
  });
  range.value = String(place(now));
  return el(
    "div",
    { class: "control", title: parameter.help },
    el("span", {}, parameter.label),
    el("span", {}, number, ...(parameter.unit ? [el("span", { class: "unit" }, parameter.unit)] : [])),
    range,
  );
}
