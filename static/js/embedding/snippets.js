/**
 * What to paste into each tool to show a scene.
 * @typedef {{address: string, query: string, server: string, width: number, height: number}} Given
 */

const MARP_HEIGHT = 500; // below a heading

/** @param {string} text */
const attribute = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

/** @param {Given} given @param {string} [source] */
const frame = ({ address, width, height }, source = "src") =>
  `<iframe ${source}="${attribute(address)}" width="${width}" height="${height}" style="border:0" title="backstep" ` +
  `allow="fullscreen"></iframe>`;

/** @param {Given} given */
const script = ({ server }) => `<script src="${server}/embed.js"></script>`;

/** @param {Given} given */
const element = ({ address, width, height }) =>
  `<backstep-scene src="${attribute(address)}" width="${width}" height="${height}"></backstep-scene>`;

/** A row a tool. @type {{name: string, label: string, text: (given: Given) => string}[]} */
export const SNIPPETS = [
  { name: "html", label: "HTML", text: (given) => frame(given) },
  { name: "element", label: "<backstep-scene>", text: (given) => `${script(given)}\n${element(given)}` },
  {
    name: "reveal",
    label: "reveal.js",
    text: (given) =>
      `${script(given)}\n<script src="${given.server}/static/js/embed/reveal.js"></script>\n\n<section>\n  ` +
      `${element(given)}\n</section>\n\nReveal.initialize({ plugins: [RevealBackstep] });`,
  },
  {
    name: "quarto",
    label: "Quarto",
    text: (given) =>
      `---\ninclude-in-header:\n  text: |\n    ${script(given)}\n---\n\n\`\`\`{=html}\n${element(given)}\n\`\`\``,
  },
  {
    name: "jupyter",
    label: "Jupyter",
    text: ({ query, server, height }) =>
      `from backstep.notebook import show\nshow(${JSON.stringify(`?${query}`)}, server=${JSON.stringify(server)}, ` +
      `height=${height})`,
  },
  // Slides of 1280 × 720; keys that are pressed in a plain frame stay there, as Marp takes none from frames.
  {
    name: "marp",
    label: "Marp",
    text: (given) => `${script(given)}\n${element({ ...given, height: Math.min(given.height, MARP_HEIGHT) })}`,
  },
  // Of 980 × 552, where h-100 is 400 pixels.
  {
    name: "slidev",
    label: "Slidev",
    text: ({ address }) =>
      `<iframe src="${attribute(address)}" class="w-full h-100 border-0" title="backstep" allow="fullscreen" />`,
  },
  { name: "moodle", label: "Moodle, WordPress", text: (given) => frame(given) },
  { name: "link", label: "PowerPoint, Google Slides", text: ({ address }) => address },
];
