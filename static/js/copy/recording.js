import { decode } from "../wire/frames.js";

/** @typedef {import("../wire/types.js").Frame} Frame */
/** @typedef {import("../wire/types.js").Tensor} Tensor */
/** @typedef {import("../wire/types.js").Position} Position */

const LEVELS = 4095; // of a slice, from its lowest loss to its highest
const NONE = 65535;

/**
 * Numbers by column and step; how references are written is told in app/backstep/sessions/offline/columns.py.
 * @param {Tensor} planes  bytes (8, columns, steps), the highest of each number first
 * @param {string[]} strings
 */
function createNumbers({ shape: [, columns, length], data }, strings) {
  const bytes = new Uint8Array(8 * columns * length);
  const size = columns * length;
  for (let plane = 0; plane < 8; plane++) {
    for (let i = 0; i < size; i++) bytes[8 * i + 7 - plane] = Number(data[plane * size + i]);
  }
  const numbers = new Float64Array(bytes.buffer);
  /** @param {number} place  of the step after, where it is negative @param {number} step */
  const at = (place, step) => (place >= 0 ? numbers[place * length + step] : numbers[~place * length + step + 1]);

  /** The template's tree at a step. @param {any} template @param {number} step @returns {any} */
  function read(template, step) {
    if (template === null || typeof template !== "object") return template;
    if (Array.isArray(template)) return template.map((each) => read(each, step));
    if ("$" in template || "×" in template) {
      const corrected = template.or === undefined ? 0 : at(template.or, step);
      const value =
        corrected !== 0
          ? corrected
          : "$" in template
            ? at(template.$, step)
            : template["×"].reduce(
                (/** @type {number} */ all, /** @type {unknown} */ each) => all * read(each, step),
                1,
              );
      return Number.isNaN(value) ? null : value;
    }
    if ("@" in template) return strings[at(template["@"], step)];
    if ("!" in template) return at(template["!"], step) === 1;
    if ("?" in template) return read(template.of[at(template["?"], step)], step);
    return Object.fromEntries(Object.entries(template).map(([name, each]) => [name, read(each, step)]));
  }
  return { at, read };
}

/** Bytes of all moments from their differences. @param {Tensor} tensor @returns {Tensor} */
function summed({ dtype, shape, data }) {
  const size = data.length / shape[0];
  const bytes = /** @type {Uint8Array} */ (data.slice());
  for (let i = size; i < bytes.length; i++) bytes[i] += bytes[i - size];
  return { dtype, shape, data: bytes };
}

/** What was recorded of a run: a frame for each position, and what comes now and then. */
export class Recording {
  #pictures = /** @type {[string, Tensor][]} */ ([]);
  #scales = new Float64Array();

  /** @param {ArrayBuffer} buffer  a safetensors file, as app/backstep/sessions/offline/film.py writes it */
  constructor(buffer) {
    const { meta, tensors } = decode(buffer);
    this.head = /** @type {any} */ (meta);
    this.tensors = tensors;
    this.numbers = createNumbers(/** @type {Tensor} */ (tensors.get("numbers")), this.head.strings);
    for (const [name, tensor] of tensors) {
      if (!/^(maps|output)\./.test(name)) continue;
      this.#pictures.push([name, tensor.dtype === "U8" ? summed(tensor) : tensor]);
    }
    const scales = tensors.get("scales");
    if (scales) this.#scales = new Float64Array(scales.data.slice().buffer);
    this.tracks = this.head.tracks.map((/** @type {any} */ track, /** @type {number} */ i) => ({
      ...track,
      i,
      numbers: createNumbers(/** @type {Tensor} */ (tensors.get(`track.${i}.numbers`)), this.head.strings),
    }));
  }

  /** The last position. @returns {Position} */
  get end() {
    return { step: this.head.steps - 1, op: this.head.tensors.length - 1 };
  }

  /** The settings that rule in a step. @param {number} step */
  spec(step) {
    return this.head.edited.findLast((/** @type {any} */ [from]) => from <= step)?.[1] ?? this.head.welcome.spec;
  }

