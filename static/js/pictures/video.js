import { webm } from "./webm.js";

/** VP9 where the browser has it, else VP8. */
const CODECS = /** @type {const} */ ([
  ["vp09.00.40.08", "V_VP9"],
  ["vp8", "V_VP8"],
]);
const KEYS = 5; // s from one whole picture to the next
const BITS = 0.35; // a pixel and picture: lines and letters stay sharp
const WAITING = 4; // pictures that may wait to be encoded

/** Why a browser makes no WebM here: "insecure", "absent", or nothing. */
export const hindrance = () => (typeof VideoEncoder === "function" ? "" : isSecureContext ? "absent" : "insecure");

/** A film that the browser encodes. */
export class Video {
  /** @type {import("./webm.js").Chunk[]} */
  #chunks = [];
  /** @type {VideoEncoder | null} */
  #encoder = null;
  #count = 0;
  #failed = /** @type {Error | null} */ (null);
  #codec = /** @type {"V_VP8" | "V_VP9"} */ ("V_VP9");

  /** @param {number} width  even, as the height @param {number} height @param {number} rate  pictures a second */
  constructor(width, height, rate) {
    this.width = width;
    this.height = height;
    this.rate = rate;
  }

  async #open() {
    const { width, height, rate } = this;
    const encoder = new VideoEncoder({
      output: (chunk) => {
        const data = new Uint8Array(chunk.byteLength);
        chunk.copyTo(data);
        this.#chunks.push({ data, time: Math.round(chunk.timestamp / 1000), key: chunk.type === "key" });
      },
      error: (error) => {
        this.#failed = error;
      },
    });
    const bitrate = Math.round(BITS * width * height * Math.max(rate, 5));
    for (const [codec, name] of CODECS) {
      const config = { codec, width, height, bitrate, framerate: rate, latencyMode: /** @type {const} */ ("quality") };
      if (!(await VideoEncoder.isConfigSupported(config)).supported) continue;
      encoder.configure(config);
      this.#codec = name;
      return encoder;
    }
    throw new Error("VP8, VP9");
  }

  /** @param {HTMLCanvasElement} canvas */
  async add(canvas) {
    this.#encoder ??= await this.#open();
    const frame = new VideoFrame(canvas, {
      timestamp: Math.round((1e6 * this.#count) / this.rate),
      duration: Math.round(1e6 / this.rate),
    });
    this.#encoder.encode(frame, { keyFrame: this.#count % Math.max(1, Math.round(KEYS * this.rate)) === 0 });
    frame.close();
    this.#count += 1;
    while (this.#encoder.encodeQueueSize > WAITING && !this.#failed)
      await new Promise((resolve) => setTimeout(resolve, 5));
    if (this.#failed) throw this.#failed;
  }

  /** @param {string} title */
  async finish(title) {
    await this.#encoder?.flush();
    this.close();
    if (this.#failed) throw this.#failed;
    return webm(this.#chunks, {
      width: this.width,
      height: this.height,
      codec: this.#codec,
      duration: (1000 * this.#count) / this.rate,
      title,
    });
  }

  close() {
    if (this.#encoder && this.#encoder.state !== "closed") this.#encoder.close();
  }
}
