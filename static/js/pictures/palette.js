/**
 * The few colours of a picture that has more: a median cut (P. Heckbert, 1982) over colours of five
 * bits a channel. Pixels are RGBA words as canvases have them on every machine of today, red lowest.
 */

const CELLS = 1 << 15;
const EXACT = 64; // the most frequent colours stay as they are: the ground, lines, letters

/** The cell of five bits a channel that a pixel is in. @param {number} word */
const cellOf = (word) => ((word >> 3) & 31) | ((word >> 6) & 0x3e0) | ((word >> 9) & 0x7c00);
/** @param {number} cell @param {number} channel */
const along = (cell, channel) => (cell >> (5 * channel)) & 31;

/**
 * @param {Uint32Array} pixels
 * @param {number} most  colours
 * @returns {{colors: number[], indexOf: (word: number) => number}}  words of colours, and which stands for a pixel's
 */
export function quantize(pixels, most) {
  const found = counted(pixels);
  const exact =
    found.size <= most
      ? [...found.keys()]
      : [...found]
          .sort(([, a], [, b]) => b - a)
          .slice(0, EXACT)
          .map(([color]) => color);
  const places = new Map(exact.map((color, at) => [color, at]));
  if (found.size <= most) return { colors: exact, indexOf: (word) => places.get(word & 0xffffff) ?? 0 };
  for (const color of exact) found.delete(color);
  const { colors, index } = cut(found, most - EXACT);
  return {
    colors: [...exact, ...colors],
    indexOf: (word) => places.get(word & 0xffffff) ?? EXACT + index[cellOf(word)],
  };
}

/** How often each colour occurs. @param {Uint32Array} pixels */
function counted(pixels) {
  /** @type {Map<number, number>} */
  const found = new Map();
  let [last, run] = [-1, 0];
  for (const word of pixels) {
    const color = word & 0xffffff;
    if (color === last) {
      run += 1;
      continue;
    }
    if (run) found.set(last, (found.get(last) ?? 0) + run);
    [last, run] = [color, 1];
  }
  if (run) found.set(last, (found.get(last) ?? 0) + run);
  return found;
}

/** @param {Map<number, number>} found  how often each colour occurs @param {number} most */
function cut(found, most) {
  const counts = new Uint32Array(CELLS);
  const sums = [0, 1, 2].map(() => new Float64Array(CELLS));
  for (const [color, times] of found) {
    const cell = cellOf(color);
    counts[cell] += times;
    for (let channel = 0; channel < 3; channel++) sums[channel][cell] += times * ((color >> (8 * channel)) & 255);
  }
  const boxes = [
    box(
      [...counts.keys()].filter((cell) => counts[cell]),
      counts,
    ),
  ];
  while (boxes.length < most) {
    const widest = boxes.reduce((a, b) => (b.weight > a.weight ? b : a));
    if (widest.cells.length < 2) break;
    boxes.splice(boxes.indexOf(widest), 1, ...halves(widest, counts));
  }
  const index = new Uint8Array(CELLS);
  const colors = boxes.map(({ cells }, at) => {
    const total = cells.reduce((sum, cell) => sum + counts[cell], 0);
    for (const cell of cells) index[cell] = at;
    const [red, green, blue] = sums.map((sum) => Math.round(cells.reduce((all, cell) => all + sum[cell], 0) / total));
    return red | (green << 8) | (blue << 16);
  });
  return { colors, index };
}

/** What a box would gain from being cut: many pixels, far apart. @param {number[]} cells @param {Uint32Array} counts */
function box(cells, counts) {
  const spans = [0, 1, 2].map((channel) => {
    const [low, high] = cells.reduce(
      ([a, b], cell) => [Math.min(a, along(cell, channel)), Math.max(b, along(cell, channel))],
      [31, 0],
    );
    return high - low;
  });
  const channel = spans.indexOf(Math.max(...spans));
  const total = cells.reduce((sum, cell) => sum + counts[cell], 0);
  return { cells, channel, weight: spans[channel] ** 2 * Math.sqrt(total) };
}

/** @param {ReturnType<typeof box>} whole @param {Uint32Array} counts */
function halves({ cells, channel }, counts) {
  const sorted = [...cells].sort((a, b) => along(a, channel) - along(b, channel));
  const total = sorted.reduce((sum, cell) => sum + counts[cell], 0);
  let [at, before] = [0, 0];
  while (at < sorted.length - 1 && before + counts[sorted[at]] <= total / 2) before += counts[sorted[at++]];
  const cut = Math.max(1, at);
  return [box(sorted.slice(0, cut), counts), box(sorted.slice(cut), counts)];
}
