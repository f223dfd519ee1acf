import { picked } from "./picking.js";
import { rememberChoice } from "./viewing.js";

/** @typedef {import("./lab.js").Lab} Lab */
/** @typedef {import("./types.js").View} View */
/** @typedef {import("./types.js").Intent} Intent */

const PAGE_ONLY = ["mode", "notation", "table", "on", "log", "standardized"]; // options that the server does not need
const FLASH = [{ outline: "3px solid var(--now)" }, { outline: "3px solid transparent" }];

/** @type {{[T in Intent["type"]]: (lab: Lab, intent: Extract<Intent, {type: T}>, view: View) => void}} */
const HANDLERS = {
  command(lab, { command }) {
    if (command.type === "focus") lab.focus = command.example ?? null;
    lab.command(command);
  },
  pick(lab, { axis }) {
    lab.update({ picking: axis });
    if (axis) lab.bring("network");
  },
  select(lab, { target }, view) {
    if (view.picking) pick(lab, target, view);
    else select(lab, target, view);
  },
  hover: (lab, { target }) => lab.update({ hover: target }),
  trail: (lab, { names }) => lab.update({ trail: names }),
  point: (lab, { panel }) => lab.bring(panel)?.animate(FLASH, { duration: 1600, iterations: 2 }),
  nudge: (lab, { epsilon }, view) => lab.update(lab.nudging.ask(view, epsilon)),
  predict: (lab, { command }) => lab.predictions.put(command),
  answer: (lab, { choice }, view) => lab.update(lab.asking.answer(view, choice)),
  option(lab, { panel, changes }, { options }) {
    rememberChoice(panel, changes);
    lab.update({ options: { ...options, [panel]: { ...options[panel], ...changes } } });
    if (!PAGE_ONLY.some((name) => name in changes)) lab.watch();
    lab.policy.keepAddress();
    if (panel === "slice" && lab.view?.epsilon) lab.update(lab.nudging.ask(lab.view, lab.view.epsilon));
  },
  transport(lab, { changes }, view) {
    const { by, rate } = changes;
    if (rate !== undefined) lab.policy.keepPace(by ?? view.by, rate);
    lab.update(by && rate === undefined ? { ...changes, rate: lab.policy.paceOf(by) } : changes);
    lab.policy.keepAddress();
    if (view.frame.meta.playing) lab.play();
  },
  travel(lab, { direction }, view) {
    if (view[direction]) lab.command({ type: direction });
  },
  own: (lab) => lab.openOwn(),
  toggle_play(lab, _, view) {
    if (view.frame.meta.playing) lab.dispatch({ type: "command", command: { type: "pause" } });
    else lab.play();
  },
};

/** Does what the person wants. @param {Lab} lab @param {Intent} intent @param {View} view */
export function handleIntent(lab, intent, view) {
  const handle = /** @type {(lab: Lab, intent: Intent, view: View) => void} */ (HANDLERS[intent.type]);
  handle(lab, intent, view);
}

/** @param {Lab} lab @param {string | null} target @param {View} view */
function select(lab, target, { options }) {
  lab.update({
    selection: target,
    nudged: null,
    epsilon: 0,
    trail: [],
    options: { ...options, inspector: { unfold: [] } },
  });
  lab.watch();
  lab.policy.keepAddress();
}

/**
 * While an axis of the surface is picked, a selection chooses it.
 * @param {Lab} lab
 * @param {string | null} target
 * @param {View} view
 */
function pick(lab, target, view) {
  lab.update(picked(view, target));
  lab.watch();
  if (!lab.view?.picking) lab.bring("surface");
}
