import type { ImportRunner } from "./import-job.ts";
import { runImport, type ImportWorkshop } from "./run-import.ts";

/** Runs imports in the caller's own thread: where they are short, and in tests. */
export function runHere(workshop: ImportWorkshop): ImportRunner {
  return {
    run: (job, onProgress) => runImport(job, workshop, onProgress),
    stop: () => Promise.resolve(),
  };
}
