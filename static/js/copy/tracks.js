import { createNumbers } from "./numbers.js";

/** @typedef {import("../wire/types.js").Tensor} Tensor */
/** @typedef {Map<string, Tensor>} Tensors */
/**
 * Drawings of a panel at some moments, as app/backstep/sessions/offline/tracks.py writes them.
 * @typedef {object} TrackHead
 * @property {"surface" | "slice"} panel
 * @property {number[]} moments  in updates
 * @property {number} stride
 * @property {Record<string, unknown>} options  of the panel
 * @property {Record<string, unknown>} of  templates of the metadata, by parameter
 */
/**
 * `drawing` returns the newest one at or before a moment, for a parameter; `key` tells drawings apart.
 * @typedef {TrackHead & {
 *   drawing: (name: string, updates: number) => {
 *     key: string, meta: Partial<import("../wire/types.js").FrameMeta>, tensors: Tensors
 *   }
 * }} Track
 */

const LEVELS = 4095; // of a slice, from its lowest loss to its highest
const NONE = 65535;

/**
 * @param {TrackHead[]} heads
 * @param {Tensors} tensors  of the whole recording
 * @param {string[]} strings
 * @returns {Track[]}
 */
export const createTracks = (heads, tensors, strings) =>
  heads.map((head, i) => {
    const prefix = `track.${i}.`;
    const own = new Map([...tensors].flatMap(([name, each]) => shortened(name, each, prefix)));
    const numbers = createNumbers(/** @type {Tensor} */ (own.get("numbers")), strings);
    return {
      ...head,
      drawing(name, updates) {
        const moment = head.moments.findLastIndex((each) => each <= updates);
        return {
          key: `${name} ${moment}`,
          meta: { [head.panel]: numbers.read(head.of[name], moment) },
          tensors: head.panel === "surface" ? surface(own, moment) : slice(own, Object.keys(head.of), name, moment),
        };
      },
    };
  });

/** @param {string} name @param {Tensor} tensor @param {string} prefix @returns {[string, Tensor][]} */
const shortened = (name, tensor, prefix) => (name.startsWith(prefix) ? [[name.slice(prefix.length), tensor]] : []);

/** @param {Tensors} tensors  of the track @param {number} moment @returns {Tensors} */
const surface = (tensors, moment) =>
  new Map([...tensors].flatMap(([name, each]) => shortened(name, each, `${moment}.`)));

/**
 * The losses of a slice, from the second differences of their levels.
 * @param {Tensors} tensors  of the track
 * @param {string[]} names  its parameters
 * @param {string} name
 * @param {number} moment
 * @returns {Tensors}
 */
function slice(tensors, names, name, moment) {
  const row = moment * names.length + names.indexOf(name);
  const { shape, data } = /** @type {Tensor} */ (tensors.get("z"));
  const [, rows, points] = shape;
  const ends = /** @type {Tensor} */ (tensors.get("ends")).data;
  const [low, high] = [Number(ends[2 * row]), Number(ends[2 * row + 1])];
  const z = new Float32Array(points);
  for (let k = 0, rise = 0, level = 0; k < points; k++) {
    const place = row * points + k;
    rise = (rise + 256 * Number(data[place]) + Number(data[rows * points + place])) & 65535;
    level = (level + rise) & 65535;
    z[k] = level === NONE ? NaN : low + ((high - low) * level) / LEVELS;
  }
  return new Map([["slice.z", { dtype: "F32", shape: [points], data: z }]]);
}
