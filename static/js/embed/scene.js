import { byId } from "../lib/dom.js";
import { Driven } from "./driven.js";
import { bootOf } from "./memory.js";

/** A scene of a live run: its own, found again where it was left, or one that others drive. */
export class Scene extends Driven {
  /**
   * @param {import("./driven.js").SceneBoot} boot
   * @param {import("../wire/types.js").Catalogue} catalogue
   * @param {import("../text/en.js").Words} words
   * @param {import("./driven.js").Around} around
   */
  constructor(boot, catalogue, words, around) {
    super(boot, catalogue, words, around);
    /** The run that is followed without driving it. */
    this.followed = boot.run;
    byId("open").onclick = () => byId("open").setAttribute("href", super.link());
  }

  /** @override */
  get watching() {
    return this.followed !== null;
  }

  /** @override */
  async create() {
    if (this.followed) return { id: this.followed };
    const { left } = this.memory;
    return left?.run ?? super.create();
  }

  /** The run is gone: from here on the scene has one of its own. @override */
  async renew() {
    this.followed = this.memory.left = null;
    return super.renew();
  }

  /** @override @param {any} event */
  welcome(event) {
    if (event.role === "viewer") this.moment = null;
    super.welcome(event);
  }

  /** The other run is trained again. @override @param {string} query @param {string | undefined} id */
  async exchange(query, id) {
    const boot = await bootOf(`/embed?${query}`);
    const moment = boot.moment ?? { step: 0, op: 0 };
    Object.assign(this, { origin: { spec: boot.spec, edits: boot.edits }, moment, focus: boot.focus });
    this.boot.select = boot.select;
    this.followed = this.memory.left = null;
    const run = await this.create();
    this.later(() => this.carry({ type: "seek", ...moment }, id));
    this.connect(run);
  }

  /** @override */
  address() {
    super.address();
    byId("open").setAttribute("href", super.link());
  }

  /** @override */
  link() {
    const own = new URLSearchParams(location.search);
    const kept = ["panels", "theme", "controls", "autoplay", "rate", "by", "keys", "hide", "run", "locale"].filter(
      (name) => own.has(name),
    );
    return `${location.origin}/embed?${[this.moments(), ...kept.map((name) => `${name}=${encodeURIComponent(own.get(name) ?? "")}`)].join("&")}`;
  }
}
