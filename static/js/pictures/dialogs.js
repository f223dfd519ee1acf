import { byId } from "../lib/dom.js";
import { createFilms } from "./films.js";
import { createStills } from "./stills.js";

/** What opens the dialogs of pictures, by their kind. @param {import("../lab/lab.js").Lab} lab */
export function createPictures(lab) {
  const [still, film] = [createStills(lab), createFilms(lab)];
  document.body.append(still.element, film.element);
  return { still: still.open, film: film.open };
}

/** Buttons of their own, where there is no menu. @param {import("../lab/lab.js").Lab} lab */
export function installPictures(lab) {
  const { pictures: words } = lab.words;
  /** @type {ReturnType<typeof createPictures> | null} */
  let opened = null;
  for (const kind of /** @type {const} */ (["still", "film"])) {
    const button = byId(kind);
    for (const name of ["title", "aria-label"])
      button.setAttribute(name, `${words[kind].replace("…", "")}: ${words[`${kind}Help`]}`);
    button.onclick = () => (opened ??= createPictures(lab))[kind]();
  }
}
