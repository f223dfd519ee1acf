/**
 * Where a scene was, for when it comes back: reveal.js empties the frames of slides that were left
 * and later loads their first address again.
 * @typedef {{address: string, run: import("../wire/stream.js").Run | null, playing: boolean}} Left
 */

/** Keeps it as long as the tab is open; not at all where storage is forbidden. */
export class Memory {
  // A frame's name tells two scenes of the same address apart.
  #key = `backstep ${window.name} ${location.pathname}${location.search}${location.hash}`;
  /** Where it was left. @type {Left | null} */
  left = null;

  constructor() {
    // A page that was opened by itself has its moment in its address.
    if (parent === window) return;
    try {
      this.left = JSON.parse(sessionStorage.getItem(this.#key) ?? "null");
    } catch {
      // Then the address says where to begin.
    }
  }

  /**
   * What to start from: where the scene was left, else what the address says.
   * @param {any} boot
   */
  async recall(boot) {
    if (!this.left || boot.run) return boot;
    try {
      return { ...(await bootOf(this.left.address)), embed: boot.embed };
    } catch {
      this.left = null;
      return boot;
    }
  }

  /** @param {Left} left */
  keep(left) {
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(left));
    } catch {
      // Then the address alone remembers.
    }
  }
}

/** What a page at an address starts from. @param {string} address */
export async function bootOf(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(String(response.status));
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return JSON.parse(page.getElementById("boot")?.textContent ?? "{}");
}
