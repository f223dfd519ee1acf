/** What a PNG file says of itself: chunks of text, put behind its header (PNG, 3rd edition, 11.3.3). */

const HEADER = 8 + 25; // signature, and the chunk IHDR
const encoder = new TextEncoder();

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});

/** @param {Uint8Array} bytes */
function checksum(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Text of any language: keyword, no compression, no language told. @param {string} keyword @param {string} text */
function chunk(keyword, text) {
  const body = encoder.encode(`iTXt${keyword}\0\0\0\0\0${text}`);
  const whole = new Uint8Array(4 + body.length + 4);
  const view = new DataView(whole.buffer);
  view.setUint32(0, body.length - 4);
  whole.set(body, 4);
  view.setUint32(4 + body.length, checksum(body));
  return whole;
}

/**
 * @param {Uint8Array} png
 * @param {Record<string, string>} texts  by keyword, such as Title and Description
 * @returns {Blob}
 */
export function described(png, texts) {
  const chunks = Object.entries(texts).map(([keyword, text]) => chunk(keyword, text));
  return new Blob([png.slice(0, HEADER), ...chunks, png.slice(HEADER)], { type: "image/png" });
}
