// Lints extension/ with web-ext: no error, and no warning beyond the list. Prints one line, and more only when something is wrong.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

// One manifest serves two browsers; Firefox ignores the key that Chromium needs, and says so.
const ALLOWED = new Set(["BACKGROUND_SERVICE_WORKER_IGNORED"]);

const root = fileURLToPath(new URL("../..", import.meta.url));
const linter = fileURLToPath(new URL("../../node_modules/web-ext/bin/web-ext.js", import.meta.url));
const options = ["lint", "--source-dir", "extension", "--output", "json", "--no-config-discovery"];

execFile(process.execPath, [linter, ...options], { cwd: root }, (failure, printed, complaints) => {
  let found;
  try {
    found = JSON.parse(printed);
  } catch {
    console.error(`web-ext lint did not run: ${complaints.trim() || failure?.message}`);
    process.exit(2);
  }
  const wrong = [...found.errors, ...found.notices, ...found.warnings].filter(({ code }) => !ALLOWED.has(code));
  for (const { code, message, file, line } of wrong) console.error(`${file}${line ? `:${line}` : ""}: ${code}: ${message}`);
  const { errors, warnings } = found.summary;
  console.log(`web-ext lint: ${errors} errors, ${warnings} warnings, ${wrong.length} of them not on the list`);
  process.exit(wrong.length ? 1 : 0);
});
