/** @typedef {import("../lab/lab.js").Lab} Lab */

const LOOK_MS = 100;
const LONGEST_MS = 6000; // to be waited for what is still being drawn
const LATER = /** @type {const} */ (["curve", "slice", "surface"]); // comes after its frame

/**
 * On paper the page is as large as it is seen, so nothing is laid out anew and all stays in its
 * place; where WebGL draws, which leaves paper blank, there is a picture.
 * @param {Lab} lab
 */
export function installPrinting(lab) {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  addEventListener("beforeprint", () => {
    if (parent === window) sheet.replaceSync(`@page { size: ${innerWidth}px ${innerHeight}px; margin: 0; }`);
    still(lab);
  });
}

/** Every panel takes its picture for paper, if it needs one. @param {Lab} lab */
function still(lab) {
  for (const [, panel] of lab.panels) panel.still?.();
}

/** Whether all that the panels are to show is drawn. @param {Lab} lab */
function settled({ panels, view }) {
  if (!view?.frame || view.frame.meta.playing) return false;
  return panels.every(([name, panel]) => {
    const awaited = LATER.find((each) => each === name);
    return (!awaited || view.retained[awaited] !== null) && (panel.settled?.() ?? true);
  });
}

/**
 * When all is drawn, and its pictures for paper are taken; in the end whether or not.
 * @param {Lab} lab
 * @returns {Promise<void>}
 */
export function settle(lab) {
  const began = performance.now();
  return new Promise((resolve) => {
    const look = () => {
      if (!settled(lab) && performance.now() - began < LONGEST_MS) {
        setTimeout(look, LOOK_MS);
        return;
      }
      still(lab);
      resolve();
    };
    look();
  });
}
