/** What the page about a scene says to it, and is told: only that page, and only if it may. */

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

/** Of a file "null", as it is in messages. @param {string | undefined} origin */
const named = (origin) => (origin?.startsWith("file:") ? "null" : origin);

/** The page about this one, where the browser tells; files have the origin "null". */
function surrounding() {
  const found = location.ancestorOrigins?.[0] ?? (document.referrer ? new URL(document.referrer).origin : undefined);
  return named(found) ?? null;
}

export class Messages {
  /** @param {boolean} started  reveal.js shows the scene's slide, or has left it */
  onSlide = (/** @type {boolean} */ started) => void started;
  /** @type {(message: Record<string, unknown>) => void} */
  onMessage = () => {};
  /** The page about the scene takes keys itself. */
  takesKeys = false;
  framed = parent !== window;
  /** @type {Record<string, unknown>[]} what was asked before anything could be answered */
  #early = [];
  #listening = false;

  /** @param {string[]} allowed */
  constructor(allowed) {
    this.allowed = allowed;
    this.own = named(location.origin) ?? "null";
    this.origin = surrounding();
    if (!this.framed) return;
    addEventListener("message", (event) => this.#receive(event));
    this.post({ type: "listening" }); // what was said before, as while a copy was unpacked, nobody heard
  }

  /** @param {MessageEvent} event */
  #receive({ source, origin, data }) {
    if (source !== parent) return;
    // Every deck may say which slide it shows.
    if (data === "slide:start" || data === "slide:stop") this.onSlide(data === "slide:start");
    if (data?.target !== "backstep" || typeof data.type !== "string" || !permitted(origin, this.allowed, this.own))
      return;
    this.origin = origin;
    if (data.type === "hello") this.takesKeys = data.keys === true;
    else if (this.#listening) this.onMessage(data);
    else this.#early.push(data);
  }

  /** From here on messages are answered, those that came before first. */
  listen() {
    this.#listening = true;
    for (const message of this.#early.splice(0)) this.onMessage(message);
  }

  /** Tells the page about the scene, if it may know. @param {Record<string, unknown>} message */
  post(message) {
    if (!this.framed || this.origin === null || !permitted(this.origin, this.allowed, this.own)) return;
    parent.postMessage({ source: "backstep", ...message }, this.origin === "null" ? "*" : this.origin);
  }

  /**
   * Gives a key to the deck: by our own script there, else as reveal.js takes it. It is the
   * person's own, so whatever deck it is gets it.
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
