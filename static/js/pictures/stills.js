import { el, setText } from "../lib/dom.js";
import { describe } from "./alt.js";
import { labelOf, rowsOf } from "./panels.js";
import { copied, select } from "./parts.js";
import { described } from "./png.js";
import { Studio } from "./studio.js";
import { paint, png, write } from "./svg.js";

/** @typedef {import("./panels.js").Row} Row */
/** @typedef {"light" | "dark" | "projector"} Theme */

const SCALES = [1, 2, 3, 4];
const CANVAS = 2; // pixels of canvases within an SVG to one of its own
const KEPT = 60_000; // ms that a file is there to be saved
const PROJECTOR = 1.35; // how much larger everything is for the back row

/**
 * A panel at a moment.
 * @param {import("../lab/lab.js").Lab} lab
 * @param {import("../page/types.js").View} view
 * @param {Row} row
 * @param {Theme} theme
 * @param {number} scale  at which what is not lines is drawn
 * @returns {Promise<import("./svg.js").Picture>}
 */
export async function still({ words, catalogue }, view, row, theme, scale) {
  const large = theme === "projector" ? PROJECTOR : 1;
  const [width, height] = row.size.map((each) => each && Math.round(each / large));
  const studio = new Studio([{ row, x: 0, y: 0, width: width ?? 0, height }], { theme, ratio: scale * large }, words);
  try {
    const taken = await studio.take(view);
    return {
      ...taken,
      width: width ?? 0,
      ground: studio.ground,
      title: words.pictures.title(labelOf(catalogue, row.name), view.frame.meta.step),
      description: describe(view, [row.name], words),
    };
  } finally {
    studio.close();
  }
}

/**
 * The dialog of stills: what is chosen is seen at once, and saved or copied.
 * @param {import("../lab/lab.js").Lab} lab
 */
export function createStills(lab) {
  const { pictures: words } = lab.words;
  const panel = select([]);
  const format = select([
    ["svg", "SVG"],
    ["png", "PNG"],
  ]);
  const scale = select(SCALES.map((each) => [String(each), `${each}×`]));
  const theme = select(Object.entries(words.themes));
  const size = el("span", { class: "note pictures-size" });
  const image = el("img", { alt: words.preview });
  const told = el("p", { class: "note", role: "status" });
  const alt = el("textarea", {
    rows: 4,
    "aria-label": words.altLabel,
    spellcheck: false,
    oninput: () => {
      written = true;
    },
  });
  const save = el(
    "button",
    { class: "button primary", type: "button", onclick: () => picture && file(picture) },
    words.save,
  );
  const copying = el("button", { class: "button", type: "button", onclick: copy }, words.copy);
  const scaling = el("label", {}, words.scale, scale);
  const element = el(
    "dialog",
    { class: "pictures", "aria-label": words.still.replace("…", "") },
    el("h2", {}, words.still.replace("…", "")),
    el(
      "div",
      { class: "pictures-choices" },
      el("label", {}, words.panel, panel),
      el("label", {}, words.theme, theme),
      el("label", {}, words.format, format),
      scaling,
      size,
    ),
    el("div", { class: "pictures-preview" }, image, told),
    el("label", { class: "pictures-alt" }, el("span", { class: "note" }, words.altLabel), alt),
    el(
      "div",
      { class: "buttons" },
      save,
      copying,
      el("button", { class: "button", type: "button", onclick: () => copied(alt, told, words) }, words.copyText),
      el("span", { class: "grow" }),
      el("button", { class: "button", type: "button", onclick: () => element.close() }, words.close),
    ),
  );
  panel.addEventListener("change", () => {
    written = false;
  });
  for (const each of [panel, theme, format, scale]) each.addEventListener("change", draw);
  /** The moment at which it was opened; the run may go on. @type {import("../page/types.js").View | null} */
  let view = null;
  /** @type {import("./svg.js").Picture | null} */
  let picture = null;
  let written = false; // the text, by the person
  let seen = "";
  let turn = 0;

  const row = () => rowsOf(lab).find(({ name }) => name === panel.value);
  const width = () => row()?.size[0] ?? 0;
  const times = () => (format.value === "png" ? Number(scale.value) : CANVAS);

  /** @param {import("./svg.js").Picture} of */
  async function raster(of) {
    const canvas = await paint(of, Math.round(width() * times()));
    return described(await png(canvas), { Title: of.title, Description: alt.value });
  }

  /** @param {import("./svg.js").Picture} of @returns {Promise<Blob>} */
  const encoded = async (of) =>
    format.value === "png"
      ? raster(of)
      : new Blob([write({ ...of, description: alt.value }, width() / of.width)], { type: "image/svg+xml" });

  async function draw() {
    const [own, mine, at] = [++turn, row(), view];
    if (!mine || !at) return;
    scaling.hidden = format.value === "svg";
    setText(told, words.drawing);
    offer(null);
    try {
      const made = await still(lab, at, mine, /** @type {Theme} */ (theme.value), times());
      if (own !== turn) return;
      if (!written) alt.value = made.description;
      const blob = await encoded(made);
      if (own === turn) show(made, blob);
    } catch (error) {
      if (own === turn) setText(told, words.failed(error instanceof Error ? error.message : String(error)));
    }
  }

  /** What can be saved and copied: what is seen, and nothing while it is drawn. @param {typeof picture} made */
  function offer(made) {
    picture = made;
    save.disabled = copying.disabled = made === null;
  }

  /** @param {import("./svg.js").Picture} made @param {Blob} blob */
  function show(made, blob) {
    offer(made);
    URL.revokeObjectURL(seen);
    seen = image.src = URL.createObjectURL(blob);
    const height = (made.height * width()) / made.width;
    setText(
      size,
      format.value === "png"
        ? words.pixels(width() * times(), Math.round(height * times()))
        : words.vector(width(), Math.round(height)),
    );
    setText(told, "");
  }

  /** @param {import("./svg.js").Picture} of */
  async function file(of) {
    const address = URL.createObjectURL(await encoded(of));
    el("a", { href: address, download: `backstep-${panel.value}-${view?.frame.meta.step}.${format.value}` }).click();
    setTimeout(() => URL.revokeObjectURL(address), KEPT);
  }

  async function copy() {
    if (!picture) return;
    const made = picture;
    try {
      await navigator.clipboard.write([new ClipboardItem({ "image/png": raster(made) })]);
      setText(told, words.copied);
    } catch {
      setText(told, words.refused);
    }
  }

  element.addEventListener("close", () => {
    turn += 1;
    image.removeAttribute("src");
    URL.revokeObjectURL(seen);
  });
  return {
    element,
    open() {
      view = lab.view;
      if (!view?.frame) return;
      const now = view;
      const chosen = panel.value;
      panel.replaceChildren(
        ...rowsOf(lab)
          .filter(({ there }) => there?.(now) ?? true)
          .map(({ name }) => el("option", { value: name, selected: name === chosen }, labelOf(lab.catalogue, name))),
      );
      if (!chosen) theme.value = now.theme;
      written = false;
      element.showModal();
      draw();
    },
  };
}
