import { setTimeout as wait } from "node:timers/promises";
import type { Io } from "./io.ts";

/** The process itself. */
export function processIo(): Io {
  // An empty variable is one that is not set.
  const env = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env,
    wait: (ms) => wait(ms),
  };
}
