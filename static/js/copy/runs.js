import { RecordedSource } from "./source.js";

/**
 * The runs of a recording: all are the one that was recorded.
 * @param {import("./recording.js").Recording} recording
 * @param {() => void} ended  called when somebody tries to go beyond the end
 * @returns {import("../lab/types.js").Runs}
 */
export const recordedRuns = (recording, ended) => ({
  lastStep: recording.end.step,
  create: async () => ({ id: "" }),
  open: (_, handlers) => new RecordedSource(recording, handlers, ended),
  discard: async () => {},
});
