import { installSite } from "../page/site.js";

installSite();
