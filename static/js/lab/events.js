import { withClassNames } from "./classes.js";
import { complaints } from "./mounting.js";
import { welcomed } from "./view.js";

/** @typedef {import("./lab.js").Lab} Lab */
/** @typedef {import("./types.js").ServerEvent} ServerEvent */
/** @typedef {import("./types.js").RunEvent} RunEvent */

/** How a lab handles the events of its run; a page's observers handle the others. */
const HANDLERS = {
  /** @param {Lab} lab @param {RunEvent} event */
  welcome(lab, event) {
    adopt(lab, event);
    const edit = settle(lab, event);
    const watch = lab.watch();
    lab.nudging.free();
    lab.predictions.answered();
    // Earlier frames lack what the panels need.
    lab.frames.expect(goThere(lab, event) ?? edit ?? watch);
  },

  /** @param {Lab} lab @param {RunEvent} event */
  edited(lab, event) {
    adopt(lab, event);
    const watch = lab.watch();
    lab.frames.expect(lab.view?.frame ? null : watch);
    lab.moment = null;
    offerUndo(lab, event.id);
  },

  /** @param {Lab} lab */
  kept: (lab) => lab.voice.notice(lab.words.page.kept),

  /** @param {Lab} lab @param {import("../wire/types.js").NudgedEvent} event */
  nudged(lab, event) {
    if (lab.view) lab.update(lab.nudging.answered(lab.view, event));
  },

  /** @param {Lab} lab @param {import("../wire/types.js").PredictionEvent} event */
  prediction(lab, event) {
    lab.update({ prediction: event });
    lab.predictions.answered();
  },

  /** @param {Lab} lab @param {import("../wire/types.js").StatusEvent} event */
  status(lab, { stopped }) {
    if (stopped) lab.voice.notice(lab.words.own.stop.told(stopped));
  },

  /** @param {Lab} lab @param {import("../wire/types.js").ErrorEvent} event */
  error(lab, { id, field, message }) {
    lab.nudging.free();
    lab.predictions.answered();
    if (lab.view) lab.update({ refused: lab.view.refused + 1 });
    lab.frames.refused(id);
    lab.undo.refused(id);
    lab.voice.notice(field ? `${field}: ${message}` : message);
  },
};

/** @param {Lab} lab @param {ServerEvent} event */
export function handleEvent(lab, event) {
  if (!(event.type in HANDLERS)) return;
  const handle = HANDLERS[/** @type {keyof typeof HANDLERS} */ (event.type)];
  /** @type {(lab: Lab, event: ServerEvent) => void} */ (handle)(lab, event);
}

/** Makes the view that belongs to the run. @param {Lab} lab @param {RunEvent} event */
function adopt(lab, event) {
  const first = lab.view === null;
  lab.origin = { spec: event.start, edits: event.edits };
  lab.query = event.query;
  const layout = withClassNames(event, lab.words.output);
  const view = welcomed(lab.view, { ...event, layout }, lab.catalogue, lab.select);
  lab.view = first ? opening(lab, view) : view;
  if (event.restarted) lab.frames.drop();
  if (lab.select && !view.selection)
    lab.voice.notice([complaints(lab.boot), lab.words.page.noSuch(lab.select)].filter(Boolean).join(" · "));
  lab.select = null;
}

/**
 * The first view. Questions are asked only if the page has the panel for them.
 * @param {Lab} lab
 * @param {import("./types.js").View} view
 */
function opening(lab, view) {
  const asks = lab.boot.ask && lab.panels.some(([name]) => name === "ask");
  const start = asks ? { ...view, options: { ...view.options, ask: { on: true } } } : view;
  return { ...start, ...lab.policy.opening(start) };
}

/**
 * A run that a class followed before the page was reloaded keeps its moment. Settings of the address that differ
 * are sent as an edit; returns the id of that command.
 * @param {Lab} lab
 * @param {RunEvent} event
 */
function settle(lab, { start }) {
  if (!lab.kept) return null;
  lab.kept = null;
  if (JSON.stringify(start) !== JSON.stringify(lab.boot.spec))
    return lab.send({ type: "edit", changes: lab.boot.spec ?? {} });
  lab.moment = null;
  return null;
}

/**
 * Sends what a new connection does not know: the example that is followed, and the moment to go to. Returns the
 * id of the command that goes there. A viewer stays where the driver is.
 * @param {Lab} lab
 * @param {RunEvent} event
 */
function goThere(lab, { role }) {
  if (lab.focus !== null) lab.send({ type: "focus", example: lab.focus });
  const moment = role === "viewer" ? null : lab.moment;
  lab.moment = null;
  return moment ? lab.send({ type: "seek", ...moment }) : null;
}

/** @param {Lab} lab @param {string | null | undefined} id  of the command that was answered */
function offerUndo(lab, id) {
  const offer = lab.undo.answered(id);
  if (!offer) return;
  lab.voice.notice(lab.words.page.wasSet(offer.count), {
    label: lab.words.page.undo,
    run: () => {
      // Later edits must not be undone in place of these.
      if (offer.valid()) for (let i = 0; i < offer.count; i++) lab.command({ type: "undo" });
    },
  });
}
