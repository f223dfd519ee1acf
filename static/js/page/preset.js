import { el, setText } from "../lib/dom.js";
import { titleOf } from "../lib/units.js";

/** @typedef {import("../lab/lab.js").Lab} Lab */

/**
 * The box of presets. A run that is no preset any more has an entry of its own, so that every preset can be chosen.
 * @param {Lab} lab
 * @param {HTMLSelectElement} box
 */
export function installPresets(lab, box) {
  const { presets } = lab.catalogue;
  const other = el("option", { value: "", hidden: true });
  box.append(other, ...presets.map((row) => el("option", { value: row.query, title: row.help }, row.label)));
  box.onchange = () => location.assign(`/?${box.value}${lab.boot.locale ? `&locale=${lab.boot.locale}` : ""}`);
  let shown = "";
  const show = () => {
    const name = presetOf(lab);
    const title = name ? "" : titled(lab);
    if (lab.query + title === shown) return;
    shown = lab.query + title;
    other.hidden = name !== null;
    setText(other, title);
    box.value = name === null ? "" : lab.query;
    box.title = title;
  };
  lab.observe({ rendered: show });
}

/** The preset that the run is, null if it differs from each. @param {Lab} lab */
const presetOf = ({ catalogue, query }) => catalogue.presets.find((row) => row.query === query)?.name ?? null;

/** What a run is called that is no preset. @param {Lab} lab */
function titled({ catalogue, query, view, boot, words }) {
  if (view?.layout.own) return titleOf(view.layout.own);
  const name = new URLSearchParams(query).get("preset") ?? boot.preset;
  const preset = catalogue.presets.find((row) => row.name === name);
  return preset ? words.page.changed(preset.label) : words.page.noPreset;
}
