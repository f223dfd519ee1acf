import { el, setText, svg } from "../lib/dom.js";
import { speaking } from "../wire/language.js";

const STEPS = { usual: 200, most: 1000 };
const CHOICES = { surface: true, slice: true, explanation: true, inspector: true, output: true };
const ALWAYS = ["ribbon", "network", "health", "transport", "curve"];

/**
 * The dialog that makes a copy of the run that needs no server: how long and with which panels, how
 * large it has become, and then saved.
 * @param {import("../lab/lab.js").Lab} lab
 */
export function createCopying(lab) {
  const { copy: words } = lab.words;
  const steps = el("input", { type: "number", min: 1, max: STEPS.most, value: STEPS.usual, required: true });
  const label = (/** @type {string} */ name) => lab.catalogue.panels.find((row) => row.name === name)?.label ?? name;
  const panels = new Map(
    Object.entries(CHOICES).map(([name, checked]) => [name, el("input", { type: "checkbox", checked })]),
  );
  const told = el("p", { role: "status" });
  const make = el("button", { class: "button primary", type: "submit" }, words.make);
  const icon = svg(
    "svg",
    { viewBox: "0 0 18 18", "aria-hidden": "true" },
    svg("path", { d: "M8 2h2v7l2.6-2.6L14 7.8l-5 5-5-5 1.4-1.4L8 9zM3 14h12v2H3z" }),
  );
  const save = el("a", { class: "button primary", hidden: true }, icon, words.save);
  const form = el(
    "form",
    {
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        record();
      },
    },
    el("h2", {}, words.title),
    el("p", { class: "note" }, words.lead),
    el("label", {}, words.steps, " ", steps),
    el(
      "fieldset",
      {},
      el("legend", {}, words.panels),
      ...[...panels].map(([name, box]) => el("label", {}, box, " ", label(name))),
    ),
    told,
    el(
      "div",
      { class: "buttons" },
      make,
      save,
      el("button", { class: "button", type: "button", onclick: () => element.close() }, words.close),
    ),
  );
  const element = el("dialog", { class: "copying", "aria-label": words.title }, form);
  let file = "";
  /** What was made is of what was asked for. */
  function forget() {
    if (file) URL.revokeObjectURL(file);
    file = "";
    save.hidden = true;
    make.hidden = false;
    setText(told, "");
  }
  form.addEventListener("input", forget);

  async function record() {
    const run = lab.run;
    if (!run) return;
    forget();
    make.disabled = true;
    setText(told, words.making);
    const chosen = [...ALWAYS, ...[...panels].flatMap(([name, box]) => (box.checked ? [name] : []))];
    const query = new URLSearchParams({ steps: steps.value, panels: chosen.join(",") });
    if (lab.view?.selection) query.set("select", lab.view.selection);
    try {
      const answer = await fetch(`/api/runs/${run.id}/export.html?${query}`, { headers: speaking() });
      if (answer.ok) offer(await answer.blob());
      else {
        const problem = await answer.json();
        setText(
          told,
          problem.errors
            ?.map((/** @type {import("../lab/lab.js").Problem} */ each) => `${each.field}: ${each.message}`)
            .join("; ") ||
            problem.detail ||
            problem.title,
        );
      }
    } catch {
      setText(told, lab.words.page.offline);
    }
    make.disabled = false;
  }

  /** @param {Blob} blob */
  function offer(blob) {
    file = URL.createObjectURL(blob);
    save.setAttribute("href", file);
    save.setAttribute("download", `backstep-${steps.value}.html`);
    setText(told, words.made(words.size(blob.size)));
    save.hidden = false;
    make.hidden = true;
  }

  return {
    element,
    open() {
      forget();
      const { head, failure } = lab.view?.frame.meta ?? {};
      steps.value = String(head && head.step ? Math.min(STEPS.most, head.step + (failure ? 0 : 1)) : STEPS.usual);
      element.showModal();
    },
  };
}