  /**
   * A position's frame, told for what is selected.
   * @param {Position} position
   * @param {string | null} selection
   * @returns {Frame}
   */
  frame({ step, op }, selection) {
    const { read, at } = this.numbers;
    const { head } = this;
    const moment = op === head.tensors.length - 1 ? step + 1 : step;
    /** @type {Map<string, Tensor>} */
    const tensors = new Map();
    for (const [name, { shape, of }] of Object.entries(
      /** @type {Record<string, {shape: number[], of: number[]}>} */ (head.tensors[op]),
    )) {
      tensors.set(name, { dtype: "F32", shape, data: Float32Array.from(of, (place) => at(place, step)) });
    }
    for (const [
      name,
      {
        dtype,
        shape: [moments, ...shape],
        data,
      },
    ] of this.#pictures) {
      const size = data.length / moments;
      tensors.set(name, { dtype, shape, data: data.subarray(moment * size, (moment + 1) * size) });
    }
    const layers = head.welcome.layout.activations.length;
    const narrations = head.narrations[op];
    const states = head.inspections[selection ?? ""]?.filter((/** @type {[number, unknown]} */ [from]) => from <= op);
    const meta = {
      ...read(head.meta[op], step),
      head: this.end,
      narration: read(narrations[selection ?? ""] ?? narrations[""], step),
      inspection: states ? read(states.at(-1)[1], step) : null,
      maps: {
        scales: [...this.#scales.subarray(moment * layers, (moment + 1) * layers)],
        input_scales: head.input_scales,
      },
    };
    if (meta.inspection) meta.inspection.computed = op >= (meta.inspection.computed_at ?? Infinity);
    return { meta, tensors };
  }

  /**
   * What is drawn once: the data, the inputs' maps, the curve.
   * @returns {{meta: unknown, tensors: Map<string, Tensor>}}
   */
  once() {
    const own = [...this.tensors].flatMap(([name, tensor]) =>
      name.startsWith("once.") ? [/** @type {[string, Tensor]} */ ([name.slice(5), tensor])] : [],
    );
    return { meta: { curve: { points: this.head.curve } }, tensors: new Map(own) };
  }

  /**
   * The newest drawing at or before a moment, and its key; null where none was recorded.
   * @param {"surface" | "slice"} panel
   * @param {string | null} name    the slice's parameter
   * @param {number} updates
   */
  drawing(panel, name, updates) {
    const track = this.tracks.find(
      (/** @type {any} */ each) => each.panel === panel && (name === null || name in each.of),
    );
    if (!track) return null;
    const called = name ?? Object.keys(track.of)[0];
    const moment = track.moments.findLastIndex((/** @type {number} */ each) => each <= updates);
    const meta = { [panel]: track.numbers.read(track.of[called], moment) };
    const tensors = panel === "surface" ? this.#surface(track, moment) : this.#slice(track, called, moment);
    return { key: `${called} ${moment}`, meta, tensors };
  }

  /** @param {any} track @param {number} moment */
  #surface({ i }, moment) {
    const prefix = `track.${i}.${moment}.`;
    return new Map(
      [...this.tensors].flatMap(([name, tensor]) =>
        name.startsWith(prefix) ? [/** @type {[string, Tensor]} */ ([name.slice(prefix.length), tensor])] : [],
      ),
    );
  }

  /**
   * Losses from the second differences of their levels.
   * @param {any} track
   * @param {string} name
   * @param {number} moment
   */
  #slice({ i, of }, name, moment) {
    const names = Object.keys(of);
    const row = moment * names.length + names.indexOf(name);
    const {
      shape: [, rows, points],
      data,
    } = /** @type {Tensor} */ (this.tensors.get(`track.${i}.z`));
    const ends = /** @type {Tensor} */ (this.tensors.get(`track.${i}.ends`)).data;
    const [low, high] = [Number(ends[2 * row]), Number(ends[2 * row + 1])];
    const z = new Float32Array(points);
    for (let k = 0, rise = 0, level = 0; k < points; k++) {
      const place = row * points + k;
      rise = (rise + 256 * Number(data[place]) + Number(data[rows * points + place])) & 65535;
      level = (level + rise) & 65535;
      z[k] = level === NONE ? NaN : low + ((high - low) * level) / LEVELS;
    }
    return new Map([["slice.z", /** @type {Tensor} */ ({ dtype: "F32", shape: [points], data: z })]]);
  }
}
