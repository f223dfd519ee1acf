import { installSite } from "../site.js";

installSite();
