import { decode } from "./frames.js";

/** @typedef {import("./types.js").Frame} Frame */
/**
 * Without a token it can only be watched; a class has an address of its own, and a key by which
 * one is counted there.
 * @typedef {{id: string, token?: string, watch_code?: string, stream?: string, key?: string}} Run
 */
/**
 * @typedef {object} Handlers
 * @property {(event: import("./types.js").ServerEvent) => void} event
 * @property {(frame: Frame) => void} frame
 * @property {(state: "connecting" | "open" | "waiting" | "blocked", seconds: number) => void} state
 *   blocked: the server answers, but no stream opens
 * @property {() => Promise<Run>} renew  makes a new run when the old one is gone
 */
/**
 * A run, live or recorded.
 * @typedef {object} Source
 * @property {Run} run
 * @property {() => void} connect
 * @property {() => void} close  until `connect` is called again
 * @property {(command: Record<string, unknown>) => string | null} send
 *   the command's id; null while there is no connection
 * @property {(seq: number) => void} ack
 */

const FIRST_WAIT = 0.5;
const LONGEST_WAIT = 8;
const GONE = 4404;

/** A live run: connects, reconnects, and passes on what comes. */
export class LiveSource {
  /** @type {WebSocket | null} */
  #socket = null;
  #wait = FIRST_WAIT;
  #timer = 0;
  #count = 0;
  #seq = 0;
  #epoch = 0;
  #wanted = true;
  #opened = false;

  /**
   * @param {Run} run
   * @param {Handlers} handlers
   */
  constructor(run, handlers) {
    this.run = run;
    this.handlers = handlers;
    this.connect();
  }

  connect() {
    clearTimeout(this.#timer);
    this.#wanted = true;
    if (this.#socket && this.#socket.readyState <= WebSocket.OPEN) return;
    this.handlers.state("connecting", 0);
    const address = new URL(this.run.stream ?? `/api/runs/${this.run.id}/stream`, location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    this.#opened = false;
    socket.onopen = () => {
      this.#opened = true;
      const resume = this.#seq ? { epoch: this.#epoch, seq: this.#seq } : undefined;
      this.send({ type: "hello", token: this.run.token, key: this.run.key, resume });
    };
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = ({ code, reason }) => this.#closed(code, reason);
    this.#socket = socket;
  }

  /** Lets go, until `connect` is called again. */
  close() {
    this.#wanted = false;
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  /** @param {string | ArrayBuffer} data */
  #receive(data) {
    if (typeof data !== "string") {
      const frame = decode(data);
      this.#seq = frame.meta.seq;
      this.#epoch = frame.meta.run_epoch;
      this.handlers.frame(frame);
      return;
    }
    const event = JSON.parse(data);
    if (event.type === "welcome") {
      this.#wait = FIRST_WAIT;
      this.handlers.state("open", 0);
    }
    this.handlers.event(event);
  }

  /** @param {number} code @param {string} reason */
  async #closed(code, reason) {
    this.#socket = null;
    // A server that restarts says when it will be back.
    this.#wait = retry(reason) ?? this.#wait;
    if (code === GONE) {
      try {
        this.run = await this.handlers.renew();
        this.#seq = 0;
        if (this.#wanted) this.connect();
        return;
      } catch {
        // The server is not there either: wait and try again.
      }
    }
    const seconds = this.#wait * (0.75 + Math.random() / 2);
    this.#wait = Math.min(2 * this.#wait, LONGEST_WAIT);
    this.handlers.state("waiting", seconds);
    this.#timer = setTimeout(() => this.connect(), 1000 * seconds);
    const timer = this.#timer;
    if (!this.#opened && (await answers()) && timer === this.#timer && this.#wanted)
      this.handlers.state("blocked", seconds);
  }

  /**
   * Sends a command; its id, or null when there is no connection.
   * @param {Record<string, unknown>} command
   * @returns {string | null}
   */
  send(command) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return null;
    const id = `c${++this.#count}`;
    this.#socket.send(JSON.stringify({ id, ...command }));
    return id;
  }

  /** @param {number} seq */
  ack(seq) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify({ type: "ack", seq }));
    }
  }
}

/**
 * When the server asks to be called again, in seconds; null where it does not say.
 * @param {string} reason  of a close frame
 * @returns {number | null}
 */
export function retry(reason) {
  try {
    const told = JSON.parse(reason)?.retry;
    return typeof told === "number" && told > 0 ? told : null;
  } catch {
    return null;
  }
}

/** Whether the server can be reached by other means than a stream. */
async function answers() {
  try {
    return (await fetch("/healthz", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
