import { preloadLanguage } from "./language.js";

preloadLanguage(JSON.parse(document.getElementById("boot")?.textContent ?? "{}"));
