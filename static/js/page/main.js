import { installExports } from "../dialogs/exports.js";
import { installOwn } from "../dialogs/own.js";
import { chooseTheme, createVoice, installHeader } from "./header.js";
import { loadLanguage } from "./language.js";
import { Lab } from "../lab/lab.js";
import { pagePolicy } from "../lab/policy.js";
import { serverRuns } from "../lab/server.js";
import { installPresenting } from "../lecture/dialog.js";
import { byId } from "../lib/dom.js";
import { Carried, RefusedUpload } from "../share/carried.js";
import { mount } from "./mount.js";
import { complaints, fillTemplate } from "../lab/mounting.js";
import { installPrinting } from "./printing.js";
import { installUndo } from "./undo.js";

const PROBLEM_SECONDS = 12;

/**
 * Opens the file that the address carries; `left` says that the page is loaded again for it.
 * @param {Carried} carried
 */
async function openCarried(carried) {
  try {
    return { left: await carried.open(boot.spec.data?.name ?? ""), problem: "" };
  } catch (error) {
    history.replaceState(null, "", location.pathname + location.search);
    return { left: false, problem: words.own.share.refused(error instanceof RefusedUpload ? error.message : "") };
  }
}

const boot = JSON.parse(byId("boot").textContent ?? "{}");
chooseTheme(boot.theme);
const { words } = await loadLanguage(boot);
fillTemplate(words);
const voice = createVoice(words.page);
try {
  const catalogue = await (await fetch(`/api/catalogue?lang=${words.locale}`)).json();
  const lab = new Lab({ boot, catalogue, words, voice, runs: serverRuns, policy: pagePolicy });
  installHeader(lab, voice);
  installUndo(lab);
  installExports(lab);
  installPresenting(lab);
  installPrinting(lab);
  const carried = (lab.carried = new Carried());
  lab.openOwn = installOwn(lab, carried);
  const { left, problem } = await openCarried(carried);
  if (!left) await lab.start(mount(lab));
  if (problem) voice.show(0, problem);
  else if (boot.problems.length && !left) voice.show(PROBLEM_SECONDS, complaints(boot));
} catch (error) {
  voice.show(0, words.page.refused(error instanceof Error ? error.message : String(error)));
}
