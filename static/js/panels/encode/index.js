import { el, setText } from "../../lib/dom.js";
import { createDrawn } from "./drawn.js";
import { createPicture } from "./picture.js";
import { TABS, tabOf } from "./tabs.js";
import { createText } from "./text.js";
import { createWordMap } from "./wordmap.js";
import { createWritten } from "./written.js";

/** @typedef {import("../../page/types.js").View} View */

/** Data becomes numbers: the example as it is met, and as the network is given it. */
export const createEncodePanel = /** @type {import("../../page/types.js").PanelFactory} */ (
  (root, dispatch, words) => {
    const title = el("span", { class: "grow" });
    const tabs = el("span", { class: "segments", role: "group", "aria-label": words.encode.title });
    const body = el("div", { class: "encode-body" });
    root.append(el("div", { class: "title" }, title, tabs), body);
    const picture = createPicture(dispatch, words.encode);
    const text = createText(dispatch, words.encode);
    const drawn = createDrawn(dispatch, words);
    const written = createWritten(dispatch, words);
    const map = createWordMap(dispatch, words.encode);
    let made = "";
    let shown = "";

    /** @param {"image" | "words"} kind */
    function make(kind) {
      tabs.replaceChildren(
        ...TABS[kind].map((tab) =>
          el(
            "button",
            {
              type: "button",
              "data-tab": tab,
              onclick: () => dispatch({ type: "option", panel: "encode", changes: { tab } }),
            },
            words.encode.tabs[tab],
          ),
        ),
      );
    }

    /** @param {View} view @param {string} tab */
    function content(view, tab) {
      if (tab === "draw") return drawn;
      if (tab === "write") return written;
      if (tab === "map") return map;
      if (view.layout.input_kind === "image") return picture;
      return {
        element: text.element,
        render: (/** @type {View} */ { frame }) =>
          text.render(view, frame.meta.focus.text ?? null, frame.tensors.get("input")?.data ?? null),
      };
    }

    return {
      render(view) {
        const tab = tabOf(view);
        root.hidden = tab === null;
        if (tab === null) return;
        const kind = /** @type {"image" | "words"} */ (view.layout.input_kind);
        setText(title, words.encode.title);
        if (made !== kind) make(kind);
        made = kind;
        const part = content(view, tab);
        if (shown !== `${kind} ${tab}`) {
          shown = `${kind} ${tab}`;
          body.replaceChildren(part.element);
          for (const each of tabs.children)
            each.setAttribute("aria-pressed", String(each.getAttribute("data-tab") === tab));
        }
        part.render(view);
      },
    };
  }
);
