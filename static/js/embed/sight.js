/**
 * Whether the scene is on the slide that is shown. What the deck says (reveal.js's `slide:start`
 * and `slide:stop`) counts more than what can be seen from in here: a slide may be transparent, or
 * printed, out of sight.
 * @param {import("./messages.js").Messages} messages
 * @param {(seen: boolean) => void} changed  after the first time it is seen
 * @returns {Promise<void>}  when it is first seen
 */
export function watchSight(messages, changed) {
  return new Promise((resolve) => {
    let intersects = false;
    /** @type {boolean | null} */
    let told = null;
    /** @type {boolean | null} */
    let known = null;
    const look = () => {
      const seen = !document.hidden && (told ?? (intersects && innerWidth * innerHeight > 0));
      if (seen === known || (known === null && !seen)) return;
      if (known === null) resolve();
      else changed(seen);
      known = seen;
    };
    new IntersectionObserver(([entry]) => {
      intersects = entry.isIntersecting;
      look();
    }).observe(document.documentElement);
    addEventListener("resize", look); // from nothing to something, which no observer tells
    document.addEventListener("visibilitychange", look);
    messages.onSlide = (started) => {
      told = started;
      look();
    };
  });
}
