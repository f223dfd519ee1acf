/**
 * An uploaded file as it was read: its name, what was corrected (parameters of POST /api/datasets), and its bytes.
 * @typedef {{name: string, choices: Record<string, string>, bytes: Uint8Array<ArrayBuffer>}} Upload
 */

export const MAX_LINK = 20_000; // bytes, compressed, that a link carries
const MAX_BYTES = 20_000_000; // unpacked: a small text must not fill the memory
const VERSION = 1;

/** What was written cannot be read: it was cut off or changed. */
export class Damaged extends Error {}
/** A later version of backstep wrote the file. */
export class Newer extends Error {}

/** The fragment that carries a file, null if it is too large for a link. @param {Upload} upload */
export async function pack({ name, choices, bytes }) {
  const head = new TextEncoder().encode(`${JSON.stringify({ name, choices })}\n`);
  const packed = await through(new Blob([head, bytes]), new CompressionStream("deflate-raw"));
  return packed.length > MAX_LINK ? null : `${VERSION}.${toUrl(packed)}`;
}

/** The file that a fragment carries. Throws Damaged. @param {string} text @returns {Promise<Upload>} */
export async function unpack(text) {
  const [version, packed] = text.split(".");
  if (Number(version) !== VERSION || !packed) throw new Damaged();
  try {
    const bytes = fromBase64(packed.replaceAll("-", "+").replaceAll("_", "/"));
    const found = await through(new Blob([bytes]), new DecompressionStream("deflate-raw"));
    const end = found.indexOf(10);
    return { ...checked(JSON.parse(new TextDecoder().decode(found.slice(0, end)))), bytes: found.slice(end + 1) };
  } catch (error) {
    throw new Damaged(String(error));
  }
}

/**
 * A `.backstep` file: safetensors with the uploaded file as `data.file`, and texts about a moment of a run over it.
 * @param {Upload} upload
 * @param {Record<string, string>} moment  `query` opens it; others may be there for other readers
 */
export function toFile({ name, choices, bytes }, moment) {
  const about = { ...moment, backstep: String(VERSION), name, choices: JSON.stringify(choices) };
  const entry = { dtype: "U8", shape: [bytes.length], data_offsets: [0, bytes.length] };
  const header = JSON.stringify({ __metadata__: about, "data.file": entry });
  const length = new TextEncoder().encode(header).length;
  const head = new TextEncoder().encode(header + " ".repeat(-length & 7));
  const found = new Uint8Array(8 + head.length + bytes.length);
  new DataView(found.buffer).setBigUint64(0, BigInt(head.length), true);
  found.set(head, 8);
  found.set(bytes, 8 + head.length);
  return found;
}

/**
 * What a `.backstep` file holds. Throws Damaged, and Newer for a file of a later version.
 * @param {Uint8Array} file
 * @returns {{upload: Upload, query: string}}
 */
export function fromFile(file) {
  try {
    const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
    const { backstep, query, name, choices } = header.__metadata__;
    if (Number(backstep) > VERSION) throw new Newer();
    const [from, to] = header["data.file"].data_offsets;
    const bytes = file.slice(8 + length + from, 8 + length + to);
    if (typeof query !== "string" || bytes.length !== to - from) throw new Damaged();
    return { query, upload: { ...checked({ name, choices: JSON.parse(choices) }), bytes } };
  } catch (error) {
    throw error instanceof Newer ? error : new Damaged(String(error));
  }
}

/** @param {{name?: unknown, choices?: unknown}} head */
function checked({ name, choices }) {
  const given = Object.entries(Object(choices));
  if (typeof name !== "string" || typeof choices !== "object" || Array.isArray(choices)) throw new Damaged();
  if (given.some(([, value]) => typeof value !== "string")) throw new Damaged();
  return { name, choices: /** @type {Record<string, string>} */ (Object.fromEntries(given)) };
}

/** @param {Blob} blob @param {CompressionStream | DecompressionStream} stream */
async function through(blob, stream) {
  const parts = [];
  let length = 0;
  for (const reader = blob.stream().pipeThrough(stream).getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > MAX_BYTES) throw new Damaged();
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** @param {Uint8Array} bytes */
function toBase64(bytes) {
  let text = "";
  // The arguments of a call are limited.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

/** Base64 for addresses, of RFC 4648, section 5. @param {Uint8Array} bytes */
const toUrl = (bytes) => toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** @param {string} text */
const fromBase64 = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
