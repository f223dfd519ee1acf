import { BRACKETS, LOWERED, RAISED } from "./shared.js";

/** "Sigmoid" within a sentence is "sigmoid", but "ReLU" stays. @param {string} label */
export const inSentence = (label) => (/\p{Lu}/u.test(label.slice(1)) ? label : label.toLowerCase());

/** @param {number} n */
export const sup = (n) => BRACKETS[0] + [...String(n)].map((d) => RAISED[+d]).join("") + BRACKETS[1];

/** @param {...number} ns */
export const sub = (...ns) =>
  ns.map((n) => [...String(n)].map((d) => LOWERED[+d]).join("")).join(ns.some((n) => n > 9) ? "," : "");

/**
 * The parts of "layers.1.weight.0.2", "layers.1.bias.0" or "neurons.2.0". `layer` counts from 1
 * (0: the inputs), `unit` and `source` from 0; `source` is null for a bias or a neuron.
 * @param {string | null} target
 * @returns {{kind: "weight" | "bias" | "neuron", layer: number, unit: number, source: number | null} | null}
 */
export function parse(target) {
  if (!target) return null;
  const parts = target.split(".");
  const numbers = parts.map(Number);
  if (parts[0] === "neurons" && parts.length === 3) {
    return { kind: "neuron", layer: numbers[1], unit: numbers[2], source: null };
  }
  if (parts[0] !== "layers") return null;
  if (parts[2] === "weight" && parts.length === 5) {
    return { kind: "weight", layer: numbers[1] + 1, unit: numbers[3], source: numbers[4] };
  }
  if (parts[2] === "bias" && parts.length === 4) {
    return { kind: "bias", layer: numbers[1] + 1, unit: numbers[3], source: null };
  }
  return null;
}

/** Where a parameter is on the wire. @param {string | null} parameter */
export function addressed(parameter) {
  const found = parse(parameter);
  if (!found || found.kind === "neuron") return null;
  return {
    tensor: `layers.${found.layer - 1}.${found.kind}`,
    index: found.source === null ? [found.unit] : [found.unit, found.source],
  };
}

/**
 * w⁽²⁾₁₃, b⁽²⁾₁, a⁽¹⁾₂ or x₁, counted from 1 as on paper.
 * @param {string | null} target
 */
export function pretty(target) {
  const found = parse(target);
  if (!found) return target ?? "";
  const { kind, layer, unit, source } = found;
  if (kind === "weight") return `w${sup(layer)}${sub(unit + 1, (source ?? 0) + 1)}`;
  if (kind === "bias") return `b${sup(layer)}${sub(unit + 1)}`;
  return layer === 0 ? `x${sub(unit + 1)}` : `a${sup(layer)}${sub(unit + 1)}`;
}

/**
 * Every parameter's name, layer by layer, weights before biases.
 * @param {number[]} sizes
 */
export function parameters(sizes) {
  /** @type {string[]} */
  const names = [];
  for (let layer = 0; layer + 1 < sizes.length; layer++) {
    for (let j = 0; j < sizes[layer + 1]; j++) {
      for (let i = 0; i < sizes[layer]; i++) names.push(`layers.${layer}.weight.${j}.${i}`);
      names.push(`layers.${layer}.bias.${j}`);
    }
  }
  return names;
}

/**
 * The input that one of the names speaks of, by itself or by a weight that leads from it.
 * @param {...(string | null)} names
 */
export function inputOf(...names) {
  for (const name of names) {
    const found = parse(name);
    if (found?.kind === "neuron" && found.layer === 0) return found.unit;
    if (found?.kind === "weight" && found.layer === 1) return found.source;
  }
  return null;
}
