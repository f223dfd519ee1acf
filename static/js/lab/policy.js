import { throttled } from "./address.js";
import { paceOf, rememberPace } from "./pace.js";
import { readView } from "./viewing.js";

/** @typedef {import("./lab.js").Lab} Lab */

/**
 * The policy of the lab's own page: everything is allowed, and the address keeps the moment.
 * @param {Lab} lab
 * @returns {import("./types.js").Policy}
 */
export function pagePolicy(lab) {
  return {
    open: async () => lab.kept ?? lab.create(),
    renew: () => lab.replace(),
    admits: () => true,
    sends: () => true,
    opening(view) {
      const changes = readView(lab.boot.view ?? {}, view);
      return { rate: paceOf(changes.by ?? view.by), ...changes };
    },
    paceOf,
    keepPace: rememberPace,
    scrolls: true,
    link() {
      const locale = lab.boot.locale ? `&locale=${lab.boot.locale}` : "";
      const file = lab.carried?.fragment(lab.view?.spec.data.name ?? "") ?? "";
      return `${location.origin}/?${lab.moments()}${locale}${file}`;
    },
    keepAddress: throttled(() => {
      if (lab.view?.frame && lab.linkable) history.replaceState(null, "", lab.link());
    }),
  };
}
