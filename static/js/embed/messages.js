/** Messages between a scene and the page around it: only that page, and only if its origin is allowed. */

/** @typedef {import("./types.js").Message} Message */

const LOOPBACK = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * Whether pages of `origin` may drive the scene.
 * @param {string} origin       "null" for files and sandboxed frames
 * @param {string[]} allowed    the server's setting
 * @param {string} own          the scene's own origin
 */
export function permitted(origin, allowed, own) {
  const local = LOOPBACK.test(own) && (origin === "null" || LOOPBACK.test(origin));
  return allowed.some(
    (each) => each === "*" || (each === "self" && origin === own) || (each === "local" && local) || each === origin,
  );
}

/** The origin as messages have it: "null" for a file. @param {string | undefined} origin */
const named = (origin) => (origin?.startsWith("file:") ? "null" : origin);

/** The origin of the page around this one, if the browser reveals it; that of a file is "null". */
function surrounding() {
  const found = location.ancestorOrigins?.[0] ?? (document.referrer ? new URL(document.referrer).origin : undefined);
  return named(found) ?? null;
}

export class Messages {
  /** @param {boolean} started  reveal.js shows the scene's slide; false: it has left it */
  onSlide = (/** @type {boolean} */ started) => void started;
  /** @type {(message: Message) => void} */
  onMessage = () => {};
  /** The page around the scene takes keys itself. */
  takesKeys = false;
  framed = parent !== window;
  /** Messages from before anything could be answered. @type {Message[]} */
  #early = [];
  #listening = false;

  /** @param {string[]} allowed */
  constructor(allowed) {
    this.allowed = allowed;
    this.own = named(location.origin) ?? "null";
    this.origin = surrounding();
    if (!this.framed) return;
    addEventListener("message", (event) => this.#receive(event));
    this.post({ type: "listening" }); // messages before this were lost, as while a copy was unpacked
  }

  /** @param {MessageEvent} event */
  #receive({ source, origin, data }) {
    if (source !== parent) return;
    // Any deck may report which slide it shows.
    if (data === "slide:start" || data === "slide:stop") this.onSlide(data === "slide:start");
    if (data?.target !== "backstep" || typeof data.type !== "string" || !permitted(origin, this.allowed, this.own))
      return;
    this.origin = origin;
    if (data.type === "hello") this.takesKeys = data.keys === true;
    else if (this.#listening) this.onMessage(data);
    else this.#early.push(data);
  }

  /** Answers messages from now on, those that came before first. */
  listen() {
    this.#listening = true;
    for (const message of this.#early.splice(0)) this.onMessage(message);
  }

  /** Posts to the page around the scene, if its origin is allowed. @param {Record<string, unknown>} message */
  post(message) {
    if (!this.framed || this.origin === null || !permitted(this.origin, this.allowed, this.own)) return;
    parent.postMessage({ source: "backstep", ...message }, this.origin === "null" ? "*" : this.origin);
  }

  /**
   * Passes a key on to the deck: to our own script there, else in reveal.js's form. The person pressed it, so every
   * deck may have it.
   * @param {KeyboardEvent} event
   */
  handKey({ key, code, keyCode, shiftKey }) {
    if (!this.framed) return;
    if (this.takesKeys) this.post({ type: "key", key, code, keyCode, shiftKey });
    else
      parent.postMessage(
        JSON.stringify({ method: "triggerKey", args: [keyCode] }),
        this.origin && this.origin !== "null" ? this.origin : "*",
      );
  }
}
