import { createVoice } from "../page/header.js";
import { loadLanguage } from "../page/language.js";
import { byId } from "../lib/dom.js";
import { mount } from "../page/mount.js";
import { complaints, fillTemplate } from "../lab/mounting.js";
import { installPrinting } from "../page/printing.js";
import { installKeys } from "./keys.js";
import { createLiveScene } from "./live.js";
import { Memory } from "./memory.js";
import { Messages } from "./messages.js";
import { watchSight } from "./sight.js";

const PROBLEM_SECONDS = 12;

document.documentElement.dataset.started = "";
const memory = new Memory();
const boot = await memory.recall(JSON.parse(byId("boot").textContent ?? "{}"));
if (boot.theme !== "light" && boot.theme !== "dark" && boot.theme !== "projector") {
  document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
const { words, localise } = await loadLanguage(boot);
fillTemplate(words);
const voice = createVoice(words.page);
const messages = new Messages(boot.embed.origins);

try {
  const catalogue = localise(await (await fetch("/api/catalogue")).json());
  const scene = createLiveScene({ boot, catalogue, words, voice, messages, memory });
  installKeys(scene, messages, words);
  installPrinting(scene.lab);
  await watchSight(messages, (seen) => (seen ? scene.appear() : scene.vanish()));
  const panels = mount(scene.lab);
  for (const name of boot.embed.hide) {
    for (const element of document.querySelectorAll(`[data-control="${name}"]`)) element.classList.add("gone");
  }
  await scene.lab.start(panels);
  if (boot.problems.length) voice.show(PROBLEM_SECONDS, complaints(boot));
} catch (error) {
  const text = words.page.refused(error instanceof Error ? error.message : String(error));
  voice.show(0, text);
  messages.post({ type: "error", code: "no_run", message: text });
}
