import { actions } from "../lab/actions.js";
import { chooseTheme, createVoice, installLanguage, installTheme } from "../page/header.js";
import { loadLanguage } from "../page/language.js";
import { listen } from "../page/keys.js";
import { byId, setText } from "../lib/dom.js";
import { mount } from "../page/mount.js";
import { fillTemplate } from "../lab/mounting.js";
import { Follower } from "./follower.js";
import { createQuestion } from "./question.js";

const boot = JSON.parse(byId("boot").textContent ?? "{}");
chooseTheme(boot.theme);
const { words, localise } = await loadLanguage(boot);
fillTemplate(words);
const said = words.lecture.watch;
document.title = `${said.title} · backstep`;
const voice = createVoice(words.page);
try {
  const catalogue = localise(await (await fetch("/api/catalogue")).json());
  const follower = new Follower(boot, catalogue, words, voice);
  const { lab } = follower;
  const question = createQuestion(byId("asked"), words.lecture.question, (command) => lab.send(command));
  follower.asked = (event) => {
    if (event.type === "question") question.ask(event);
    else if (event.type === "revealed") question.reveal(event);
    else question.hide(); // an open question is sent again after the welcome
  };
  const [place, explore] = [byId("place"), byId("explore")];
  follower.changed = () => {
    document.documentElement.dataset.mode = follower.following ? "lecture" : "own";
    place.dataset.state = follower.state;
    setText(place, said[follower.state]);
    setText(explore, follower.following ? said.explore : said.back);
    if (!follower.following) question.hide();
  };
  follower.changed();
  explore.onclick = () => (follower.following ? follower.explore() : follower.back());
  installTheme(lab);
  installLanguage(lab);
  listen(/** @type {HTMLDialogElement} */ (byId("keys")), words.keys, actions(lab));
  await lab.start(mount(lab));
} catch (error) {
  voice.show(0, words.page.refused(error instanceof Error ? error.message : String(error)));
}
