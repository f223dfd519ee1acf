/** Pages that are only read: the glossary and the API reference. */

import { installSite } from "./site.js";

installSite();
document.documentElement.dataset.ready = "";
