// Plays a recording of an offline copy to its end; prints every event, and the metadata of every frame, as JSON.
import { readFile } from "node:fs/promises";
import process from "node:process";

import { Recording } from "../../static/js/copy/recording.js";
import { RecordedSource } from "../../static/js/copy/source.js";

const file = await readFile(process.argv[2]);
const recording = new Recording(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength));
const print = (/** @type {object} */ message) => process.stdout.write(`${JSON.stringify(message)}\n`);

/** What has been drawn and told, for the selection that is watched. */
const selections = ["", ...recording.head.targets];
const parameters = recording.tracks.find(({ panel }) => panel === "slice")?.of ?? {};
let next = "";

/** Selects the next thing, and goes back to the start; closes after the last. */
function begin() {
  const select = selections.shift();
  if (select === undefined) return source.close();
  source.send({ type: "seek", step: 0, op: 0 });
  next = source.send({
    type: "watch",
    panels: {
      narration: { select },
      inspector: { select },
      surface: {},
      slice: { parameter: select in parameters ? select : Object.keys(parameters)[0] },
    },
  });
}

const source = new RecordedSource(
  recording,
  {
    state() {},
    renew() {},
    event(event) {
      print(event);
      if (event.type === "welcome") begin();
    },
    frame({ meta }) {
      print(meta);
      const { step, op } = recording.end;
      if (!meta.answers.includes(next)) return;
      if (meta.step === step && meta.op === op) begin();
      else next = source.send({ type: "forward" });
    },
  },
  () => {},
);
