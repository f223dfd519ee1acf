import { el } from "../lib/dom.js";
import { plain } from "../lib/format.js";

/** @typedef {import("../types.js").View} View */
/** @typedef {import("../types.js").Parameter} Parameter */
/** @typedef {(path: string, value: any) => void} Change */

/**
 * @param {any} tree
 * @param {string} path
 */
const read = (tree, path) => path.split(".").reduce((node, key) => node?.[key], tree);

/**
 * @param {string} path
 * @param {any} value
 * @returns {any}
 */
const nest = (path, value) => path.split(".").reduceRight((inner, key) => ({ [key]: inner }), value);

/** Data, network and training: every control is built from the catalogue. */
export const createControlsPanel = /** @type {import("../types.js").PanelFactory} */ (
  (root, dispatch) => {
    let drawn = "";
    let timer = 0;
    /** @type {Change} */
    const change = (path, value) => {
      clearTimeout(timer);
      timer = setTimeout(() => dispatch({ type: "command", command: { type: "edit", changes: nest(path, value) } }), 120);
    };

    /** @param {View} view */
    function build({ catalogue, spec }) {
      const titles = { data: "Data", network: "Network", training: "Training" };
      const sections = Object.entries(titles).map(([group, title]) => {
        const parameters = catalogue.controls[/** @type {keyof typeof titles} */ (group)];
        const own = group === "training"
          ? catalogue.optimizers.find((row) => row.name === spec.training.optimizer.name)?.parameters ?? [] : [];
        const rows = parameters.flatMap((parameter) => {
          const row = control(parameter, spec, change, catalogue);
          const after = parameter.path === "training.optimizer.name" ? own.map((each) => control(each, spec, change, catalogue)) : [];
          return row ? [row, ...after] : after;
        });
        return el("section", {}, el("h2", {}, title), ...rows.filter((row) => row !== null));
      });
      root.replaceChildren(...sections);
    }

    return {
      render(view) {
        const shape = JSON.stringify(view.spec);
        if (shape === drawn || (root.contains(document.activeElement) && document.activeElement?.matches("input[type=range]:active"))) return;
        const path = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.path;
        drawn = shape;
        build(view);
        if (path) /** @type {HTMLElement | null} */ (root.querySelector(`[data-path="${path}"]`))?.focus();
      },
    };
  }
);

/**
 * @param {Parameter} parameter
 * @param {any} spec
 * @param {Change} change
 * @param {import("../types.js").Catalogue} catalogue
 * @returns {HTMLElement | null}
 */
function control(parameter, spec, change, catalogue) {
  const value = read(spec, parameter.path);
  if (parameter.path === "data.name") return tiles(parameter, value, change);
  if (value === undefined && parameter.kind !== "features") return null;
  switch (parameter.kind) {
    case "choice": return choice(parameter, value, change);
    case "boolean": return toggle(parameter, value, change);
    case "features": return features(parameter, spec, change, catalogue);
    case "layers": return layers(parameter, value, change, catalogue);
    case "seed": return seed(parameter, value, change);
    default: return slider(parameter, value, change);
  }
}

/** @param {Parameter} parameter @param {string} value @param {Change} change */
function tiles(parameter, value, change) {
  return el("div", { class: "tiles", role: "group", "aria-label": parameter.label },
    ...(parameter.choices ?? []).map((each) => el("button", {
      type: "button", title: each.help, "aria-pressed": String(each.value === value), "data-path": `${parameter.path}.${each.value}`,
      onclick: () => change(parameter.path, each.value),
    }, each.label)));
}

/** @param {Parameter} parameter @param {any} value @param {Change} change */
function choice(parameter, value, change) {
  const select = el("select", { "data-path": parameter.path, onchange: () => change(parameter.path, select.value) },
    ...(parameter.choices ?? []).map((each) => el("option", { value: each.value, selected: each.value === value, title: each.help }, each.label)));
  return el("label", { class: "control", title: parameter.help }, parameter.label, select);
}

/** @param {Parameter} parameter @param {boolean} value @param {Change} change */
function toggle(parameter, value, change) {
  const box = el("input", { type: "checkbox", checked: value, "data-path": parameter.path, onchange: () => change(parameter.path, box.checked) });
  return el("label", { class: "control", title: parameter.help }, parameter.label, box);
}

