/**
 * Unpacks a page that is one file: its modules become blobs that an import map names, since a file
 * may import nothing by address. No module itself: it runs before there are any.
 */
(async () => {
  /** @param {string} name  of a block of the page @returns {Promise<Response>} */
  const unpacked = async (name) => {
    const element = /** @type {HTMLElement} */ (document.getElementById(`packed-${name}`));
    const bytes = Uint8Array.from(atob(element.textContent ?? ""), (each) => each.charCodeAt(0));
    element.remove();
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
  };
  /** @param {string} source */
  const address = (source) => URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  /** @param {string} tag @param {Record<string, string>} given */
  const add = (tag, given) => document.head.append(Object.assign(document.createElement(tag), given));

  if (document.getElementById("packed-plotly")) document.documentElement.dataset.plotly = address(await (await unpacked("plotly")).text());
  const { modules, styles, catalogue } = await (await unpacked("page")).json();
  add("style", { textContent: styles });
  const imports = Object.fromEntries(Object.entries(modules).map(([name, source]) => [name, address(source)]));
  add("script", { type: "importmap", textContent: JSON.stringify({ imports }) });
  Object.assign(globalThis, { backstep: { catalogue, recording: await (await unpacked("recording")).arrayBuffer() } });
  add("script", { type: "module", textContent: 'import "backstep/copy/main.js";' });
})();
