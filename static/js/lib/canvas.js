/**
 * A canvas that is as sharp as the screen, without asking the browser for its layout each time.
 * `size` is in CSS pixels; `resized` is called when it changes.
 * @param {HTMLCanvasElement} canvas
 * @param {() => void} resized
 */
export function sharp(canvas, resized) {
  const size = { width: 0, height: 0 };
  const observer = new ResizeObserver(([entry]) => {
    ({ width: size.width, height: size.height } = entry.contentRect);
    resized();
  });
  observer.observe(canvas);
  return {
    size,
    /** A cleared context in CSS pixels; null while there is nothing to draw on. */
    begin() {
      // A slide's zoom, where the browser tells, makes the canvas larger than it knows.
      const zoomed = /** @type {HTMLCanvasElement & {currentCSSZoom?: number}} */ (canvas);
      const screen = (devicePixelRatio || 1) * (zoomed.currentCSSZoom ?? 1);
      // A picture may be wanted sharper than the screen.
      const ratio = Number(/** @type {HTMLElement | null} */ (canvas.closest("[data-ratio]"))?.dataset.ratio ?? screen);
      const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
      const context = canvas.getContext("2d");
      if (!context || !width || !height) return null;
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, size.width, size.height);
      return context;
    },
    stop: () => observer.disconnect(),
  };
}
