/** A reader of EBML (RFC 8794): a tree of elements by the names that Matroska gives them. */

const NAMES = {
  0x1a45dfa3: "EBML",
  0x4282: "DocType",
  0x18538067: "Segment",
  0x1549a966: "Info",
  0x2ad7b1: "TimestampScale",
  0x4489: "Duration",
  0x7ba9: "Title",
  0x1654ae6b: "Tracks",
  0xae: "TrackEntry",
  0x86: "CodecID",
  0xe0: "Video",
  0xb0: "PixelWidth",
  0xba: "PixelHeight",
  0x1c53bb6b: "Cues",
  0xbb: "CuePoint",
  0xb3: "CueTime",
  0xb7: "CueTrackPositions",
  0xf1: "CueClusterPosition",
  0x1f43b675: "Cluster",
  0xe7: "Timestamp",
  0xa3: "SimpleBlock",
};
const PARENTS = ["EBML", "Segment", "Info", "Tracks", "TrackEntry", "Video", "Cues", "CuePoint", "CueTrackPositions"];

/** @typedef {{name: string, start: number, body: Uint8Array, children: Element[]}} Element */

/** @param {Uint8Array} bytes @returns {Element[]} with `start` counted from the parent's content */
export function readEbml(bytes) {
  const found = [];
  for (let at = 0; at < bytes.length;) {
    const start = at;
    const idLength = Math.clz32(bytes[at]) - 23;
    const id = bytes.subarray(at, at + idLength).reduce((all, each) => all * 256 + each, 0);
    at += idLength;
    const sizeLength = Math.clz32(bytes[at]) - 23;
    const first = bytes[at] & (0xff >> sizeLength);
    const size = bytes.subarray(at + 1, at + sizeLength).reduce((all, each) => all * 256 + each, first);
    at += sizeLength;
    if (at + size > bytes.length) throw new Error(`an element of ${size} bytes ends beyond its parent`);
    const body = bytes.subarray(at, at + size);
    const name = NAMES[id] ?? `0x${id.toString(16)}`;
    const inside = PARENTS.includes(name) || name === "Cluster" ? readEbml(body) : [];
    found.push({ name, start, body, children: inside });
    at += size;
  }
  return found;
}

/** The elements at the end of a path of names. @param {Element[]} elements @param {...string} path */
export const all = (elements, ...path) =>
  path.reduce((found, name, i) => {
    const level = i ? found.flatMap(({ children }) => children) : found;
    return level.filter((each) => each.name === name);
  }, elements);

/** @param {Element} element */
export const numberOf = ({ body }) => body.reduce((sum, each) => sum * 256 + each, 0);
/** @param {Element} element */
export const doubleOf = ({ body }) => new DataView(body.buffer, body.byteOffset, 8).getFloat64(0);
/** @param {Element} element */
export const textOf = ({ body }) => new TextDecoder().decode(body);
