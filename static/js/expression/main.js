import { installSite } from "../page/site.js";
import { byId } from "../lib/dom.js";
import { ExpressionLab } from "./panel.js";

/** @type {import("./panel.js").Asked[]} */
const EXAMPLES = [
  { formula: "tanh(w*x + b)", values: { w: 0.8, x: 1.5, b: -0.5 } },
  { formula: "(3*x - 2)**2", values: { x: 1.5 } },
  { formula: "x*y + sin(x)", values: { x: 2, y: 3 } },
  {
    formula: "(sigmoid(w2*tanh(w1*x + b1) + b2) - y)**2",
    values: { w1: 0.8, x: 1, b1: 0.1, w2: -1.2, b2: 0.3, y: 0.2 },
  },
  { formula: "relu(x)*x + max(x, y)", values: { x: 2, y: -1 } },
  { formula: "log(exp(a) + exp(b) + exp(c)) - a", values: { a: 2, b: 1, c: 0.1 } },
];

/** "w:2,x:-3" as values. @param {string} text */
const read = (text) =>
  Object.fromEntries(
    text
      .split(",")
      .map((each) => each.split(":"))
      .filter(([name, value]) => name && Number.isFinite(Number(value)))
      .map(([name, value]) => [name, Number(value)]),
  );

installSite();
const query = new URLSearchParams(location.search);
const asked = query.get("formula");
const { words } = await import(`../../text/${document.documentElement.lang}/expression.js`);
const lab = new ExpressionLab(byId("expression"), words, {
  ...(asked === null ? EXAMPLES[0] : { formula: asked, values: read(query.get("values") ?? "") }),
  examples: EXAMPLES,
  changed({ formula, values }) {
    const now = new URLSearchParams(location.search);
    now.set("formula", formula);
    now.set(
      "values",
      Object.entries(values)
        .map(([name, value]) => `${name}:${value}`)
        .join(","),
    );
    history.replaceState(null, "", `?${now}`);
  },
});
document.addEventListener("keydown", (event) => lab.key(event));
await lab.ask();
document.documentElement.dataset.ready = "";
