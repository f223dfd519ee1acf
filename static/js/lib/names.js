import { BRACKETS, LOWERED, RAISED } from "./shared.js";

/** "Sigmoid" within a sentence is "sigmoid", but "ReLU" and "L2" stay. @param {string} label */
export const inSentence = (label) => (/^\p{Lu}\p{Ll}\P{Lu}*$/u.test(label) ? label.toLowerCase() : label);

/** @param {number} n */
export const sup = (n) => BRACKETS[0] + [...String(n)].map((d) => RAISED[+d]).join("") + BRACKETS[1];

/** @param {...number} ns */
export const sub = (...ns) =>
  ns.map((n) => [...String(n)].map((d) => LOWERED[+d]).join("")).join(ns.some((n) => n > 9) ? "," : "");

/** Numbers as the server writes them in names; null if one is none. @param {string[]} parts */
const counts = (parts) => (parts.every((part) => /^\d{1,4}$/.test(part)) ? parts.map(Number) : null);

/**
 * The tensor and the index of a parameter such as "layers.1.weight.0.2"; `layer` counts from 1.
 * @param {string | null} name
 */
export function entryOf(name) {
  const parts = name?.split(".") ?? [];
  if (parts[0] !== "layers" || parts.length < (parts[2] === "weight" ? 5 : 4)) return null;
  const found = counts([parts[1], ...parts.slice(3)]);
  if (!found) return null;
  const [layer, ...index] = found;
  return { layer: layer + 1, tensor: parts[2], index };
}

/**
 * The parts of "layers.1.weight.0.2", "layers.1.bias.0" or "neurons.2.0". `layer` counts from 1
 * (0: the inputs), `unit` and `source` from 0; `source` is null for a bias or a neuron. A tensor of
 * one number a neuron that is no bias weighs the neuron's own input.
 * @param {string | null} target
 * @returns {{kind: "weight" | "bias" | "neuron", layer: number, unit: number, source: number | null} | null}
 */
export function parse(target) {
  const parts = target?.split(".") ?? [];
  if (parts[0] === "neurons" && parts.length === 3) {
    const found = counts(parts.slice(1));
    return found && { kind: "neuron", layer: found[0], unit: found[1], source: null };
  }
  const entry = entryOf(target);
  if (!entry) return null;
  const { layer, tensor, index } = entry;
  if (tensor === "bias") return { kind: "bias", layer, unit: index[0], source: null };
  return { kind: "weight", layer, unit: index[0], source: index[1] ?? index[0] };
}

/** Where a parameter is on the wire. @param {string | null} parameter */
export function addressed(parameter) {
  const found = entryOf(parameter);
  return found && { tensor: `layers.${found.layer - 1}.${found.tensor}`, index: found.index };
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
