import { createFilms } from "./films.js";
import { createStills } from "./stills.js";

/** What opens the dialogs of pictures, by their kind. @param {import("../lab.js").Lab} lab */
export function createPictures(lab) {
  const [still, film] = [createStills(lab), createFilms(lab)];
  document.body.append(still.element, film.element);
  return { still: still.open, film: film.open };
}
