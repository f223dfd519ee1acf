const KEY = "follower";

/** The key by which the server counts this browser once; undefined until it has sent one. */
export function storedKey() {
  try {
    return localStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} key */
export function storeKey(key) {
  try {
    localStorage.setItem(KEY, key);
  } catch {
    // Then the key is kept until the page is reloaded.
  }
}
