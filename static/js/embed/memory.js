/**
 * Where a scene was left: reveal.js unloads the frames of distant slides, and later loads their first address again.
 * @typedef {{address: string, run: import("../wire/stream.js").Run | null, playing: boolean}} Left
 */

/** Stores it as long as the tab is open, unless storage is forbidden. */
export class Memory {
  // The frame's name distinguishes two scenes of the same address.
  #key = `backstep ${window.name} ${location.pathname}${location.search}${location.hash}`;
  /** Where it was left. @type {Left | null} */
  left = null;

  constructor() {
    // A page outside a frame has its moment in its address.
    if (parent === window) return;
    try {
      this.left = JSON.parse(sessionStorage.getItem(this.#key) ?? "null");
    } catch {
      // Then the scene starts from its address.
    }
  }

  /**
   * What to start from: where the scene was left, else the address.
   * @param {import("./types.js").SceneBoot} boot
   * @returns {Promise<import("./types.js").SceneBoot>}
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
      // Then the scene returns to its address.
    }
  }
}

/**
 * What the page at an address starts from.
 * @param {string} address
 * @returns {Promise<import("./types.js").SceneBoot>}
 */
export async function bootOf(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(String(response.status));
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return JSON.parse(page.getElementById("boot")?.textContent ?? "{}");
}
