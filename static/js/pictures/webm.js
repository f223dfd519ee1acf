/**
 * WebM (Matroska's EBML, RFC 8794 and RFC 9559): a film of one track whose pictures the browser has
 * encoded.
 *
 * @typedef {{data: Uint8Array, time: number, key: boolean}} Chunk  `time` in milliseconds
 */

const CLUSTER = 5000; // ms at most; a block counts from its cluster's beginning in 16 bits

/** A size in eight bytes: no length need be known beforehand. @param {number} value */
function size(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value) | (1n << 56n));
  return bytes;
}

/** @param {number} value  a whole number, in as few bytes as it needs */
function whole(value) {
  const bytes = [];
  for (let rest = value; bytes.length === 0 || rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.from(bytes);
}

/** @param {number} value */
function double(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
}

/** @param {Uint8Array[]} parts */
function joined(parts) {
  const made = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    made.set(part, at);
    at += part.length;
  }
  return made;
}

/**
 * An element: its name, its size, and what is in it.
 * @param {number} id
 * @param {...(Uint8Array | number | string)} content
 */
function element(id, ...content) {
  const body = joined(
    content.map((each) =>
      typeof each === "number" ? whole(each) : typeof each === "string" ? new TextEncoder().encode(each) : each,
    ),
  );
  return joined([whole(id), size(body.length), body]);
}

/** @param {Chunk} chunk @param {number} from */
function block({ data, time, key }, from) {
  const at = time - from;
  return element(0xa3, Uint8Array.of(0x81, at >> 8, at & 255, key ? 0x80 : 0), data);
}

/** @param {Chunk[]} chunks */
function clusters(chunks) {
  /** @type {Chunk[][]} */
  const found = [];
  for (const chunk of chunks) {
    const last = found.at(-1);
    if (last && chunk.time - last[0].time < CLUSTER && !chunk.key) last.push(chunk);
    else found.push([chunk]);
  }
  return found.map((each) => ({
    time: each[0].time,
    bytes: element(0x1f43b675, element(0xe7, each[0].time), ...each.map((chunk) => block(chunk, each[0].time))),
  }));
}

/**
 * `duration` in milliseconds.
 * @typedef {{width: number, height: number, codec: "V_VP8" | "V_VP9", duration: number, title: string}} Film
 */

/**
 * @param {Chunk[]} chunks  in order, the first a key
 * @param {Film} film
 */
export function webm(chunks, { width, height, codec, duration, title }) {
  const header = element(
    0x1a45dfa3,
    element(0x4286, 1),
    element(0x42f7, 1),
    element(0x42f2, 4),
    element(0x42f3, 8),
    element(0x4282, "webm"),
    element(0x4287, 4),
    element(0x4285, 2),
  );
  const info = element(
    0x1549a966,
    element(0x2ad7b1, 1_000_000),
    element(0x4489, double(duration)),
    element(0x7ba9, title),
    element(0x4d80, "backstep"),
    element(0x5741, "backstep"),
  );
  const tracks = element(
    0x1654ae6b,
    element(
      0xae,
      element(0xd7, 1),
      element(0x73c5, 1),
      element(0x83, 1),
      element(0x9c, 0),
      element(0x86, codec),
      element(0xe0, element(0xb0, width), element(0xba, height)),
    ),
  );
  const made = clusters(chunks);
  // Where each cluster begins, for who jumps: cues come before them, so their own length counts.
  const cues = (/** @type {number} */ from) => {
    let at = from;
    return element(
      0x1c53bb6b,
      ...made.map(({ time, bytes }) => {
        const cue = element(0xbb, element(0xb3, time), element(0xb7, element(0xf7, 1), element(0xf1, place(at))));
        at += bytes.length;
        return cue;
      }),
    );
  };
  const before = info.length + tracks.length;
  const index = cues(before + cues(0).length);
  return new Blob([header, element(0x18538067, info, tracks, index, ...made.map(({ bytes }) => bytes))], {
    type: "video/webm",
  });
}

/** A place in eight bytes, however small: then cues have the same length wherever they point. @param {number} value */
function place(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}
