/**
 * The panels that the page has an element for. Nothing is created, requested or sent for the others.
 * @param {import("./lab.js").Lab} lab
 * @param {Record<string, import("../page/types.js").PanelFactory>} factories  by name
 * @returns {[string, import("../page/types.js").Panel][]}  by name
 */
export function mountEach(lab, factories) {
  return Object.entries(factories).flatMap(([id, create]) => {
    const root = document.getElementById(id);
    return root ? [[id, create(root, (intent) => lab.dispatch(intent), lab.words)]] : [];
  });
}

/** Fills in the template's words, which it marks by name. @param {import("../../text/en/page.js").Words} words */
export function fillTemplate(words) {
  const own = /** @type {Record<string, string>} */ (words.template);
  document.title = own.title;
  document.documentElement.lang = words.locale;
  for (const element of document.querySelectorAll("[data-word]"))
    element.textContent = own[element.getAttribute("data-word") ?? ""];
  for (const element of document.querySelectorAll("[data-label]")) {
    const label = own[element.getAttribute("data-label") ?? ""];
    element.setAttribute("aria-label", label);
    if (element.matches("button, a")) element.setAttribute("title", label);
  }
}

/** The problems with the values of the link. @param {import("./types.js").Boot} boot */
export const complaints = ({ problems }) => problems.map(({ field, message }) => `${field}: ${message}`).join(" · ");
