import { decode } from "../wire/frames.js";
import { createNumbers } from "./numbers.js";
import { createTracks } from "./tracks.js";

/** @typedef {import("../wire/types.js").Frame} Frame */
/** @typedef {import("../wire/types.js").FrameMeta} FrameMeta */
/** @typedef {import("../wire/types.js").Granularity} Granularity */
/** @typedef {import("../wire/types.js").Inspection} Inspection */
/** @typedef {import("../wire/types.js").Position} Position */
/** @typedef {import("../wire/types.js").Tensor} Tensor */
/** @typedef {{meta: Partial<FrameMeta>, tensors: Map<string, Tensor>}} Addition  to a frame */
/**
 * The metadata of the file, as app/backstep/sessions/offline/film.py writes it. Lists by operation hold templates
 * that `Numbers` reads at a step.
 * @typedef {object} Head
 * @property {number} steps
 * @property {import("../lab/types.js").RunEvent} welcome
 * @property {[number, import("../wire/types.js").Spec][]} edited  the settings from a step on
 * @property {Record<Granularity, number[]>} ends  the operations after which a boundary lies
 * @property {number[]} epochs  the last step of each
 * @property {string[]} targets  what can be inspected
 * @property {Record<string, {shape: number[], of: number[]}>[]} tensors  by operation, with their columns
 * @property {unknown[]} meta  by operation
 * @property {Record<string, unknown>[]} narrations  by operation and target
 * @property {Record<string, [number, unknown][]>} inspections  by target, from an operation on
 * @property {number[]} input_scales
 * @property {import("../wire/types.js").CurveMeta} curve
 * @property {string[]} strings
 * @property {import("./tracks.js").TrackHead[]} tracks
 */

/** A recorded run: a frame for each position, and the drawings that come less often. */
export class Recording {
  /** Maps and outputs of every moment, by name. @type {[string, Tensor][]} */
  #pictures = [];
  #scales = new Float64Array();

  /** @param {ArrayBuffer} buffer  a safetensors file */
  constructor(buffer) {
    const { meta, tensors } = decode(buffer);
    this.head = /** @type {Head} */ (/** @type {unknown} */ (meta));
    this.tensors = tensors;
    this.numbers = createNumbers(/** @type {Tensor} */ (tensors.get("numbers")), this.head.strings);
    this.tracks = createTracks(this.head.tracks, tensors, this.head.strings);
    for (const [name, tensor] of tensors) {
      if (!/^(maps|output)\./.test(name)) continue;
      this.#pictures.push([name, tensor.dtype === "U8" ? summed(tensor) : tensor]);
    }
    const scales = tensors.get("scales");
    if (scales) this.#scales = new Float64Array(scales.data.slice().buffer);
  }

  /** The last position. @returns {Position} */
  get end() {
    return { step: this.head.steps - 1, op: this.head.tensors.length - 1 };
  }

  /** The settings that apply in a step. @param {number} step */
  spec(step) {
    return this.head.edited.findLast(([from]) => from <= step)?.[1] ?? this.head.welcome.spec;
  }

  /**
   * The frame of a position, explained for the selection.
   * @param {Position} position
   * @param {string | null} selection
   * @returns {Frame}
   */
  frame(position, selection) {
    // The last operation updates the parameters, so the moment after it is that of the next step.
    const moment = position.op === this.end.op ? position.step + 1 : position.step;
    return {
      meta: this.#meta(position, moment, selection),
      tensors: new Map([...this.#columns(position), ...this.#pictured(moment)]),
    };
  }

  /**
   * @param {Position} position
   * @param {number} moment
   * @param {string | null} selection
   */
  #meta({ step, op }, moment, selection) {
    const { head, numbers } = this;
    const layers = head.welcome.layout.activations.length;
    const narrations = head.narrations[op];
    const meta = /** @type {FrameMeta} */ (numbers.read(head.meta[op], step));
    const scales = [...this.#scales.subarray(moment * layers, (moment + 1) * layers)];
    return {
      ...meta,
      head: this.end,
      narration: /** @type {Frame["meta"]["narration"]} */ (
        numbers.read(narrations[selection ?? ""] ?? narrations[""], step)
      ),
      inspection: this.#inspection(step, op, selection),
      maps: { scales, input_scales: head.input_scales },
      output: { scale: scales.at(-1) ?? 1 },
    };
  }

  /**
   * The newest inspection at or before an operation.
   * @param {number} step
   * @param {number} op
   * @param {string | null} selection
   */
  #inspection(step, op, selection) {
    const found = this.head.inspections[selection ?? ""]?.findLast(([from]) => from <= op);
    if (!found) return null;
    const inspection = /** @type {Inspection} */ (this.numbers.read(found[1], step));
    return { ...inspection, computed: op >= (inspection.computed_at ?? Infinity) };
  }

  /** The tensors that are made of columns. @param {Position} position @returns {[string, Tensor][]} */
  #columns({ step, op }) {
    const { at } = this.numbers;
    return Object.entries(this.head.tensors[op]).map(([name, { shape, of }]) => {
      const data = Float64Array.from(of, (place) => at(place, step));
      // As on the wire: float64 only where float32 would overflow.
      const wide = data.some((x) => Number.isFinite(x) && !Number.isFinite(Math.fround(x)));
      return [name, wide ? { dtype: "F64", shape, data } : { dtype: "F32", shape, data: Float32Array.from(data) }];
    });
  }

  /** The maps and outputs of a moment. @param {number} moment @returns {[string, Tensor][]} */
  #pictured(moment) {
    return this.#pictures.map(
      ([
        name,
        {
          dtype,
          shape: [moments, ...shape],
          data,
        },
      ]) => {
        const size = data.length / moments;
        return [name, { dtype, shape, data: data.subarray(moment * size, (moment + 1) * size) }];
      },
    );
  }

  /** What is sent once: the data, the maps of the inputs, the curve. @returns {Addition} */
  once() {
    const own = [...this.tensors].filter(([name]) => name.startsWith("once."));
    return {
      meta: { curve: this.head.curve },
      tensors: new Map(own.map(([name, tensor]) => [name.slice("once.".length), tensor])),
    };
  }

  /**
   * The newest drawing at or before a moment; null if none was recorded.
   * @param {"surface" | "slice"} panel
   * @param {string | null} name  the slice's parameter
   * @param {number} updates
   */
  drawing(panel, name, updates) {
    const track = this.tracks.find((each) => each.panel === panel && (name === null || name in each.of));
    return track?.drawing(name ?? Object.keys(track.of)[0], updates) ?? null;
  }
}

/** The bytes of all moments, from their differences. @param {Tensor} tensor @returns {Tensor} */
function summed({ dtype, shape, data }) {
  const size = data.length / shape[0];
  const bytes = /** @type {Uint8Array} */ (data.slice());
  for (let i = size; i < bytes.length; i++) bytes[i] += bytes[i - size];
  return { dtype, shape, data: bytes };
}
