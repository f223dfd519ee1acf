import { quantize } from "./palette.js";

/**
 * GIF 89a (CompuServe, 1990). Each picture after the first is only the rectangle in which something
 * has changed, with a palette of its own; what has not changed in it is transparent.
 */

const MOST = 255; // colours beside the transparent one
const ALIKE = 3; // of 255: so much less in every channel is not seen
const TABLE = 1 << 12; // codes
const HASHES = 5003;
const HASHED = 0; // an empty place of the hash

/** @param {number} value */
const word = (value) => [value & 255, value >> 8];

/** @param {number} a @param {number} b */
const differ = (a, b) =>
  Math.abs((a & 255) - (b & 255)) > ALIKE ||
  Math.abs(((a >> 8) & 255) - ((b >> 8) & 255)) > ALIKE ||
  Math.abs(((a >> 16) & 255) - ((b >> 16) & 255)) > ALIKE;

/** A film that is written picture by picture. */
export class Gif {
  /** @type {Uint8Array[]} */
  #parts = [];
  /** What is seen so far. */
  #shown;
  #first = true;

  /**
   * @param {number} width
   * @param {number} height
   * @param {number} rate  pictures a second; GIF counts in hundredths of one
   */
  constructor(width, height, rate) {
    this.width = width;
    this.height = height;
    this.delay = Math.max(2, Math.round(100 / rate));
    this.#shown = new Uint32Array(width * height);
    this.#parts.push(Uint8Array.from([...ascii("GIF89a"), ...word(width), ...word(height), 0x70, 0, 0]));
    this.#parts.push(Uint8Array.from([0x21, 0xff, 11, ...ascii("NETSCAPE2.0"), 3, 1, 0, 0, 0])); // for ever
  }

  /** @param {ImageData} image */
  add({ data }) {
    const pixels = new Uint32Array(data.buffer);
    const area = this.#first ? { x: 0, y: 0, width: this.width, height: this.height } : this.#changed(pixels);
    const { x, y, width, height } = area;
    const changed = [];
    for (let row = y; row < y + height; row++) {
      for (let at = row * this.width + x, end = at + width; at < end; at++)
        if (this.#first || differ(pixels[at], this.#shown[at])) changed.push(pixels[at]);
    }
    const { colors, indexOf } = quantize(Uint32Array.from(changed), MOST);
    const indices = new Uint8Array(width * height);
    for (let row = 0, to = 0; row < height; row++) {
      for (let at = (y + row) * this.width + x, end = at + width; at < end; at++, to++) {
        const kept = !this.#first && !differ(pixels[at], this.#shown[at]);
        indices[to] = kept ? colors.length : indexOf(pixels[at]);
        if (!kept) this.#shown[at] = pixels[at];
      }
    }
    this.#first = false;
    this.#write(area, colors, indices);
  }

  /** The rectangle that is not as before; one pixel where nothing has changed. @param {Uint32Array} pixels */
  #changed(pixels) {
    let [left, right, top, bottom] = [this.width, -1, this.height, -1];
    for (let y = 0, at = 0; y < this.height; y++) {
      for (let x = 0; x < this.width; x++, at++) {
        if (!differ(pixels[at], this.#shown[at])) continue;
        if (x < left) left = x;
        if (x > right) right = x;
        if (top > y) top = y;
        bottom = y;
      }
    }
    return right < 0
      ? { x: 0, y: 0, width: 1, height: 1 }
      : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
  }

  /**
   * @param {{x: number, y: number, width: number, height: number}} area
   * @param {number[]} colors
   * @param {Uint8Array} indices
   */
  #write({ x, y, width, height }, colors, indices) {
    const bits = Math.max(2, Math.ceil(Math.log2(colors.length + 1)));
    const table = new Uint8Array(3 << bits);
    colors.forEach((color, i) => table.set([color & 255, (color >> 8) & 255, (color >> 16) & 255], 3 * i));
    this.#parts.push(
      Uint8Array.from([0x21, 0xf9, 4, 0b101, ...word(this.delay), colors.length, 0]), // stays; has a transparent colour
      Uint8Array.from([0x2c, ...word(x), ...word(y), ...word(width), ...word(height), 0x80 | (bits - 1)]),
      table,
      Uint8Array.of(bits),
      blocks(packed(indices, bits)),
    );
  }

  /** @returns {Blob} */
  finish() {
    return new Blob([.../** @type {BlobPart[]} */ (this.#parts), Uint8Array.of(0x3b)], { type: "image/gif" });
  }
}

/** @param {string} text */
const ascii = (text) => [...text].map((each) => each.charCodeAt(0));

/** In blocks of up to 255 bytes, each with its length before it, and an empty one. @param {Uint8Array} bytes */
function blocks(bytes) {
  const count = Math.ceil(bytes.length / 255);
  const made = new Uint8Array(bytes.length + count + 1);
  for (let i = 0; i < count; i++) {
    const part = bytes.subarray(255 * i, 255 * (i + 1));
    made[256 * i] = part.length;
    made.set(part, 256 * i + 1);
  }
  return made;
}

/**
 * Lempel, Ziv and Welch's code with a width that grows, as GIF has it.
 * @param {Uint8Array} indices
 * @param {number} bits  of an index
 */
export function packed(indices, bits) {
  const [clear, end] = [1 << bits, (1 << bits) + 1];
  let bytes = new Uint8Array(1024);
  let [length, buffer, filled, width, next] = [0, 0, 0, bits + 1, end + 1];
  // A string that is known, as its code but one and its last index; and its code.
  const [keys, codes] = [new Int32Array(HASHES), new Int16Array(HASHES)];

  /** @param {number} code */
  function put(code) {
    buffer |= code << filled;
    filled += width;
    for (; filled >= 8; filled -= 8, buffer >>>= 8) {
      if (length === bytes.length) {
        const larger = new Uint8Array(2 * length);
        larger.set(bytes);
        bytes = larger;
      }
      bytes[length++] = buffer & 255;
    }
  }

  put(clear);
  let prefix = indices[0];
  for (let i = 1; i < indices.length; i++) {
    const key = ((prefix << 8) | indices[i]) + 1;
    let place = key % HASHES;
    while (keys[place] !== HASHED && keys[place] !== key) place = (place + 1) % HASHES;
    if (keys[place] === key) {
      prefix = codes[place];
      continue;
    }
    put(prefix);
    prefix = indices[i];
    if (next < TABLE) {
      if (next === 1 << width) width += 1;
      [keys[place], codes[place]] = [key, next++];
    } else {
      put(clear);
      keys.fill(HASHED);
      [width, next] = [bits + 1, end + 1];
    }
  }
  put(prefix);
  // The reader has one more string than the writer.
  if (next === 1 << width && width < 12) width += 1;
  put(end);
  // The last byte is filled up: a code of a few bits might not do.
  width = 8;
  if (filled) put(0);
  return bytes.slice(0, length);
}
