import { ExpressionLab } from "../expression/panel.js";
import { el } from "../lib/dom.js";
import { installSite } from "../page/site.js";
import { speaking } from "../wire/language.js";

/** Questions, exercises and formulas of a lesson. What is not there yet is read as plain text. */

const RATE = 60; // steps a second of a failure and its cure

/** A question before its answer is shown. @param {HTMLElement} box */
function ask(box) {
  const [right, wrong] = (box.dataset.said ?? "").split("|");
  const answer = /** @type {HTMLDetailsElement} */ (box.querySelector("details"));
  const list = /** @type {HTMLElement} */ (box.querySelector(".choices"));
  const said = el("p", { class: "said", role: "status" });
  const choices = [...list.children].map((item, i) =>
    el(
      "button",
      {
        class: "button",
        type: "button",
        onclick: () => {
          const hit = i === Number(box.dataset.right);
          box.dataset.answer = hit ? "right" : "wrong";
          choices.forEach((button, at) => {
            button.disabled = true;
            button.setAttribute("aria-pressed", String(at === i));
          });
          said.textContent = hit ? right : wrong;
          answer.hidden = false;
          answer.open = true;
        },
      },
      item.textContent ?? "",
    ),
  );
  answer.hidden = true;
  list.replaceChildren(...choices.map((button) => el("li", {}, button)));
  list.after(said);
}

/** A number, with a point or a comma, and any minus. @param {string} text */
const read = (text) => (text.trim() ? Number(text.trim().replace(",", ".").replace(/[−–]/g, "-")) : NaN);

/** An exercise, checked by the engine. @param {HTMLFormElement} form */
function examine(form) {
  const verdicts = JSON.parse(form.dataset.verdicts ?? "{}");
  const output = /** @type {HTMLOutputElement} */ (form.querySelector("output"));
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("answer"));
  form.onsubmit = async (event) => {
    event.preventDefault();
    const answer = read(field.value);
    if (!Number.isFinite(answer)) {
      output.textContent = verdicts.unreadable;
      return;
    }
    const response = await fetch(`/api/exercises/${form.dataset.exercise}`, {
      method: "POST",
      headers: speaking({ "Content-Type": "application/json" }),
      body: JSON.stringify({ answer }),
    });
    const { verdict, detail } = await response.json();
    form.dataset.verdict = verdict;
    output.textContent = verdicts[verdict] ?? detail;
  };
}

/** @param {HTMLElement} box */
async function openFormula(box) {
  const { formula = "", values = "{}" } = box.dataset;
  const { words } = await import(`../../text/${document.documentElement.lang}/expression.js`);
  box.replaceChildren();
  const lab = new ExpressionLab(box, words, { formula, values: JSON.parse(values) });
  box.addEventListener("keydown", (event) => lab.key(event));
  await lab.ask();
}

/** A failure beside its cure, which is shown when it is asked for; then both run. @param {HTMLElement} box */
function treat(box) {
  const button = /** @type {HTMLButtonElement} */ (box.querySelector(":scope > button"));
  const cure = /** @type {HTMLElement} */ (box.querySelector(".cure"));
  cure.hidden = true;
  button.hidden = false;
  button.onclick = () => {
    cure.hidden = false;
    button.hidden = true;
    for (const scene of box.querySelectorAll("backstep-scene"))
      /** @type {Partial<import("../embed/types.js").SceneElement>} */ (scene).play?.({ by: "step", rate: RATE });
  };
}

installSite();
for (const box of document.querySelectorAll(".predict")) ask(/** @type {HTMLElement} */ (box));
for (const form of document.querySelectorAll("[data-exercise]")) examine(/** @type {HTMLFormElement} */ (form));
for (const box of document.querySelectorAll(".failure")) treat(/** @type {HTMLElement} */ (box));
document.getElementById("print")?.addEventListener("click", () => print());
const formulas = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".formula-lab")]);
await Promise.all(formulas.map(openFormula));
document.documentElement.dataset.ready = "";
