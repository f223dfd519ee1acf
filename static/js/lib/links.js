/**
 * The parameters of a network, and its links, as its layout tells of them: which layers there are,
 * which tensors they have, and what multiplies what.
 *
 * @typedef {import("../wire/types.js").Layout} Layout
 * @typedef {import("../wire/types.js").Frame} Frame
 */

import { entryOf } from "./names.js";

/**
 * Every parameter's name, layer by layer, in each neuron by neuron.
 * @param {Layout} layout
 */
export function parameters({ layers }) {
  return layers.flatMap(({ tensors }, layer) => {
    const names = Object.entries(tensors).flatMap(([tensor, shape]) =>
      indices(shape).map((index) => ({ unit: index[0], name: `layers.${layer}.${[tensor, ...index].join(".")}` })),
    );
    return names.sort((a, b) => a.unit - b.unit).map(({ name }) => name);
  });
}

/** Every index of a tensor, the last number the fastest. @param {number[]} shape @returns {number[][]} */
function indices([count, ...rest]) {
  if (count === undefined) return [[]];
  return Array.from({ length: count }, (_, at) => indices(rest).map((index) => [at, ...index])).flat();
}

/** Whether a network has that parameter. @param {Layout} layout @param {string | null} name */
export function hasParameter({ layers }, name) {
  const found = entryOf(name);
  if (!found) return false;
  const shape = layers[found.layer - 1]?.tensors[found.tensor];
  return shape?.length === found.index.length && shape.every((limit, k) => found.index[k] < limit);
}

/**
 * A parameter's number in one of a frame's groups; null where it has none.
 * @param {Frame} frame
 * @param {"parameters" | "gradients" | "previous"} group
 * @param {string | null} name
 */
export function numberOf(frame, group, name) {
  const found = entryOf(name);
  if (!found) return null;
  const tensor = frame.tensors.get(`${group}.layers.${found.layer - 1}.${found.tensor}`);
  if (!tensor) return null;
  const at = found.index.reduce((place, each, k) => place * tensor.shape[k] + each, 0);
  const number = tensor.data[at];
  return number === undefined ? null : Number(number);
}

/**
 * The name of the parameter that weighs an input of a neuron of layer 1, 2, …; null where it is a
 * fixed number.
 * @param {Layout} layout
 * @param {number} layer
 * @param {number} unit
 * @param {number} source
 */
export function linkName({ layers }, layer, unit, source) {
  const { links, tensors } = layers[layer - 1];
  if (!links) return `layers.${layer - 1}.weight.${unit}.${source}`;
  const link = links.find(([j, i]) => j === unit && i === source);
  if (!link || link[2] === null) return null;
  const shape = tensors[link[2]];
  /** @type {number[]} */
  const index = [];
  let rest = link[3] ?? 0;
  for (let k = shape.length - 1; k >= 0; k--) {
    index.unshift(rest % shape[k]);
    rest = Math.floor(rest / shape[k]);
  }
  return `layers.${layer - 1}.${[link[2], ...index].join(".")}`;
}

/**
 * The name of the parameter that is added to a neuron's sum, if there is one.
 * @param {Layout} layout
 * @param {number} layer
 * @param {number} unit
 */
export const biasName = ({ layers }, layer, unit) =>
  "bias" in layers[layer - 1].tensors ? `layers.${layer - 1}.bias.${unit}` : null;

/**
 * The links into layer 1, 2, …: neuron × inputs + input of each, rising.
 * @param {Layout} layout
 * @param {number} layer
 */
export function linksInto({ sizes, layers }, layer) {
  const { links } = layers[layer - 1];
  const [below, units] = [sizes[layer - 1], sizes[layer]];
  if (!links) return Array.from({ length: below * units }, (_, at) => at);
  return links.map(([unit, source]) => unit * below + source);
}

/** The inputs of a neuron of layer 1, 2, …. @param {Layout} layout @param {number} layer @param {number} unit */
export function sourcesOf({ sizes, layers }, layer, unit) {
  const { links } = layers[layer - 1];
  if (!links) return Array.from({ length: sizes[layer - 1] }, (_, source) => source);
  return links.flatMap(([j, i]) => (j === unit ? [i] : []));
}

/**
 * A number for each link into layer 1, 2, …, (neurons × inputs): 0 where there is none, 1 on one that
 * is no parameter; undefined where the frame has none of the group.
 * @param {Layout} layout
 * @param {number} layer
 * @param {Frame} frame
 * @param {"parameters" | "gradients" | "previous"} group
 * @returns {ArrayLike<number> | undefined}
 */
export function linkNumbers({ sizes, layers }, layer, frame, group) {
  const { links, tensors } = layers[layer - 1];
  const of = (/** @type {string} */ tensor) =>
    /** @type {ArrayLike<number> | undefined} */ (frame.tensors.get(`${group}.layers.${layer - 1}.${tensor}`)?.data);
  if (!links) return of("weight");
  if (!Object.keys(tensors).every(of)) return undefined;
  const numbers = new Float64Array(sizes[layer] * sizes[layer - 1]);
  for (const [unit, source, tensor, at] of links) {
    numbers[unit * sizes[layer - 1] + source] = tensor === null ? 1 : Number(of(tensor)?.[at ?? 0]);
  }
  return numbers;
}

/**
 * What a layer does, in a word: its activation function, or without one its kind.
 * @param {{layout: Layout, catalogue: import("../wire/types.js").Catalogue}} view
 * @param {number} layer  from 1
 */
export function doing({ layout, catalogue }, layer) {
  const [named, { kind }] = [layout.activations[layer - 1], layout.layers[layer - 1]];
  const rows = named === null ? catalogue.layers : catalogue.activations;
  const name = named ?? kind;
  return rows.find((row) => row.name === name)?.label ?? name;
}
