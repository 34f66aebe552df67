#!/usr/bin/env node
import { processIo } from "./process-io.ts";
import { run } from "./run.ts";

// A key given as an option would stay readable in the list of processes.
process.title = "gongjian";

// A reader such as `head` that has seen enough is no failure.
process.stdout.on("error", () => process.exit());

void run(process.argv.slice(2), processIo()).then((exitCode) => {
  process.exitCode = exitCode;
});
