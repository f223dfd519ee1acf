/** A reader of GIF 89a, after the standard: the file's blocks, and the pictures as they are seen. */

/** @param {Uint8Array} bytes */
export function readGif(bytes) {
  let at = 6;
  const byte = () => bytes[at++];
  const word = () => byte() | (byte() << 8);
  const blocks = () => {
    const found = [];
    for (let length = byte(); length; length = byte()) {
      found.push(...bytes.subarray(at, at + length));
      at += length;
    }
    return found;
  };
  const gif = {
    signature: String.fromCharCode(...bytes.subarray(0, 6)),
    width: word(),
    height: word(),
    repeats: null,
    frames: [],
  };
  at += 3; // no palette for all
  let control = null;
  for (;;) {
    const kind = byte();
    if (kind === 0x3b) break;
    if (kind === 0x21) {
      const label = byte();
      const data = blocks();
      if (label === 0xff) gif.repeats = data.at(-2) | (data.at(-1) << 8);
      if (label === 0xf9) control = { delay: data[1] | (data[2] << 8), clear: data[3], disposal: (data[0] >> 2) & 7 };
    } else if (kind === 0x2c) {
      const [x, y, width, height, flags] = [word(), word(), word(), word(), byte()];
      const size = 2 << (flags & 7);
      const palette = Array.from({ length: size }, () => [byte(), byte(), byte()]);
      const indices = unpack(byte(), blocks());
      gif.frames.push({ ...control, x, y, width, height, palette, indices });
    } else throw new Error(`no block of GIF: ${kind}`);
  }
  if (at !== bytes.length) throw new Error("bytes after the end");
  return gif;
}

/**
 * The indices that Lempel, Ziv and Welch's code stands for.
 * @param {number} bits
 * @param {number[]} bytes
 */
export function unpack(bits, bytes) {
  const [clear, end] = [1 << bits, (1 << bits) + 1];
  const fresh = () => Array.from({ length: end + 1 }, (_, code) => (code < clear ? [code] : []));
  let [table, width, last] = [fresh(), bits + 1, null];
  const found = [];
  for (let bit = 0; ;) {
    let code = 0;
    for (let i = 0; i < width; i++, bit++) code |= ((bytes[bit >> 3] >> (bit & 7)) & 1) << i;
    if (bit > 8 * bytes.length) throw new Error("no end");
    if (code === end) return found;
    if (code === clear) {
      [table, width, last] = [fresh(), bits + 1, null];
      continue;
    }
    if (code > table.length || (code === table.length && !last)) throw new Error(`unknown code ${code}`);
    const string = table[code] ?? [...last, last[0]];
    found.push(...string);
    if (last && table.length < 4096) table.push([...last, string[0]]);
    if (table.length === 1 << width && width < 12) width++;
    last = string;
  }
}

/** The colours of each picture, row by row, as a viewer shows them. @param {ReturnType<typeof readGif>} gif */
export function pictures({ width, height, frames }) {
  const shown = Array.from({ length: width * height }, () => [0, 0, 0]);
  return frames.map((frame) => {
    frame.indices.forEach((index, i) => {
      const at = (frame.y + Math.floor(i / frame.width)) * width + frame.x + (i % frame.width);
      if (index !== frame.clear) shown[at] = frame.palette[index];
    });
    return [...shown];
  });
}
