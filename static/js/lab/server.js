import { LiveSource } from "../wire/stream.js";
import { RefusedRun } from "./runs.js";
import { speaking } from "../wire/language.js";

/** @typedef {import("./types.js").Problem} Problem */

/** Runs that a server trains. @type {import("./types.js").Runs} */
export const serverRuns = {
  lastStep: Infinity,

  async create(origin) {
    const response = await fetch("/api/runs", { method: "POST", headers: speaking(), body: JSON.stringify(origin) });
    const answer = await response.json();
    if (response.ok) return answer;
    /** @type {Problem[]} */
    const errors = answer.errors ?? [];
    throw new RefusedRun(
      errors.map(({ field, message }) => `${field}: ${message}`).join("; ") || answer.title,
      errors.map(({ field }) => field),
    );
  },

  open: (run, handlers) => new LiveSource(run, handlers),

  async discard({ id, token }) {
    await fetch(`/api/runs/${id}`, {
      method: "DELETE",
      headers: { Authorization: `Bearer ${token}` },
      keepalive: true, // the page may be closing
    });
  },
};