/** @param {Parameter} parameter @param {any} spec @param {Change} change @param {import("../types.js").Catalogue} catalogue */
function features(parameter, spec, change, catalogue) {
  const allowed = catalogue.datasets.find((row) => row.name === spec.data.name)?.features;
  if (!allowed) return null;
  const chosen = new Set(spec.data.features);
  return el("div", { class: "tiles", role: "group", "aria-label": parameter.label },
    ...(parameter.choices ?? []).filter((each) => allowed.includes(each.value)).map((each) => el("button", {
      type: "button", title: each.help, "aria-pressed": String(chosen.has(each.value)), "data-path": `${parameter.path}.${each.value}`,
      onclick: () => {
        const next = allowed.filter((/** @type {string} */ name) => (name === each.value) !== chosen.has(name));
        if (next.length) change(parameter.path, next);
      },
    }, each.label)));
}

/** @param {Parameter} parameter @param {number} value @param {Change} change */
function slider(parameter, value, change) {
  const log = parameter.scale === "log";
  const [low, high] = [parameter.min ?? 0, parameter.max ?? 1];
  const place = (/** @type {number} */ x) => (log ? Math.log10(x) : x);
  const number = el("input", {
    type: "number", value: Number(value.toPrecision(6)), min: low, max: high, step: "any", "aria-label": parameter.label, "data-path": parameter.path,
    onchange: () => { if (Number.isFinite(number.valueAsNumber)) change(parameter.path, number.valueAsNumber); },
  });
  const range = el("input", {
    type: "range", min: place(low), max: place(high), step: log ? 0.05 : parameter.step ?? 0.01, "aria-label": `${parameter.label}, slider`,
    "data-path": `${parameter.path}.range`,
    oninput: () => {
      const moved = log ? Number((10 ** range.valueAsNumber).toPrecision(2)) : range.valueAsNumber;
      number.value = plain(moved, 4).replace("−", "-");
      change(parameter.path, moved);
    },
  });
  range.value = String(place(value));
  return el("div", { class: "control", title: parameter.help }, el("span", {}, parameter.label), number, range);
}

/** @param {Parameter} parameter @param {number} value @param {Change} change */
function seed(parameter, value, change) {
  const fresh = () => change(parameter.path, Math.floor(Math.random() * 100000));
  const number = el("input", { type: "number", value, min: 0, step: 1, "aria-label": parameter.label, "data-path": parameter.path,
    onchange: () => { if (Number.isInteger(number.valueAsNumber)) change(parameter.path, number.valueAsNumber); } });
  return el("div", { class: "control", title: parameter.help },
    el("span", {}, parameter.label, " ", el("button", { class: "small", type: "button", title: "Draw new weights and data", onclick: fresh }, "new")), number);
}

/**
 * @param {Parameter} parameter
 * @param {{units: number, activation: string}[]} value
 * @param {Change} change
 * @param {import("../types.js").Catalogue} catalogue
 */
function layers(parameter, value, change, catalogue) {
  /** @param {number} at @param {Partial<{units: number, activation: string}>} changes */
  const alter = (at, changes) => change(parameter.path, value.map((layer, i) => (i === at ? { ...layer, ...changes } : layer)));
  const rows = value.map((layer, i) => {
    const select = el("select", { "aria-label": `Activation of hidden layer ${i + 1}`, "data-path": `${parameter.path}.${i}`, onchange: () => alter(i, { activation: select.value }) },
      ...(parameter.choices ?? []).map((each) => el("option", { value: each.value, selected: each.value === layer.activation, title: each.help }, each.label)));
    return el("div", { class: "layer" },
      el("button", { class: "small", type: "button", title: "One neuron less", disabled: layer.units <= 1, onclick: () => alter(i, { units: layer.units - 1 }) }, "−"),
      el("b", {}, String(layer.units)),
      el("button", { class: "small", type: "button", title: "One neuron more", disabled: layer.units >= catalogue.caps.units, onclick: () => alter(i, { units: layer.units + 1 }) }, "+"),
      select,
      el("button", { class: "small", type: "button", title: "Remove this layer", onclick: () => change(parameter.path, value.filter((_, at) => at !== i)) }, "×"));
  });
  const last = value.at(-1) ?? { units: 4, activation: "tanh" };
  const add = el("button", { class: "small", type: "button", disabled: value.length >= catalogue.caps.hidden_layers,
    onclick: () => change(parameter.path, [...value, { ...last }]) }, "+ layer");
  return el("div", { title: parameter.help }, el("div", { class: "control" }, el("span", {}, parameter.label), add), el("div", { class: "layers" }, ...rows));
}
