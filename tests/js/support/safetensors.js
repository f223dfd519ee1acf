const ARRAYS = { F32: Float32Array, F64: Float64Array, U8: Uint8Array };

/**
 * A safetensors file as the server writes one. The header is padded to whole eights, less `odd` bytes.
 * @param {object} meta
 * @param {Record<string, {dtype: "F32" | "F64" | "U8", shape: number[], data: number[]}>} tensors
 * @param {number} [odd]
 * @returns {ArrayBuffer}
 */
export function encode(meta, tensors, odd = 0) {
  const header = { __metadata__: { frame: JSON.stringify(meta) } };
  const parts = [];
  let end = 0;
  for (const [name, { dtype, shape, data }] of Object.entries(tensors)) {
    const bytes = new Uint8Array(ARRAYS[dtype].from(data).buffer);
    header[name] = { dtype, shape, data_offsets: [end, end + bytes.length] };
    end += bytes.length;
    parts.push(bytes);
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(text.length / 8) * 8 + odd;
  const file = new Uint8Array(8 + length + end).fill(32);
  new DataView(file.buffer).setBigUint64(0, BigInt(length), true);
  file.set(text, 8);
  let at = 8 + length;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file.buffer;
}
