/**
 * A plugin for reveal.js, `plugins: [RevealBackstep]`, beside <backstep-scene>: fragments move the
 * scene, backwards too, and what the speaker sees is the run on the projector. A script without
 * imports, so that a deck can load it from here; see docs/embedding.md.
 */
(() => {
  const STEP = ".fragment[data-backstep]";
  const COPY = /\.html?([?#]|$)/i;
  const SILENT_MS = 2000; // after which nobody shares a run
  const LONGEST_MS = 15_000; // for a scene to be drawn, before the next is
  const PLAIN_MS = 3000; // the same, where there is nobody to ask
  const GRANULARITIES = ["operation", "layer", "pass", "step", "epoch"];

  /** @typedef {import("./types.js").SceneElement} Scene */
  /** @typedef {import("./types.js").Deck} Deck */

  /**
   * What a fragment asks for: `forward layer 2`, `back`, `seek 120 9`, `play step 5`, `pause`,
   * `select layers.0.weight.0.1`.
   * @param {Scene} scene @param {string} text
   */
  function obey(scene, text) {
    const [verb, ...rest] = text.trim().split(/\s+/);
    const by = rest.find((word) => GRANULARITIES.includes(word));
    const [first, second] = rest.map(Number).filter(Number.isFinite);
    switch (verb) {
      case "forward":
      case "back":
        return scene[verb](by, first);
      case "seek":
        return scene.seek(first, second);
      case "play":
        return scene.play({ ...(by ? { by } : {}), ...(first ? { rate: first } : {}) });
      case "pause":
        return scene.pause();
      case "select":
        return scene.select(rest[0] ?? null);
      default:
        throw new Error(`data-backstep="${text}": ${verb} is not forward, back, seek, play, pause or select`);
    }
  }

  /** Keeps a scene at as many steps as there are fragments shown. */
  class Track {
    /** The state before each step that was taken. @type {string[]} */
    #before = [];
    #wanted = 0;
    #busy = false;

    /** @param {Scene} scene */
    constructor(scene) {
      this.scene = scene;
    }

    /** @param {string[]} steps  of the slide, in order @param {number} shown */
    async go(steps, shown) {
      this.#wanted = shown;
      if (this.#busy) return;
      this.#busy = true;
      while (this.#before.length !== this.#wanted) {
        const taken = this.#before.length;
        try {
          if (taken < this.#wanted) {
            this.#before.push(await this.scene.getState());
            await obey(this.scene, steps[taken]);
          } else await this.scene.setState(this.#before.splice(this.#wanted)[0]);
        } catch (error) {
          // What is refused moves nothing, and the steps after it are taken all the same.
          console.warn(`backstep: ${error instanceof Error ? error.message : error}`);
          if (this.#before.length === taken && taken < this.#wanted) break;
        }
      }
      this.#busy = false;
    }
  }

  /**
   * On paper all slides are there at once, but browsers draw no frame that is out of sight: each is
   * brought there, until it is drawn. Once they all are, the page says so in `data-backstep`.
   * @param {Scene[]} scenes
   */
  async function print(scenes) {
    for (const scene of scenes) scene.setAttribute("eager", "");
    for (const frame of document.querySelectorAll(
      ".slides :is(backstep-scene, iframe:is([src*='/embed?'], [data-src*='/embed?']))",
    )) {
      if (frame instanceof HTMLIFrameElement && !frame.src) frame.src = frame.dataset.src ?? "";
      frame.scrollIntoView({ block: "center" });
      const scene = scenes.find((each) => each === frame);
      if (scene) {
        scene.start();
        await Promise.race([scene.settle(), after(LONGEST_MS)]);
      } else await after(PLAIN_MS);
    }
    scrollTo(0, 0);
    document.documentElement.dataset.backstep = "drawn";
  }

  /** @param {number} ms */
  const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  /** @param {Deck} deck */
  function install(deck) {
    const root = deck.getRevealElement();
    const scenes = /** @type {Scene[]} */ ([...root.querySelectorAll("backstep-scene")]);
    const tracks = new Map(scenes.map((scene) => [scene, new Track(scene)]));
    const speaker = deck.isSpeakerNotes();
    // Both windows of a presentation have the same document, so a scene's number names it.
    const channel = new BroadcastChannel(`backstep ${location.pathname}`);
    /** The run of each scene; "" of a copy. @type {Map<number, string>} */
    const shared = new Map();
    /** @type {Map<number, string>} */
    const states = new Map();

    function sync() {
      const slide = deck.getCurrentSlide();
      for (const scene of scenes) {
        if (!slide?.contains(scene)) {
          scene.stop();
          continue;
        }
        scene.start();
        if (speaker) continue;
        const all = /** @type {HTMLElement[]} */ ([...slide.querySelectorAll(STEP)])
          .filter(({ dataset }) =>
            dataset.backstepScene
              ? scene.id === dataset.backstepScene
              : scene === slide.querySelector("backstep-scene"),
          )
          .sort((a, b) => Number(a.dataset.fragmentIndex) - Number(b.dataset.fragmentIndex));
        if (all.length)
          tracks.get(scene)?.go(
            all.map(({ dataset }) => dataset.backstep ?? ""),
            all.filter((each) => each.classList.contains("visible")).length,
          );
      }
    }

    if (speaker) {
      // The speaker sees the projector's run, and cannot move it from there: no second one is
      // trained. A copy has no run to share, so there the moment is.
      channel.onmessage = ({ data: { number, run, state } }) => {
        const scene = scenes[number];
        if (state === undefined || !scene) return;
        if (scene.hold || run !== shared.get(number)) {
          shared.set(number, run);
          for (const [name, value] of Object.entries({ ...(run ? { run } : {}), controls: "0", keys: "none" }))
            scene.setAttribute(name, value);
          scene.hold = false;
          if (deck.getCurrentSlide()?.contains(scene)) scene.reload();
        }
        if (!run) scene.setState(state).catch(() => {});
      };
      for (const scene of scenes) scene.hold = true;
      channel.postMessage({ asks: true });
      setTimeout(() => {
        // Files hear nothing of one another: there a copy is shown by itself.
        for (const scene of scenes.filter((each) => each.hold && COPY.test(each.getAttribute("src") ?? ""))) {
          scene.hold = false;
          if (deck.getCurrentSlide()?.contains(scene)) scene.load();
        }
      }, SILENT_MS);
    } else {
      scenes.forEach((scene, number) => {
        const tell = (/** @type {Event} */ event) => {
          const { run, state } = /** @type {CustomEvent} */ (event).detail;
          if (run && shared.get(number) === run) return;
          shared.set(number, run);
          states.set(number, state);
          channel.postMessage({ number, run, state });
        };
        scene.addEventListener("ready", tell);
        scene.addEventListener("moved", tell);
      });
      channel.onmessage = ({ data }) => {
        if (data.asks)
          for (const [number, run] of shared) channel.postMessage({ number, run, state: states.get(number) });
      };
    }
    for (const name of ["slidechanged", "fragmentshown", "fragmenthidden"]) deck.on(name, sync);
    if (deck.isPrintView()) print(scenes);
    else sync();
  }

  const RevealBackstep = () => ({
    id: "backstep",
    // It may be registered in a deck that is there already.
    init: (/** @type {Deck} */ deck) => (deck.isReady() ? install(deck) : deck.on("ready", () => install(deck))),
  });
  Object.assign(globalThis, { RevealBackstep });
})();
