/**
 * Unpacks a page that is one file: its modules become blobs that an import map names, since a file cannot import
 * others by address. Not a module itself: it runs before there are any.
 */
(async () => {
  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=/?@^_[{|}~";
  /** Decodes a byte count and base 85, five digits for four bytes. @param {string} text */
  const decoded = (text) => {
    const values = Object.fromEntries([...DIGITS].map((digit, value) => [digit, value]));
    const from = text.indexOf(" ") + 1;
    const bytes = new DataView(new ArrayBuffer(((text.length - from) / 5) * 4));
    for (let at = from, to = 0; at < text.length; at += 5, to += 4) {
      let word = 0;
      for (let i = at; i < at + 5; i++) word = 85 * word + values[text[i]];
      bytes.setUint32(to, word);
    }
    return new Uint8Array(bytes.buffer, 0, Number(text.slice(0, from)));
  };
  /** @param {string} name  of a block of the page @returns {Promise<Response>} */
  const unpacked = async (name) => {
    const element = /** @type {HTMLElement} */ (document.getElementById(`packed-${name}`));
    const bytes = decoded(element.textContent ?? "");
    element.remove();
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
  };
  /** @param {string} source */
  const address = (source) => URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  /** @param {string} tag @param {Record<string, string>} given */
  const add = (tag, given) => document.head.append(Object.assign(document.createElement(tag), given));

  if (document.getElementById("packed-plotly"))
    document.documentElement.dataset.plotly = address(await (await unpacked("plotly")).text());
  const { modules, styles, catalogue } = await (await unpacked("page")).json();
  add("style", { textContent: styles });
  const imports = Object.fromEntries(Object.entries(modules).map(([name, source]) => [name, address(source)]));
  add("script", { type: "importmap", textContent: JSON.stringify({ imports }) });
  Object.assign(globalThis, { backstep: { catalogue, recording: await (await unpacked("recording")).arrayBuffer() } });
  add("script", { type: "module", textContent: 'import "backstep/js/copy/main.js";' });
})();
