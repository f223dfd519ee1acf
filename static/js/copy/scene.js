import { scenePolicy } from "../embed/policy.js";
import { echoed } from "../embed/report.js";
import { Scene } from "../embed/scene.js";
import { Lab } from "../lab/lab.js";
import { KEPT } from "./asked.js";
import { refusal } from "./refusal.js";
import { recordedRuns } from "./runs.js";

/** @typedef {import("../page/types.js").Intent} Intent */
/** @typedef {import("../page/types.js").View} View */

const COMMANDS = ["forward", "back", "seek", "play", "pause"];
const INTENTS = ["command", "select", "hover", "trail", "point", "answer", "option", "transport", "toggle_play"];

/**
 * A scene that plays a recording. What needs a server is neither offered nor requested.
 * @param {import("../embed/types.js").SceneParts} parts
 * @param {import("./recording.js").Recording} recording
 */
export function createRecordedScene(parts, recording) {
  const { boot, catalogue, words } = parts;
  const voice = echoed(parts.voice, parts.messages);
  const runs = recordedRuns(recording, () => voice.notice(words.copy.ended(recording.head.steps)));
  /** How the address wants the copy shown, which stays in it. */
  const fragment = new URLSearchParams(location.hash.slice(1));
  const home = () => momentFragment(/** @type {View} */ (lab.view), fragment);

  /** @param {Lab} lab @returns {import("../lab/types.js").Policy} */
  function policy(lab) {
    const usual = scenePolicy(lab, boot.embed);
    return {
      ...usual,
      admits(intent) {
        if (!played(intent)) return false;
        if (intent.type === "select" && intent.target && !recording.head.targets.includes(intent.target))
          voice.notice(words.copy.untold);
        return true;
      },
      opening: (view) => withSurface({ ...view, ...usual.opening(view) }, recording),
      keepAddress: () => history.replaceState(null, "", `#${home()}`),
    };
  }

  const lab = new Lab({ boot, catalogue, words, voice, runs, policy });
  return new Scene(lab, parts, {
    watching: () => false,
    refusal: (message) => refusal(recording, message),
    exchange: async () => ({
      refusal: { code: "recorded", field: "state", message: "this copy holds another run" },
    }),
    home,
  });
}

/** Whether a recording can do it. @param {Intent} intent */
const played = (intent) =>
  INTENTS.includes(intent.type) && (intent.type !== "command" || COMMANDS.includes(intent.command.type));

/**
 * The view with the surface that was recorded: its axes and range were chosen then.
 * @param {View} view
 * @param {import("./recording.js").Recording} recording
 */
function withSurface({ options, ...rest }, { tracks }) {
  const recorded = tracks.find(({ panel }) => panel === "surface");
  return { ...rest, options: { ...options, surface: { ...options.surface, ...recorded?.options } } };
}

/** @param {View} view @param {URLSearchParams} fragment  of the page's address */
function momentFragment({ frame, selection }, fragment) {
  const kept = KEPT.filter((name) => fragment.has(name)).map(
    (name) => `${name}=${encodeURIComponent(fragment.get(name) ?? "")}`,
  );
  return [
    `step=${frame.meta.step}`,
    `op=${frame.meta.op}`,
    ...(selection ? [`select=${selection}`] : []),
    ...kept,
  ].join("&");
}
