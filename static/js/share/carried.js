import { speaking } from "../wire/language.js";
import { pack, unpack } from "./packing.js";

/** @typedef {import("./packing.js").Upload} Upload */

const KEPT = "backstep.upload"; // the last file, for when the page is loaded again
const TRIED = "backstep.uploaded"; // the set that a fragment was uploaded as
const FRAGMENT = "#data=";

/** The server did not take a file; the message says why. */
export class RefusedUpload extends Error {}

/** The file that the run's data come from, if this page has it: links and `.backstep` files carry it. */
export class Carried {
  /** @type {{id: string, upload: Upload, fragment: string | null} | null} */
  #file = null;

  /** Keeps a file whose set the server calls `id`. @param {string} id @param {Upload} upload */
  async keep(id, upload) {
    this.#file = { id, upload, fragment: await pack(upload) };
    const { name, choices, bytes } = upload;
    store(
      KEPT,
      JSON.stringify({ id, name, choices, bytes: [...bytes].map((each) => String.fromCharCode(each)).join("") }),
    );
  }

  /** The file of a set, null if this page does not have it. @param {string} id */
  of(id) {
    return this.#file?.id === id ? this.#file : null;
  }

  /** The end of a link to a run over a set: it carries the file if that is small enough. @param {string} id */
  fragment(id) {
    const packed = this.of(id)?.fragment;
    return packed ? FRAGMENT + packed : "";
  }

  /**
   * Takes the file from the address or from before the page was loaded. If the server does not have the set, it is
   * uploaded, and the page is loaded again with the set's new name; then this returns true. Throws Damaged or
   * RefusedUpload.
   * @param {string} id  of the run's data
   */
  async open(id) {
    const packed = location.hash.startsWith(FRAGMENT) ? location.hash.slice(FRAGMENT.length) : null;
    if (packed === null) {
      const kept = earlier(id);
      if (kept) await this.keep(id, kept);
      return false;
    }
    const upload = await unpack(packed);
    if (id.startsWith("own-")) {
      store(TRIED, ""); // when the server has forgotten the set, it is uploaded again
      await this.keep(id, upload);
      return false;
    }
    const asked = new URLSearchParams(location.search);
    if (stored(TRIED) === asked.get("data")) throw new RefusedUpload();
    return this.show(upload, asked.toString());
  }

  /** Uploads a file and opens a moment of a run over it. @param {Upload} upload @param {string} query */
  async show(upload, query) {
    const id = await send(upload);
    await this.keep(id, upload);
    store(TRIED, id);
    const address = new URLSearchParams(query);
    address.set("data", id);
    location.assign(`/?${address}${this.fragment(id)}`);
    return true;
  }
}

/** The file of a set that was kept before the page was loaded. @param {string} id */
function earlier(id) {
  try {
    const { id: known, name, choices, bytes } = JSON.parse(stored(KEPT) ?? "{}");
    return known === id ? { name, choices, bytes: Uint8Array.from(bytes, (each) => each.charCodeAt(0)) } : null;
  } catch {
    return null;
  }
}

/** Uploads a file; the id of its set. @param {Upload} upload @returns {Promise<string>} */
async function send({ name, choices, bytes }) {
  const response = await answered(`/api/datasets?${new URLSearchParams({ ...choices, name })}`, {
    method: "POST",
    headers: speaking(),
    body: new Blob([bytes]),
  });
  /** @type {{id?: string, detail?: string, title?: string}} */
  const answer = await response.json().catch(() => ({}));
  if (!response.ok || !answer.id)
    throw new RefusedUpload(answer.detail || answer.title || `${response.status} ${response.statusText}`);
  return answer.id;
}

/** A server that does not answer refuses too. @param {string} address @param {RequestInit} request */
async function answered(address, request) {
  try {
    return await fetch(address, request);
  } catch (error) {
    throw new RefusedUpload(error instanceof Error ? error.message : String(error));
  }
}

/** @param {string} key */
function stored(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param {string} key @param {string} value */
function store(key, value) {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // A file too large to store is only kept until the page is closed.
  }
}
