import { css } from "../../lib/colors.js";
import { el } from "../../lib/dom.js";
import { argmax, classColor } from "./classes.js";

/** @typedef {import("../../page/types.js").View} View */
/**
 * A point of the data: its place, and its class or its target.
 * @typedef {{x: number, y: number, target: number}} Point
 */

const MOST = 2000; // points: an edit of more would not fit into a command
const FEWEST = 4;
const REACH = 9; // CSS pixels around a point that belong to it
const STEP = 1 / 40; // of the plane, that an arrow moves the cursor
const CLICK = 4; // CSS pixels that a pointer may stray in a click

/**
 * Editing the points over the plane: a click adds one or removes one, a drag moves one. What comes of
 * it is a table with the features the data had, and training starts over from the same weights.
 * @param {ReturnType<typeof import("./plane.js").createPlane>} plane
 * @param {(intent: import("../../page/types.js").Intent) => void} dispatch
 * @param {import("../../../text/en/page.js").Words["own"]["points"]} words
 */
export function createEditing(plane, dispatch, words) {
  const { canvas } = plane;
  /** @type {View | null} */
  let view = null;
  let on = false;
  /** A class, "value" (regression), or "erase". @type {number | "value" | "erase"} */
  let tool = 1;
  /** @type {{set: "train" | "test", index: number} | null} */
  let held = null;
  let from = { x: 0, y: 0 };
  let cursor = { x: 0.5, y: 0.5 };
  let shape = "";
  let why = "";
  const marker = el("span", { class: "ring marker", hidden: true, "aria-hidden": "true" });
  plane.element.append(marker);
  const value = el("input", { type: "number", step: 0.1, value: 1, "aria-label": words.value, title: words.value });
  const start = el(
    "button",
    { class: "small", type: "button", title: words.editHelp, onclick: () => toggle(true) },
    words.edit,
  );
  const note = el("span", { class: "note", role: "status" });
  const bar = el("div", { class: "points-bar" }, start);

  /** @param {boolean} next */
  function toggle(next) {
    on = next;
    canvas.classList.toggle("editing", on);
    if (on) canvas.setAttribute("tabindex", "0");
    else canvas.removeAttribute("tabindex");
    canvas.setAttribute("role", on ? "application" : "img");
    canvas.setAttribute("aria-label", on ? words.plane : plane.label);
    marker.hidden = true;
    draw();
    (on ? canvas : start).focus();
  }

  function draw() {
    note.textContent = "";
    if (!on || !view) {
      bar.replaceChildren(why ? note : start);
      note.textContent = why;
      return;
    }
    const { layout, palette } = view;
    /** @param {number | "value" | "erase"} name @param {string} label @param {Node | string} face */
    const button = (name, label, face) =>
      el(
        "button",
        {
          class: "small",
          type: "button",
          title: label,
          "aria-label": label,
          "aria-pressed": String(tool === name),
          onclick: () => {
            tool = name;
            draw();
          },
        },
        face,
      );
    const dot = (/** @type {string} */ color) => el("span", { class: "dot", style: `background: ${color}` });
    const classes = (layout.classes ?? []).map((name, i) => {
      const color = layout.classes?.length === 2 ? css(i ? palette.positive : palette.negative) : classColor(i);
      return button(i, words.add(name), dot(color));
    });
    const adding = layout.classes ? classes : [button("value", words.value, "+"), value];
    bar.replaceChildren(
      el(
        "div",
        { class: "picks", role: "group", "aria-label": words.tools },
        ...adding,
        button("erase", words.erase, "✕"),
      ),
      note,
      el("button", { class: "small", type: "button", onclick: () => toggle(false) }, words.done),
    );
  }

  /** Why points cannot be edited; empty where they can. @param {View} view */
  function reason({ layout, spec }) {
    if (spec.data.name.startsWith("own-")) return words.uploaded;
    return layout.train_size + layout.test_size > MOST ? words.many(MOST) : "";
  }

  /** The points of a set as they are. @param {View} view @param {"data" | "test"} set @returns {Point[]} */
  function points({ retained, layout, spec }, set) {
    const at = retained.points.get(`${set}.points`)?.data;
    const y = retained.points.get(`${set}.y`);
    if (!at || !y) return [];
    const outputs = y.shape[1];
    const own = spec.data.x ? spec.data.x.slice(set === "data" ? 0 : layout.train_size) : null;
    return Array.from({ length: y.shape[0] }, (_, i) => ({
      x: own ? own[i][0] : tidy(Number(at[2 * i]), 0),
      y: own ? own[i][1] : tidy(Number(at[2 * i + 1]), 1),
      target: outputs > 1 ? argmax(y.data, i * outputs, outputs) : Number(Number(y.data[i]).toPrecision(6)),
    }));
  }

  /** As many digits as can be seen, so that an address may hold them. @param {number} place @param {0 | 1} axis */
  function tidy(place, axis) {
    const [low, high] = /** @type {View} */ (view).layout.domain[axis];
    const digits = 3 - Math.floor(Math.log10(high - low));
    return Number(place.toFixed(Math.max(0, Math.min(digits, 12))));
  }

  /** @param {(train: Point[], test: Point[]) => void} change */
  function edit(change) {
    if (!view) return;
    const [train, test] = [points(view, "data"), points(view, "test")];
    change(train, test);
    const all = [...train, ...test];
    note.textContent = train.length < FEWEST ? words.refused : all.length > MOST ? words.many(MOST) : "";
    if (note.textContent) return;
    const regression = view.layout.task === "regression";
    const share = Math.ceil((1e4 * test.length) / all.length) / 1e4;
    const data = {
      name: "table",
      x: all.map(({ x, y }) => [x, y]),
      y: all.map(({ target }) => (regression ? [target] : target)),
      test_share: share,
      ...(view.spec.data.features ? { features: view.spec.data.features } : {}),
    };
    dispatch({ type: "command", command: { type: "edit", changes: { data } } });
  }

  /** From shares of the picture to the plane. @param {{x: number, y: number}} place */
  function toPlane({ x, y }) {
    const [[left, right], [bottom, top]] = /** @type {View} */ (view).layout.domain;
    return { x: tidy(left + x * (right - left), 0), y: tidy(top - y * (top - bottom), 1) };
  }

  /**
   * The point that a place of the picture belongs to.
   * @param {{x: number, y: number}} place
   * @param {number} reach  CSS pixels
   */
  function nearest(place, reach) {
    if (!view) return null;
    const { width, height } = canvas.getBoundingClientRect();
    const [[left, right], [bottom, top]] = view.layout.domain;
    let best = reach;
    /** @type {typeof held} */
    let found = null;
    for (const [set, name] of /** @type {const} */ ([
      ["train", "data"],
      ["test", "test"],
    ])) {
      const at = view.retained.points.get(`${name}.points`)?.data ?? [];
      for (let i = 0; 2 * i < at.length; i++) {
        const x = ((Number(at[2 * i]) - left) / (right - left) - place.x) * width;
        const y = ((top - Number(at[2 * i + 1])) / (top - bottom) - place.y) * height;
        const distance = Math.hypot(x, y);
        if (distance < best) [best, found] = [distance, { set, index: i }];
      }
    }
    return found;
  }

  /** @param {{x: number, y: number}} place */
  function act(place) {
    if (tool === "erase") {
      const near = nearest(place, REACH);
      if (near) edit((train, test) => (near.set === "train" ? train : test).splice(near.index, 1));
      return;
    }
    const target = tool === "value" ? value.valueAsNumber : tool;
    if (Number.isFinite(target)) edit((train) => train.push({ ...toPlane(place), target }));
  }

  /** @param {NonNullable<typeof held>} point @param {{x: number, y: number}} place */
  function move(point, place) {
    edit((train, test) => Object.assign((point.set === "train" ? train : test)[point.index], toPlane(place)));
  }

  /** @param {{x: number, y: number}} place */
  function mark(place) {
    const { width, height } = canvas.getBoundingClientRect();
    marker.hidden = false;
    marker.style.transform = `translate(${(place.x * width).toFixed(1)}px, ${(place.y * height).toFixed(1)}px)`;
  }

  /** @param {PointerEvent} event */
  const placeOf = (event) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return {
      x: Math.max(0, Math.min(1, (event.clientX - left) / width)),
      y: Math.max(0, Math.min(1, (event.clientY - top) / height)),
    };
  };
  const strayed = (/** @type {PointerEvent} */ event) =>
    Math.hypot(event.clientX - from.x, event.clientY - from.y) > CLICK;

  canvas.addEventListener("pointerdown", (event) => {
    if (!on || event.button) return;
    canvas.setPointerCapture(event.pointerId);
    from = { x: event.clientX, y: event.clientY };
    held = nearest(placeOf(event), REACH);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (on && held && canvas.hasPointerCapture(event.pointerId) && strayed(event)) mark(placeOf(event));
  });
  canvas.addEventListener("pointerup", (event) => {
    if (!on || !canvas.hasPointerCapture(event.pointerId)) return;
    cursor = placeOf(event);
    if (held && strayed(event)) move(held, cursor);
    else if (!strayed(event)) act(cursor);
    held = null;
    marker.hidden = true;
  });
  canvas.addEventListener("keydown", (event) => {
    if (!on) return;
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (by)
      cursor = {
        x: Math.max(0, Math.min(1, cursor.x + by[0] * STEP)),
        y: Math.max(0, Math.min(1, cursor.y + by[1] * STEP)),
      };
    else if (event.key === "Enter") act(cursor);
    else if (event.key === " " && held) {
      move(held, cursor);
      held = null;
    } else if (event.key === " ") held = nearest(cursor, 2 * REACH);
    else if (event.key === "Delete" || event.key === "Backspace") {
      const near = nearest(cursor, 2 * REACH);
      if (near) edit((train, test) => (near.set === "train" ? train : test).splice(near.index, 1));
    } else if (event.key === "Escape") toggle(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (on) mark(cursor);
  });

  return {
    element: bar,
    get on() {
      return on;
    },
    /** @param {View} newest @param {boolean} drawable */
    render(newest, drawable) {
      view = newest;
      const { layout } = newest;
      const flat = drawable && layout.plane === 2;
      const hindrance = flat ? reason(newest) : "";
      const able = flat && !hindrance;
      bar.hidden = !flat;
      const wanted = `${layout.task} ${layout.classes} ${newest.theme} ${hindrance}`;
      if (shape !== wanted) {
        why = hindrance;
        shape = wanted;
        tool = layout.classes ? layout.classes.length - 1 : "value";
        draw();
      }
      if (on && !able) toggle(false);
    },
  };
}
