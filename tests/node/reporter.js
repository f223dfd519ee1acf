import { relative } from "node:path";
import { inspect } from "node:util";

/** Tells of the tests that failed, and at the end how many there were. */
export default async function* reporter(source) {
  for await (const { type, data } of source) {
    if (type === "test:fail") {
      const { cause } = data.details.error;
      yield `✖ ${relative("", data.file)}:${data.line}: ${data.name}\n${inspect(cause ?? data.details.error)}\n\n`;
    } else if (type === "test:stderr" || type === "test:stdout") {
      yield data.message;
    } else if (type === "test:summary" && !data.file) {
      const { passed, failed } = data.counts;
      const seconds = (data.duration_ms / 1000).toFixed(1);
      yield `JavaScript: ${passed} passed${failed ? `, ${failed} failed` : ""} in ${seconds} s\n`;
    }
  }
}
