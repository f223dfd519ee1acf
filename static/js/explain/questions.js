import { pretty } from "../lib/names.js";

/**
 * What can be asked before an operation shows its numbers. The right answer is read from the frame
 * that is held back, never made up.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../../text/en/page.js").Words["ask"]} Words
 * @typedef {{text: string, choices: string[], right: number, because: string}} Question
 */

const CHOICES = 3;
const CLEAR = 0.9; // the others must move less than this share of the largest

/** @param {Frame} before @param {Frame} held @param {Words} words @returns {Question | null} */
export function question(before, held, words) {
  const { narration } = held.meta;
  if (narration.kind === "gradient") {
    const slope = narration.batch_gradient;
    if (!slope) return null;
    const name = pretty(narration.parameter);
    return {
      text: words.sign(name),
      choices: [words.positive, words.negative],
      right: slope > 0 ? 0 : 1,
      because: words.signBecause(name, slope),
    };
  }
  if (narration.kind !== "update") return null;
  const falls = loss(before, held, words);
  return held.meta.step % 2 ? (most(held, narration.largest, words) ?? falls) : falls;
}

/** @param {Frame} before @param {Frame} held @param {Words} words @returns {Question | null} */
function loss(before, held, words) {
  const [old, now] = [before.meta.losses.train, held.meta.losses.train];
  if (old === null || now === null || old === now) return null;
  return {
    text: words.falls,
    choices: [words.yes, words.no],
    right: now < old ? 0 : 1,
    because: words.fallsBecause(old, now, held.meta.batches === 1),
  };
}

/**
 * @param {Frame} held
 * @param {import("../wire/types.js").Change} moved  the largest
 * @param {Words} words
 * @returns {Question | null}
 */
function most(held, { parameter, change }, words) {
  const moves = [...held.tensors]
    .filter(([name]) => name.startsWith("previous."))
    .flatMap(([name, old]) => {
      const own = name.slice("previous.".length);
      const now = held.tensors.get(`parameters.${own}`)?.data;
      const columns = old.shape[1] ?? 1;
      return Array.from(old.data, (x, i) => ({
        name: own.endsWith("bias") ? `${own}.${i}` : `${own}.${Math.floor(i / columns)}.${i % columns}`,
        size: Math.abs(Number(now?.[i]) - Number(x)),
      }));
    })
    .sort((a, b) => b.size - a.size);
  const [largest, ...others] = moves;
  const apart = others.filter((move) => move.size < CLEAR * largest.size);
  if (apart.length < CHOICES - 1) return null;
  const picked = Array.from({ length: CHOICES - 1 }, (_, i) => apart[Math.floor((i * apart.length) / (CHOICES - 1))]);
  const right = held.meta.step % CHOICES;
  const choices = [...picked.slice(0, right), largest, ...picked.slice(right)].map(({ name }) => pretty(name));
  return {
    text: words.most,
    choices,
    right,
    because: words.mostBecause(pretty(largest.name), parameter === largest.name ? Math.abs(change) : largest.size),
  };
}
