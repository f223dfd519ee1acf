import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import test from "node:test";

const ROOT = join(import.meta.dirname, "../../static");
const IMPORT = /^(?:import|export)\b[^";]*"(\.[^"]+)";/gm;

const modules = globSync("{js,text}/**/*.js", { cwd: ROOT });
const imports = new Map(
  modules.map((path) => [
    path,
    [...readFileSync(join(ROOT, path), "utf8").matchAll(IMPORT)].map(([, to]) => join(dirname(path), to)),
  ]),
);

/** A way from a module back to itself. */
function cycle() {
  const done = new Set();
  /** @param {string} module @param {string[]} way @returns {string[] | null} */
  const visit = (module, way) => {
    if (way.includes(module)) return [...way.slice(way.indexOf(module)), module];
    if (done.has(module)) return null;
    for (const next of imports.get(module) ?? []) {
      const found = visit(next, [...way, module]);
      if (found) return found;
    }
    done.add(module);
    return null;
  };
  return modules.reduce((found, module) => found ?? visit(module, []), null);
}

test("every import leads to a module", () => {
  assert.ok(modules.length > 100);
  for (const [path, targets] of imports) {
    for (const target of targets) assert.ok(imports.has(target), `${path} imports ${target}`);
  }
});

test("no module imports itself, by whatever way", () => {
  assert.equal(cycle(), null);
});

test("no type is any", () => {
  const any = /\{(?:[^{}]*[<(:|,&] ?)?any\b/;
  const found = modules.flatMap((path) =>
    readFileSync(join(ROOT, path), "utf8")
      .split("\n")
      .filter((line) => /^\s*\*|\/\*\*/.test(line) && any.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  );
  assert.deepEqual(found, []);
});

test("what is loaded into other pages imports nothing", () => {
  for (const path of ["js/embed/reveal.js", "js/copy/unpack.js"]) {
    assert.deepEqual(imports.get(path), [], relative(ROOT, path));
  }
});

/** All modules that a module needs to begin. @param {string} module @param {Set<string>} [found] */
function needed(module, found = new Set()) {
  for (const next of imports.get(module) ?? []) {
    if (found.has(next)) continue;
    found.add(next);
    needed(next, found);
  }
  return found;
}

test("only the texts of a language import texts, and only their own", () => {
  for (const module of modules) {
    const [kind, own] = module.split("/");
    for (const each of needed(module)) {
      const [folder, locale] = each.split("/");
      if (folder === "text") assert.ok(kind === "text" && locale === own, `${module} imports ${each}`);
    }
  }
});
