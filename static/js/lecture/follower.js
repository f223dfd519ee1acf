import { Lab } from "../lab/lab.js";
import { el } from "../lib/dom.js";

/** @typedef {import("../wire/types.js").Intent} Intent */
/** @typedef {{code: string, theme: string | null, locale: string | null}} WatchBoot */

const KEY = "follower";

/** What the server knows one by again, in whichever tab; undefined until it has said so. */
function keptKey() {
  try {
    return localStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} key */
function keepKey(key) {
  try {
    localStorage.setItem(KEY, key);
  } catch {
    // Then one is known until the page is loaded anew.
  }
}

/** The page of a follower: the lecture, or a run of one's own that begins where the lecture is. */
export class Follower extends Lab {
  /** Whether the lecture is followed, not a run of one's own. */
  following = true;
  /** Called when that changes, and when the lecture is there. */
  changed = () => {};
  /** @type {(event: any) => void} */
  asked = () => {};
  #again = () => {};
  #lost = false;
  #over = false;

  /**
   * @param {WatchBoot} boot
   * @param {import("../wire/types.js").Catalogue} catalogue
   * @param {import("../text/en.js").Words} words
   * @param {import("../lab/lab.js").Voice & {show: (seconds: number, ...content: (Node | string)[]) => void}} voice
   */
  constructor(boot, catalogue, words, voice) {
    super(
      {
        spec: null,
        edits: [],
        preset: "",
        moment: null,
        select: null,
        focus: null,
        ask: false,
        problems: [],
        theme: boot.theme ?? "auto",
        locale: boot.locale,
      },
      catalogue,
      words,
      voice,
    );
    this.banner = voice;
    this.code = boot.code;
    this.lecture = { id: "", stream: `/api/watch/${boot.code}/stream`, key: keptKey() };
  }

  /** @returns {"waiting" | "live" | "over" | "own"} */
  get state() {
    if (!this.following) return "own";
    if (this.#over) return "over";
    return this.#lost || !this.view ? "waiting" : "live";
  }

  /** @override @param {number | null} seconds @param {boolean} blocked */
  connection(seconds, blocked) {
    super.connection(seconds, blocked);
    this.#lost = seconds !== null;
    this.changed();
  }

  /** @override */
  async create() {
    return this.following ? this.lecture : super.create();
  }

  /** The class is gone, or one's own run is. @override */
  renew() {
    if (!this.following) return super.renew();
    return /** @type {Promise<import("../wire/stream.js").Run>} */ (
      new Promise((resolve) => {
        this.#over = true;
        this.changed();
        this.#again = () => resolve(this.lecture);
        const { ended, again } = this.words.lecture.watch;
        this.banner.show(
          0,
          ended,
          el("button", { class: "small", type: "button", onclick: () => this.#again() }, again),
        );
      })
    );
  }

  /** A run of one's own, from this very moment. */
  async explore() {
    const { view } = this;
    if (!this.following || !view?.frame) return;
    const { step, op, focus } = view.frame.meta;
    try {
      const run = await super.create();
      this.following = false;
      this.moment = { step, op };
      this.focus = focus.example;
      this.update({ hover: null, trail: [] });
      this.connect(run);
      this.voice.notice(this.words.lecture.watch.explored);
    } catch (error) {
      this.voice.notice(this.words.page.refused(error instanceof Error ? error.message : String(error)));
    }
    this.changed();
  }

  /** The lecture again, where it is now. */
  back() {
    if (this.following) return;
    const own = this.run;
    this.following = true;
    this.moment = this.focus = null;
    this.connect(this.lecture);
    // Nobody will look at it again.
    if (own)
      fetch(`/api/runs/${own.id}`, { method: "DELETE", headers: { Authorization: `Bearer ${own.token}` } }).catch(
        () => {},
      );
    this.changed();
  }

  /** @override @param {any} event */
  event(event) {
    switch (event.type) {
      case "key":
        this.lecture.key = event.key;
        keepKey(event.key);
        break;
      case "presented":
        this.#point(event);
        break;
      case "question":
      case "revealed":
        this.asked(event);
        break;
      default:
        super.event(event);
        if (event.type !== "welcome") break;
        this.#over = false;
        this.changed();
        this.asked(event);
    }
  }

  /** Looks where the presenter points. @param {{select: string | null, page: Record<string, any>}} event */
  #point({ select, page }) {
    if (!this.view) return;
    const { options } = this.view;
    const { notation = "neuron", compare = false, unfold = [], tab = "map", over = "test", hover = null } = page;
    this.update({
      selection: select,
      hover,
      options: {
        ...options,
        explanation: { notation, compare },
        inspector: { unfold },
        output: { ...options.output, tab, over, cell: null },
      },
    });
  }

  /** A follower only answers. @override @param {Record<string, unknown>} command */
  send(command) {
    return !this.following || command.type === "answer" ? super.send(command) : null;
  }

  /** @override @param {Intent} intent */
  dispatch(intent) {
    if (!this.following) super.dispatch(intent);
    else if (intent.type !== "hover" && intent.type !== "trail") this.voice.notice(this.words.lecture.watch.driven);
  }

  /** The address is the lecture's. @override */
  address() {}

  /** @override */
  link() {
    return `${location.origin}/watch/${this.code}`;
  }
}
