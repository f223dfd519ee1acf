import { LOOKS } from "../../lib/racers.js";

/** @typedef {import("../../wire/types.js").Frame} Frame */
/** @typedef {import("../../page/types.js").Options["race"]} Race */

const CASING = "rgb(22 24 29 / .8)"; // about each line: the surface has every lightness there is

/**
 * The racers' paths in the plane of the surface, as plotly.js takes them.
 * @param {Frame} frame
 * @param {"3d" | "contour"} mode
 * @param {Race} race
 */
export function raceTraces({ tensors, meta }, mode, { shown, racers }) {
  if (!shown || meta.surface?.racers.length !== racers.length) return [];
  return racers.flatMap(({ slot }, number) => {
    const flat = Array.from(tensors.get(`race.${number}.path`)?.data ?? [], Number);
    const points = Array.from({ length: flat.length / 3 }, (_, i) => flat.slice(3 * i, 3 * i + 3)).filter((point) =>
      point.every(Number.isFinite),
    );
    return points.length ? lines(mode, LOOKS[slot], points) : [];
  });
}

/**
 * @param {"3d" | "contour"} mode
 * @param {import("../../lib/racers.js").Look} look
 * @param {number[][]} points
 * @returns {import("./types.js").Mark[]}
 */
function lines(mode, { letter, bright, line, symbol }, points) {
  const [x, y, z] = [0, 1, 2].map((axis) => points.map((point) => point[axis]));
  const last = points.length - 1;
  const atEnd = (/** @type {number} */ value) => points.map((_, i) => (i === last ? value : 0));
  const text = points.map((_, i) => (i === last ? letter : ""));
  const common = { mode: "lines+markers+text", x, y, text, hoverinfo: "skip" };
  if (mode === "3d") {
    const marker = { symbol, color: bright, size: atEnd(6), opacity: 1, line: { color: CASING, width: 1 } };
    return [
      {
        ...common,
        type: "scatter3d",
        z,
        line: { color: bright, width: 5, dash: line },
        marker,
        textfont: { color: bright, size: 13 },
      },
    ];
  }
  const marker = {
    symbol,
    color: bright,
    size: atEnd(10),
    opacity: 1,
    line: { color: CASING, width: atEnd(1.5) },
  };
  return [
    { ...common, type: "scatter", mode: "lines", line: { color: CASING, width: 4.5 } },
    {
      ...common,
      type: "scatter",
      line: { color: bright, width: 2.5, dash: line },
      marker,
      textposition: "middle right",
      textfont: { color: "#fff", size: 12, weight: 700, shadow: "auto" },
    },
  ];
}
