import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The cases of a table, which Python runs too: tests/shared. @param {string} name */
export const table = (name) =>
  JSON.parse(readFileSync(join(import.meta.dirname, "../../shared/cases", `${name}.json`), "utf8"));
