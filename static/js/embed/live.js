import { Lab } from "../lab/lab.js";
import { serverRuns } from "../lab/server.js";
import { byId } from "../lib/dom.js";
import { bootOf } from "./memory.js";
import { scenePolicy } from "./policy.js";
import { echoed } from "./report.js";
import { Scene } from "./scene.js";

/** Fields of the address that say how the scene is shown. */
const KEPT = ["panels", "theme", "controls", "autoplay", "rate", "by", "keys", "hide", "run", "locale"];

/**
 * A scene of a live run: its own, found again where it was left, or one that others drive.
 * @param {import("./types.js").SceneParts} parts
 */
export function createLiveScene(parts) {
  const { boot, catalogue, words, messages, memory } = parts;
  /** The run that others drive. */
  let followed = boot.run;
  const followNone = () => {
    followed = memory.left = null;
  };

  /** @param {Lab} lab @returns {import("../lab/types.js").Policy} */
  function policy(lab) {
    const usual = scenePolicy(lab, boot.embed);
    const showLink = () => byId("open").setAttribute("href", usual.link());
    byId("open").onclick = showLink;
    return {
      ...usual,
      open: async () => (followed ? { id: followed } : (memory.left?.run ?? lab.create())),
      renew() {
        followNone();
        return lab.replace();
      },
      link: () => sceneAddress(lab.moments(), new URLSearchParams(location.search)),
      keepAddress() {
        usual.keepAddress();
        showLink();
      },
    };
  }

  /** Trains another run, and shows it at its moment. @param {string} query */
  async function exchange(query) {
    const { spec, edits, select, focus, moment: asked } = await bootOf(`/embed?${query}`);
    const moment = asked ?? { step: 0, op: 0 };
    followNone();
    Object.assign(lab, { origin: { spec, edits }, moment, select, focus });
    lab.connect(await lab.create());
    return { moment };
  }

  const lab = new Lab({ boot, catalogue, words, voice: echoed(parts.voice, messages), runs: serverRuns, policy });
  return new Scene(lab, parts, {
    watching: () => followed !== null,
    refusal: () => null,
    exchange,
    home: () => lab.link(),
  });
}

/**
 * The address of a moment in a scene that is shown in the same way.
 * @param {string} query  of the moment
 * @param {URLSearchParams} own  the query of the scene's page
 */
function sceneAddress(query, own) {
  const kept = KEPT.filter((name) => own.has(name)).map((name) => `${name}=${encodeURIComponent(own.get(name) ?? "")}`);
  return `${location.origin}/embed?${[query, ...kept].join("&")}`;
}
