/** @typedef {{x: number, y: number}} Point */
/** @typedef {{width: number, height: number}} Size */

const GAP = 12; // between a click and what is placed beside it, in CSS pixels
const EDGE = 6; // to the sides of the room

/**
 * Where a box goes beside a click: within the room, over as little as possible of what was clicked, and near it.
 * @param {Point} click
 * @param {readonly Point[]} shape  points of what was clicked
 * @param {Size} box
 * @param {Size} room
 * @returns {Point}  the upper left corner
 */
export function spot(click, shape, box, room) {
  const [right, bottom] = [room.width - box.width - EDGE, room.height - box.height - EDGE];
  const inside = (/** @type {number} */ at, /** @type {number} */ most) => Math.max(EDGE, Math.min(at, most));
  const middle = inside(click.x - box.width / 2, right);
  const beside = [click.y + GAP, click.y - box.height - GAP, EDGE, bottom].map((y) => inside(y, bottom));
  const corners = [click.x + GAP, click.x - box.width - GAP, EDGE, right].map((x) => inside(x, right));
  const spots = beside.flatMap((y) => [middle, ...corners].map((x) => ({ x, y })));
  /** @param {Point} at */
  const covered = (at) =>
    shape.filter(
      ({ x, y }) => x > at.x - EDGE && x < at.x + box.width + EDGE && y > at.y - EDGE && y < at.y + box.height + EDGE,
    ).length;
  /** @param {Point} at */
  const distance = (at) => Math.hypot(at.x + box.width / 2 - click.x, at.y + box.height / 2 - click.y);
  return spots.reduce((best, each) => {
    const worse = covered(each) - covered(best) || distance(each) - distance(best);
    return worse < 0 ? each : best;
  });
}

const SAMPLES = 40; // of a curve

/**
 * Points of what is drawn, in the window: along a curve, else the corners.
 * @param {Element} drawn
 * @returns {Point[]}
 */
export function pointsOf(drawn) {
  if (drawn instanceof SVGPathElement) {
    const [length, matrix] = [drawn.getTotalLength(), drawn.getScreenCTM() ?? undefined];
    return Array.from({ length: SAMPLES + 1 }, (_, i) =>
      drawn.getPointAtLength((length * i) / SAMPLES).matrixTransform(matrix),
    );
  }
  const { left, top, right, bottom } = drawn.getBoundingClientRect();
  return [left, right].flatMap((x) => [top, bottom].map((y) => ({ x, y })));
}
