// Takes out of a lock file who asks for donations: it is to record no address at all.
import { readFileSync, writeFileSync } from "node:fs";

const path = process.argv[2];
const lock = JSON.parse(readFileSync(path, "utf8"));
for (const each of Object.values(lock.packages)) delete each.funding;
writeFileSync(path, JSON.stringify(lock, null, 2) + "\n");
