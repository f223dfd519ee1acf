import { chooseTheme } from "./header.js";
import { remember } from "./storage.js";
import { byId } from "../lib/dom.js";
import { currentTheme } from "../lab/view.js";

/** What every page with the site's header has: a theme, and links to itself in the other language. */
export function installSite() {
  const query = new URLSearchParams(location.search);
  chooseTheme(query.get("theme") ?? "auto");
  byId("theme").onclick = () => {
    const theme = currentTheme() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    remember("theme", theme);
  };
  const language = /** @type {HTMLAnchorElement} */ (byId("language"));
  language.onclick = () => {
    const now = new URLSearchParams(location.search);
    now.set("locale", language.hreflang);
    language.href = `?${now}`;
    remember("locale", language.hreflang);
  };
}
