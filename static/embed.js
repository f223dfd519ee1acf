/**
 * The element <backstep-scene>: a live scene in any page. Its attributes are those of the address,
 * as preset="circle" panels="network,slice,transport" step="120"; see docs/embedding.md.
 * Loaded with one script tag, as a module or not; nothing else of the page is touched.
 */
(() => {
  const OWN = ["src", "server", "eager", "width", "height", "title", "fallback", "class", "style", "id", "hidden", "slot", "lang", "dir", "part", "role", "tabindex", "is"];
  const LOOK_MS = 250; // between two looks at whether the scene's slide is transparent
  const SERVER_MS = 3000; // for a server to show something
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript ?? document.querySelector('script[src$="/embed.js"]'));
  const HOME = new URL(script?.src ?? location.href).origin;
  const WORDS = {
    en: { silent: (/** @type {string} */ server) => `The server ${server} has not answered for 3 seconds.`, again: "Try again", open: "Open the scene by itself" },
    ru: { silent: (/** @type {string} */ server) => `Сервер ${server} не отвечает уже 3 секунды.`, again: "Попробовать снова", open: "Открыть сцену отдельно" },
  };
  let count = 0;

  /** @typedef {{resolve: (answer: any) => void, reject: (error: Error) => void}} Waiting */

  class BackstepScene extends HTMLElement {
    /** @type {HTMLIFrameElement | null} */
    #frame = null;
    /** @type {Map<string, Waiting>} */
    #waiting = new Map();
    /** @type {Record<string, any>[]} */
    #early = [];
    #ready = false;
    #near = false;
    /** @type {boolean | null} */
    #shown = null;
    #timer = 0;
    #patience = 0;
    #number = 0;
    /** Nothing is loaded yet, though it is in sight: somebody else says when. */
    hold = false;
    #name = `backstep-${++count}`;
    /** @type {IntersectionObserver | null} */
    #observer = null;

    connectedCallback() {
      if (!this.style.display) this.style.display = "block";
      if (!this.style.aspectRatio && !this.style.height && !this.hasAttribute("height")) this.style.aspectRatio = "16 / 9";
      for (const side of /** @type {const} */ (["width", "height"])) {
        const given = this.getAttribute(side);
        if (given) this.style[side] = /^\d+$/.test(given) ? `${given}px` : given;
      }
      addEventListener("message", this);
      this.#observer = new IntersectionObserver(([entry]) => {
        this.#near = entry.isIntersecting;
        this.#look();
      }, { rootMargin: "200px" });
      this.#observer.observe(this);
      if (this.hasAttribute("eager")) this.load();
    }

    disconnectedCallback() {
      removeEventListener("message", this);
      this.#observer?.disconnect();
      clearTimeout(this.#timer);
      clearTimeout(this.#patience);
      this.#frame?.remove();
      this.#frame = null;
      this.#ready = false;
    }

    /** The server's origin. */
    get server() {
      const src = this.getAttribute("src");
      return src ? new URL(src, document.baseURI).origin : new URL(this.getAttribute("server") ?? HOME, document.baseURI).origin;
    }

    /** The scene's address: that of `src`, with the other attributes in it. */
    get address() {
      const query = new URLSearchParams(this.getAttribute("src") ? new URL(this.getAttribute("src") ?? "", document.baseURI).search : "");
      for (const { name, value } of this.attributes) {
        if (OWN.includes(name) || /^(data|aria)-|^on/.test(name)) continue;
        query.set(name.replaceAll("-", "_"), value || "1");
      }
      return `${this.server}/embed?${query}`;
    }

    /** Makes the frame, if there is none yet. */
    load() {
      if (this.#frame || !this.isConnected || this.hold) return;
      const frame = document.createElement("iframe");
      frame.title = this.getAttribute("title") || "backstep";
      frame.name = this.#name;
      frame.allow = "fullscreen; clipboard-write";
      frame.style.cssText = "border:0;width:100%;height:100%;display:block";
      frame.onload = () => this.#post({ type: "hello", keys: true });
      frame.src = this.address;
      this.#frame = frame;
      this.replaceChildren(frame);
      this.#patience = setTimeout(() => this.#unreachable(), SERVER_MS);
    }

    /** Loads the address anew, as after a change of attributes. */
    reload() {
      this.#frame?.remove();
      this.#frame = null;
      this.#ready = false;
      this.load();
    }

    /** The scene's slide is shown: it may begin, or go on. */
    start() {
      this.load();
      this.#tell(true);
    }

    /** The slide was left: nothing is computed or sent until it is shown again. */
    stop() {
      this.#tell(false);
    }

    /** @param {boolean} shown */
    #tell(shown) {
      this.#shown = shown;
      this.#frame?.contentWindow?.postMessage(shown ? "slide:start" : "slide:stop", this.server);
    }

    /** Slides that were left may stay where they are, transparent: that no observer tells. */
    #look() {
      clearTimeout(this.#timer);
      const shown = this.#near && this.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      if (shown) this.load();
      if (this.#frame && shown !== this.#shown && (shown || this.#near)) this.#tell(shown);
      if (!this.#near) {
        if (this.#shown && !this.hasAttribute("eager")) this.#tell(false);
        return;
      }
      this.#timer = setTimeout(() => this.#look(), LOOK_MS);
    }

    #unreachable() {
      const frame = this.#frame;
      if (!frame || this.#ready || this.#shown === false) return;
      const fallback = this.getAttribute("fallback");
      if (fallback) {
        frame.src = fallback;
        return;
      }
      this.#say("error", { type: "error", code: "unreachable", message: `${this.server} does not answer` });
      const words = WORDS[/** @type {keyof typeof WORDS} */ ((this.closest("[lang]")?.getAttribute("lang") ?? "en").slice(0, 2))] ?? WORDS.en;
      const link = Object.assign(document.createElement("a"), { href: this.address, target: "_blank", rel: "noopener", textContent: words.open });
      const again = Object.assign(document.createElement("button"), { type: "button", textContent: words.again, onclick: () => this.reload() });
      const said = document.createElement("p");
      said.style.cssText = "position:absolute;inset:auto 0 0;margin:0;padding:8px 12px;font:14px system-ui,sans-serif;background:#16181d;color:#fff";
      link.style.color = "inherit";
      said.append(words.silent(this.server), " ", again, " ", link);
      this.style.position ||= "relative";
      this.append(said);
    }

    /** @param {Record<string, any>} message */
    #post(message) {
      this.#frame?.contentWindow?.postMessage({ target: "backstep", ...message }, this.server);
    }

    /** @param {string} name @param {Record<string, any>} detail */
    #say(name, detail) {
      this.dispatchEvent(new CustomEvent(name, { detail }));
    }

    /** @param {MessageEvent} event */
    handleEvent({ source, origin, data }) {
      if (!this.#frame || source !== this.#frame.contentWindow || origin !== this.server || data?.source !== "backstep") return;
      const { source: _, ...message } = data;
      switch (message.type) {
        case "key":
          this.#key(message);
          break;
        case "ready":
          this.#ready = true;
          clearTimeout(this.#patience);
          this.querySelector("p")?.remove(); // it has answered after all
          this.#post({ type: "hello", keys: true });
          for (const each of this.#early.splice(0)) this.#post(each);
          this.#say("ready", message);
          break;
        case "answer":
        case "error":
          this.#settle(message);
          if (message.type === "error") this.#say("error", message);
          break;
        case "moved":
          this.#say("moved", message);
      }
    }

    /** @param {Record<string, any>} message */
    #settle({ type, id, ...rest }) {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (type === "error") waiting?.reject(Object.assign(new Error(rest.message), rest));
      else waiting?.resolve(rest);
    }

    /** A key that was pressed in the scene, as if it had been pressed here. @param {Record<string, any>} key */
    #key({ key, code, keyCode, shiftKey }) {
      const event = new KeyboardEvent("keydown", { key, code, shiftKey, bubbles: true, cancelable: true, composed: true });
      for (const name of ["keyCode", "which"]) Object.defineProperty(event, name, { value: keyCode });
      this.dispatchEvent(event);
    }

    /** Sends a command; where the scene is once it is done. @param {string} type @param {Record<string, any>} [given] @returns {Promise<any>} */
    ask(type, given = {}) {
      const id = `${this.#name}.${++this.#number}`;
      const message = { ...given, type, id };
      return new Promise((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject });
        if (this.#ready) this.#post(message);
        else this.#early.push(message);
      });
    }

    /** @param {{by?: string, rate?: number | null}} [how] */
    play(how = {}) {
      return this.ask("play", how);
    }

    pause() {
      return this.ask("pause");
    }

    /** @param {string} [by] @param {number} [count] */
    forward(by = "operation", count = 1) {
      return this.ask("forward", { by, count });
    }

    /** @param {string} [by] @param {number} [count] */
    back(by = "operation", count = 1) {
      return this.ask("back", { by, count });
    }

    /** @param {number} step @param {number} [op] */
    seek(step, op = 0) {
      return this.ask("seek", { step, op });
    }

    /** @param {string | null} name  a weight, bias or neuron */
    select(name) {
      return this.ask("select", { name });
    }

    /** @param {Record<string, any>} changes  as in the spec */
    edit(changes) {
      return this.ask("edit", { changes });
    }

    /** The moment, for setState here or elsewhere; what it looks like may change. @returns {Promise<string>} */
    async getState() {
      return (await this.ask("get_state")).state;
    }

    /** @param {string} state */
    setState(state) {
      return this.ask("set_state", { state });
    }
  }

  if (!customElements.get("backstep-scene")) customElements.define("backstep-scene", BackstepScene);
})();
