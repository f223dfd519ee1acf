/**
 * The element <backstep-scene>: a live scene in any page. Its attributes are those of the address,
 * as preset="circle" panels="network,slice,transport" step="120"; see docs/embedding.md.
 * Loaded with one script tag, as a module or not; nothing else of the page is touched.
 */
(() => {
  const OWN = [
    "src",
    "server",
    "eager",
    "width",
    "height",
    "title",
    "fallback",
    "class",
    "style",
    "id",
    "hidden",
    "slot",
    "lang",
    "dir",
    "part",
    "role",
    "tabindex",
    "is",
  ];
  const LOOK_MS = 250; // between two looks at whether the scene's slide is transparent
  // Until something has to be seen; a large copy takes long to unpack.
  const PATIENCE_MS = { server: 2500, copy: 10_000 };
  const PROBE_MS = 500; // for a server that has shown nothing to say that it is there
  const TOLD_MS = 8000; // how long it is said that a copy is shown
  const NOWHERE = "null"; // the origin of files, and of a script among them
  const FILE = /\.html?$/i;
  const LOCAL = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
  const script = /** @type {HTMLScriptElement | null} */ (
    document.currentScript ?? document.querySelector('script[src$="/embed.js"]')
  );
  const HOME = new URL(script?.src || location.href).origin;
  /** @typedef {"unnamed" | "offline" | "mixed" | "refused" | "silent" | "missing"} Why */
  /** @typedef {{why: Record<Why, string>, copy: string, again: string, open: string}} Words */
  /** By language: the server fills in static/text/LOCALE/embed.json. @type {Record<string, Words>} */
  const WORDS = {};
  let count = 0;

  /** @typedef {{resolve: (answer: unknown) => void, reject: (error: Error) => void}} Waiting */

  class BackstepScene extends HTMLElement {
    /** @type {HTMLIFrameElement | null} */
    #frame = null;
    /** @type {Map<string, Waiting>} */
    #waiting = new Map();
    /** @type {Record<string, unknown>[]} */
    #early = [];
    #loaded = false;
    #ready = false;
    #near = false;
    /** @type {boolean | null} */
    #shown = null;
    #timer = 0;
    #patience = 0;
    /** The server has shown nothing: its `fallback` is shown. */
    #fallen = false;
    #number = 0;
    /** Nothing is loaded yet, though it is in sight: somebody else says when. */
    hold = false;
    #name = `backstep-${++count}`;
    /** @type {IntersectionObserver | null} */
    #observer = null;

    connectedCallback() {
      // In HTML this word hides: a network's layers are kept under a name that does not.
      const layers = this.getAttribute("hidden");
      if (layers && /^[\d-]+$/.test(layers)) {
        this.removeAttribute("hidden");
        this.setAttribute("layers", layers);
      }
      if (!this.style.display) this.style.display = "block";
      if (!this.style.aspectRatio && !this.style.height && !this.hasAttribute("height"))
        this.style.aspectRatio = "16 / 9";
      for (const side of /** @type {const} */ (["width", "height"])) {
        const given = this.getAttribute(side);
        if (given) this.style[side] = /^\d+$/.test(given) ? `${given}px` : given;
      }
      addEventListener("message", this);
      this.#observer = new IntersectionObserver(
        ([entry]) => {
          this.#near = entry.isIntersecting;
          this.#look();
        },
        { rootMargin: "200px" },
      );
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
      this.#loaded = this.#ready = false;
    }

    /** Where `src` leads to. */
    get #source() {
      const src = this.getAttribute("src");
      return src ? new URL(src, document.baseURI) : null;
    }

    /** The offline copy that is shown instead of a server's scene: `src`, or `fallback` once it had to be. */
    get #copy() {
      if (this.#fallen) return new URL(this.getAttribute("fallback") ?? "", document.baseURI);
      return this.#source && FILE.test(this.#source.pathname) ? this.#source : null;
    }

    /** The server's origin. */
    get server() {
      const source = this.#fallen || !this.#copy ? this.#source : null;
      return source?.origin ?? new URL(this.getAttribute("server") ?? HOME, document.baseURI).origin;
    }

    /** As frameworks set what they find to be a property. */
    set server(address) {
      this.setAttribute("server", address);
    }

    /** The origin of what is in the frame, as messages name it: files have none. */
    get #peer() {
      const copy = this.#copy;
      if (!copy) return this.server;
      return copy.protocol === "file:" ? NOWHERE : copy.origin;
    }

    /** The scene's address: that of `src`, with the other attributes in it. A copy has them behind its `#`. */
    get address() {
      const copy = this.#copy;
      const query = new URLSearchParams(copy && !this.#fallen ? copy.hash.slice(1) : this.#source?.search);
      for (const { name, value } of this.attributes) {
        if (OWN.includes(name) || /^(data|aria)-|^on/.test(name)) continue;
        if (name === "layers") query.set("hidden", value);
        else query.set(name.replaceAll("-", "_"), value || "1");
      }
      if (!copy) return `${this.server}/embed?${query}`;
      // What was written behind the name of a fallback is of that very file.
      if (this.#fallen) for (const [name, value] of new URLSearchParams(copy.hash.slice(1))) query.set(name, value);
      return `${copy.href.split("#")[0]}#${query}`;
    }

    /** Makes the frame, if there is none yet. */
    load() {
      if (this.#frame || !this.isConnected || this.hold) return;
      const frame = document.createElement("iframe");
      frame.title = this.getAttribute("title") || "backstep";
      frame.name = this.#name;
      frame.allow = "fullscreen; clipboard-write";
      frame.style.cssText = "border:0;width:100%;height:100%;max-width:none;max-height:none;display:block";
      frame.onload = () => this.#greet();
      frame.src = this.address;
      this.#frame = frame;
      this.replaceChildren(frame);
      if (this.#shown) this.#wait();
    }

    /** There is somebody to speak to now. */
    #greet() {
      this.#loaded = true;
      this.#post({ type: "hello", keys: true });
      if (this.#shown !== null) this.#send(this.#shown ? "slide:start" : "slide:stop");
    }

    /** Loads the address anew, as after a change of attributes; the server's, if there is one. */
    reload() {
      this.#anew(false);
    }

    /** @param {boolean} fallen */
    #anew(fallen) {
      clearTimeout(this.#patience);
      this.#frame?.remove();
      this.#frame = null;
      this.#loaded = this.#ready = false;
      this.#fallen = fallen;
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
      if (shown && !this.#shown) this.#wait();
      else if (!shown) clearTimeout(this.#patience);
      this.#shown = shown;
      this.#send(shown ? "slide:start" : "slide:stop");
    }

    /** Out of sight a scene does not begin, so only one that is shown is waited for. */
    #wait() {
      clearTimeout(this.#patience);
      if (this.#frame && !this.#ready)
        this.#patience = setTimeout(
          () => this.#unreachable(),
          this.#peer === NOWHERE && !this.#copy ? 0 : PATIENCE_MS[this.#copy ? "copy" : "server"],
        );
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

    /**
     * Nothing has been seen: says why, and shows the copy that is named.
     * @param {boolean} [long]  the server is there, but still silent
     */
    async #unreachable(long = false) {
      const frame = this.#frame;
      const copy = this.#copy;
      const why = copy ? "missing" : await this.#why();
      if (this.#frame !== frame || this.#ready || !this.#shown) return;
      const name = copy ? decodeURI(copy.href.split("#")[0]) : this.server;
      if (why === null && !long) {
        this.#patience = setTimeout(() => this.#unreachable(true), PATIENCE_MS.copy);
        return;
      }
      if (why === null) {
        // It is there, and may even be seen, but does not speak to this page.
        const message =
          `${name} is there, but no scene of it speaks to ${origin}: see BACKSTEP_EMBED_ORIGINS and ` +
          "BACKSTEP_EMBED_ANCESTORS";
        console.warn(`backstep: ${message}`);
        this.#say("error", { type: "error", code: "unheard", message });
        return;
      }
      const falls = !copy && this.hasAttribute("fallback");
      this.#say("error", { type: "error", code: "unreachable", message: this.#words.why[why].replace("{name}", name) });
      if (falls) this.#anew(true);
      this.#explain(why, name, falls);
    }

    /** The texts in the language of the page, else in the first that there is. */
    get #words() {
      const language = this.closest("[lang]")?.getAttribute("lang")?.toLowerCase().split("-")[0] ?? "";
      return WORDS[language] ?? Object.values(WORDS)[0];
    }

    /** Why the server's scene does not show; null where the server is there. @returns {Promise<Why | null>} */
    async #why() {
      const { server } = this;
      const local = LOCAL.test(server);
      if (server === NOWHERE) return "unnamed";
      if (location.protocol === "https:" && server.startsWith("http:") && !local) return "mixed";
      const probe = fetch(`${server}/embed.js`, {
        method: "HEAD",
        mode: "no-cors",
        cache: "no-store",
        credentials: "omit",
      });
      const slow = new Promise((resolve) => setTimeout(resolve, PROBE_MS, "silent"));
      return Promise.race([
        probe.then(
          () => null,
          () => (navigator.onLine || local ? "refused" : "offline"),
        ),
        slow,
      ]);
    }

    /** @param {Why} why @param {string} name @param {boolean} falls  a copy is shown meanwhile */
    #explain(why, name, falls) {
      const words = this.#words;
      const link = Object.assign(document.createElement("a"), {
        href: this.address,
        target: "_blank",
        rel: "noopener",
        textContent: words.open,
      });
      const again = Object.assign(document.createElement("button"), {
        type: "button",
        textContent: words.again,
        onclick: () => this.reload(),
      });
      const said = document.createElement("p");
      said.setAttribute("role", "status");
      // A copy is looked at meanwhile; else there is nothing but what the browser says in place of a page.
      const place = falls
        ? "inset:0 0 auto;padding:8px 12px;background:#16181d;color:#fff"
        : "inset:0;padding:12px;display:grid;place-content:center;justify-items:center;gap:12px;" +
          "text-align:center;background:#f6f5f1;color:#16181d";
      said.style.cssText =
        `position:absolute;${place};margin:0;box-sizing:border-box;width:auto;max-width:none;z-index:1;` +
        "font:14px/1.4 system-ui,sans-serif";
      again.style.font = "inherit";
      link.style.cssText = "color:inherit;text-decoration:underline";
      const reason = words.why[why].replace("{name}", name);
      said.append(reason, " ", ...(falls ? [words.copy, " ", again] : [again, " ", link]));
      if (getComputedStyle(this).position === "static") this.style.position = "relative";
      this.append(said);
      if (!falls) return;
      setTimeout(() => said.remove(), TOLD_MS);
      addEventListener("beforeprint", () => said.remove(), { once: true });
    }

    /** @param {unknown} message */
    #send(message) {
      const peer = this.#peer;
      if (this.#loaded) this.#frame?.contentWindow?.postMessage(message, peer === NOWHERE ? "*" : peer);
    }

    /** @param {Record<string, unknown>} message */
    #post(message) {
      this.#send({ target: "backstep", ...message });
    }

    /** @param {string} name @param {Record<string, unknown>} detail */
    #say(name, detail) {
      this.dispatchEvent(new CustomEvent(name, { detail }));
    }

    /** @param {MessageEvent} event */
    handleEvent({ source, origin, data }) {
      if (!this.#frame || source !== this.#frame.contentWindow || data?.source !== "backstep") return;
      if ((origin.startsWith("file:") ? NOWHERE : origin) !== this.#peer) return;
      const { source: _, ...message } = data;
      switch (message.type) {
        case "key":
          this.#key(message);
          break;
        case "listening":
          clearTimeout(this.#patience);
          if (!this.#fallen) this.querySelector("p")?.remove(); // it has answered after all
          this.#greet();
          break;
        case "ready":
          this.#ready = true;
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
      const event = new KeyboardEvent("keydown", {
        key,
        code,
        shiftKey,
        bubbles: true,
        cancelable: true,
        composed: true,
      });
      for (const name of ["keyCode", "which"]) Object.defineProperty(event, name, { value: keyCode });
      this.dispatchEvent(event);
    }

    /**
     * Sends a command; where the scene is once it is done.
     * @param {string} type
     * @param {Record<string, unknown>} [given]
     * @returns {Promise<any>}
     */
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

    /** Waits until all is drawn that is to be seen, as for a picture. */
    settle() {
      return this.ask("settle");
    }

    /** @param {Record<string, unknown>} changes  as in the spec */
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
