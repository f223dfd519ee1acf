// Takes out of a lock file who asks for donations: it is to record no address at all.
import { readFileSync, writeFileSync } from "node:fs";
import { argv } from "node:process";

const path = argv[2];
const lock = JSON.parse(readFileSync(path, "utf8"));
for (const each of Object.values(lock.packages)) delete each.funding;
writeFileSync(path, JSON.stringify(lock, null, 2) + "\n");
