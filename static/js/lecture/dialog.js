import { byId, el, setText } from "../lib/dom.js";
import { Presenter } from "./presenter.js";

const LOCAL = /^(localhost|127\.|\[::1\])/;

/**
 * The Present button and its dialog: the link, its code, and how many follow.
 * @param {import("../lab/lab.js").Lab} lab
 */
export function installPresenting(lab) {
  const words = lab.words.lecture.present;
  const button = byId("present");
  const dialog = /** @type {HTMLDialogElement} */ (byId("presenting"));
  const picture = el("img", { class: "present-picture", alt: words.picture, width: 264, height: 264 });
  const link = el("a", { class: "present-link", target: "_blank", rel: "noopener" });
  const code = el("output", { class: "present-code" });
  const followers = el("p", { class: "present-followers", role: "status" });
  dialog.append(
    el("h2", {}, words.title),
    el(
      "div",
      { class: "present-dialog" },
      picture,
      el(
        "div",
        {},
        el("p", { class: "note" }, words.scan),
        link,
        el("p", { class: "note" }, words.code),
        code,
        followers,
      ),
    ),
    el("p", { class: "note" }, words.about),
    ...(LOCAL.test(location.host) ? [el("p", { class: "note present-here" }, words.here)] : []),
    el(
      "form",
      { method: "dialog" },
      el("button", { class: "button primary", type: "button", onclick: copy }, words.copy),
      " ",
      el("button", { class: "button" }, words.close),
      " ",
      el("button", { class: "button present-stop", onclick: stop }, words.stop),
    ),
  );

  const presenter = new Presenter(lab, (audience) => {
    setText(button, words.button(audience.followers));
    setText(followers, words.followers(audience.followers));
    lab.update({ audience: { followers: audience.followers, counts: audience.asked?.counts ?? null } });
  });
  lab.observe(presenter);
  lab.kept = Presenter.recall();
  if (lab.kept) presenter.on = true;
  setText(button, words.button(null));
  setText(followers, words.followers(0));

  const address = () => `${location.origin}/watch/${lab.run?.watch_code}`;

  async function copy() {
    try {
      await navigator.clipboard.writeText(address());
      lab.voice.notice(words.copied);
    } catch {
      getSelection()?.selectAllChildren(link);
    }
  }

  async function stop() {
    try {
      await presenter.end();
      lab.voice.notice(words.stopped);
    } catch {
      lab.voice.notice(lab.words.page.offline);
    }
  }

  button.onclick = () => {
    if (!lab.view?.frame) return;
    presenter.begin();
    link.href = address();
    setText(link, address().replace(/^https?:\/\//, ""));
    setText(code, lab.run?.watch_code ?? "");
    picture.src = `/qr.svg?url=${encodeURIComponent(address())}`;
    dialog.showModal();
  };
}
