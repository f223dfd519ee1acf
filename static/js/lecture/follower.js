import { Lab } from "../lab/lab.js";
import { pagePolicy } from "../lab/policy.js";
import { serverRuns } from "../lab/server.js";
import { el } from "../lib/dom.js";
import { storedKey, storeKey } from "./key.js";

/** @typedef {import("../lab/types.js").ServerEvent} ServerEvent */
/** @typedef {import("../lab/types.js").Boot} Boot */
/** @typedef {import("../wire/stream.js").Run} Run */
/**
 * What the presenter's page shows, as `present` sends it.
 * @typedef {{
 *   hover?: string | null, notation?: "neuron" | "gates", compare?: boolean, unfold?: string[],
 *   tab?: "map" | "confusion" | "hardest", over?: "train" | "test"
 * }} PresentedPage
 */
/** @typedef {{
 *   code: string, theme: string | null, locale: string | null, locales: Record<string, string>
 * }} WatchBoot */
/** @typedef {import("../lab/types.js").Voice & {
 *   show: (seconds: number, ...content: (Node | string)[]) => void
 * }} Banner */

/** The page of a follower: shows the lecture, or a run of the follower's own that begins where the lecture is. */
export class Follower {
  /** Whether the lecture is shown, not a run of the follower's own. */
  following = true;
  /** Called when `state` may have changed. */
  changed = () => {};
  /** Called with questions and their results. @type {(event: ServerEvent) => void} */
  asked = () => {};
  #lost = false;
  #over = false;

  /**
   * @param {WatchBoot} boot
   * @param {import("../wire/types.js").Catalogue} catalogue
   * @param {import("../../text/en/page.js").Words} words
   * @param {Banner} voice
   */
  constructor(boot, catalogue, words, voice) {
    this.banner = voice;
    this.code = boot.code;
    /** @type {Run} */
    this.lecture = { id: "", stream: `/api/watch/${boot.code}/stream`, key: storedKey() };
    this.lab = new Lab({
      boot: labBoot(boot),
      catalogue,
      words,
      voice,
      runs: serverRuns,
      policy: (lab) => this.#policy(lab),
    });
    this.lab.observe({
      event: (event) => this.#hear(event),
      connection: (seconds) => {
        this.#lost = seconds !== null;
        this.changed();
      },
    });
  }

  /** @returns {"waiting" | "live" | "over" | "own"} */
  get state() {
    if (!this.following) return "own";
    if (this.#over) return "over";
    return this.#lost || !this.lab.view ? "waiting" : "live";
  }

  /**
   * While the lecture is followed, a follower can only answer questions, and the address stays the lecture's.
   * @param {Lab} lab
   * @returns {import("../lab/types.js").Policy}
   */
  #policy(lab) {
    return {
      ...pagePolicy(lab),
      open: async () => this.lecture,
      renew: () => (this.following ? this.#waitForAgain() : lab.replace()),
      sends: (command) => !this.following || command.type === "answer",
      admits: (intent) => {
        if (this.following && intent.type !== "hover" && intent.type !== "trail")
          lab.voice.notice(lab.words.lecture.watch.driven);
        return !this.following;
      },
      link: () => `${location.origin}/watch/${this.code}`,
      keepAddress: () => {},
    };
  }

  /** The class is over: waits until the person tries again. @returns {Promise<Run>} */
  #waitForAgain() {
    return new Promise((resolve) => {
      this.#over = true;
      this.changed();
      const { ended, again } = this.lab.words.lecture.watch;
      const onclick = () => resolve(this.lecture);
      this.banner.show(0, ended, el("button", { class: "small", type: "button", onclick }, again));
    });
  }

  /** Starts a run of the follower's own, from this moment. */
  async explore() {
    const { lab } = this;
    const { view } = lab;
    if (!this.following || !view?.frame) return;
    const { step, op, focus } = view.frame.meta;
    try {
      const run = await lab.create();
      this.following = false;
      lab.moment = { step, op };
      lab.focus = focus.example;
      lab.update({ hover: null, trail: [] });
      lab.connect(run);
      lab.voice.notice(lab.words.lecture.watch.explored);
    } catch (error) {
      lab.voice.notice(lab.words.page.refused(error instanceof Error ? error.message : String(error)));
    }
    this.changed();
  }

  /** Returns to the lecture, where it is now. */
  back() {
    if (this.following) return;
    const { lab } = this;
    const own = lab.run;
    this.following = true;
    lab.moment = lab.focus = null;
    lab.connect(this.lecture);
    if (own) lab.leave(own).catch(() => {});
    this.changed();
  }

  /** @param {ServerEvent} event */
  #hear(event) {
    switch (event.type) {
      case "key":
        this.lecture.key = event.key;
        storeKey(event.key);
        break;
      case "presented":
        this.#point(event);
        break;
      case "question":
      case "revealed":
        this.asked(event);
        break;
      case "welcome":
        this.#over = false;
        this.changed();
        this.asked(event);
        break;
      default:
    }
  }

  /** Selects and shows what the presenter does. @param {import("../wire/types.js").PresentedEvent} event */
  #point({ select, page }) {
    if (!this.lab.view) return;
    const { options } = this.lab.view;
    // The server passes on what the presenter's page sent.
    const {
      notation = "neuron",
      compare = false,
      unfold = [],
      tab = "map",
      over = "test",
      hover = null,
    } = /** @type {PresentedPage} */ (page);
    this.lab.update({
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
}

/** What a lab starts from that has no run of its own yet. @param {WatchBoot} boot @returns {Boot} */
const labBoot = ({ theme, locale, locales }) => ({
  spec: null,
  edits: [],
  preset: "",
  moment: null,
  select: null,
  focus: null,
  ask: false,
  problems: [],
  theme: theme ?? "auto",
  locale,
  locales,
});
