/** @typedef {import("./types.js").Frame} Frame */
/** @typedef {import("./types.js").Tensor} Tensor */

const ARRAYS = { F32: Float32Array, F64: Float64Array, U8: Uint8Array };

/**
 * Reads a frame, a safetensors file. Tensors are views of the buffer where it is aligned.
 * @param {ArrayBuffer} buffer
 * @returns {Frame}
 */
export function decode(buffer) {
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
  const start = 8 + length;
  /** @type {Map<string, Tensor>} */
  const tensors = new Map();
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    const [from, to] = entry.data_offsets;
    const Kind = ARRAYS[/** @type {keyof typeof ARRAYS} */ (entry.dtype)];
    const size = Kind.BYTES_PER_ELEMENT;
    const aligned = (start + from) % size === 0;
    const data = aligned
      ? new Kind(buffer, start + from, (to - from) / size)
      : new Kind(buffer.slice(start + from, start + to));
    tensors.set(name, { dtype: entry.dtype, shape: entry.shape, data });
  }
  return { meta: JSON.parse(header.__metadata__.frame), tensors };
}
