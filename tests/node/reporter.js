import { relative } from "node:path";
import { inspect } from "node:util";

/** The modules that are not run as a whole, the least first, and all of them; what no test loads does not count. */
function* covered({ files, totals }) {
  const name = ({ path }) => relative("", path).padEnd(60);
  const share = ({ coveredLinePercent }) => `${coveredLinePercent.toFixed(1).padStart(6)} %\n`;
  const partly = files.filter(({ coveredLinePercent }) => coveredLinePercent < 100);
  for (const each of partly.sort((a, b) => a.coveredLinePercent - b.coveredLinePercent)) {
    yield name(each) + share(each);
  }
  yield `JavaScript: lines of ${files.length} modules run`.padEnd(60) + share(totals);
}

/** Tells of the tests that failed, and at the end how many there were. */
export default async function* reporter(source) {
  for await (const { type, data } of source) {
    if (type === "test:fail") {
      const { cause } = data.details.error;
      yield `✖ ${relative("", data.file)}:${data.line}: ${data.name}\n${inspect(cause ?? data.details.error)}\n\n`;
    } else if (type === "test:stderr" || type === "test:stdout") {
      yield data.message;
    } else if (type === "test:coverage") {
      yield* covered(data.summary);
    } else if (type === "test:summary" && !data.file) {
      const { passed, failed } = data.counts;
      const seconds = (data.duration_ms / 1000).toFixed(1);
      yield `JavaScript: ${passed} passed${failed ? `, ${failed} failed` : ""} in ${seconds} s\n`;
    }
  }
}
