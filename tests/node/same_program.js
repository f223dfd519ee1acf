// Reads pairs of modules as JSON, [[name, source, minified], …]; prints the names of those that differ.
import process from "node:process";
import { text } from "node:stream/consumers";

import { parse } from "espree";

const PLACES = new Set(["start", "end", "range", "loc", "raw"]);

const tree = (/** @type {string} */ source) =>
  JSON.stringify(parse(source, { ecmaVersion: "latest", sourceType: "module" }), (key, value) =>
    PLACES.has(key) ? undefined : typeof value === "bigint" ? String(value) : value,
  );

for (const [name, source, minified] of JSON.parse(await text(process.stdin)))
  if (tree(source) !== tree(minified)) process.stdout.write(`${name}\n`);
