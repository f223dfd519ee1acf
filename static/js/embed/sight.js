/**
 * Watches whether the scene is on the slide that is shown. The deck's reports (reveal.js's `slide:start` and
 * `slide:stop`) override what can be observed from inside: a slide may be transparent, or be printed out of sight.
 * @param {import("./messages.js").Messages} messages
 * @param {(seen: boolean) => void} changed  after the first time it is seen
 * @returns {Promise<void>}  when it is first seen
 */
export function watchSight(messages, changed) {
  return new Promise((resolve) => {
    let intersects = false;
    /** @type {boolean | null} */
    let reported = null;
    /** @type {boolean | null} */
    let known = null;
    const look = () => {
      const seen = !document.hidden && (reported ?? (intersects && innerWidth * innerHeight > 0));
      if (seen === known || (known === null && !seen)) return;
      if (known === null) resolve();
      else changed(seen);
      known = seen;
    };
    new IntersectionObserver(([entry]) => {
      intersects = entry.isIntersecting;
      look();
    }).observe(document.documentElement);
    addEventListener("resize", look); // the observer does not report a change from no size to some
    document.addEventListener("visibilitychange", look);
    messages.onSlide = (started) => {
      reported = started;
      look();
    };
  });
}
