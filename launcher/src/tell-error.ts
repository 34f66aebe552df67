import { LauncherError } from "./launcher-error.ts";

/** Tells the person at the terminal what went wrong: in words, or with a stack where it is our fault. */
export function tellError(error: unknown): void {
  console.error(error instanceof LauncherError ? error.message : error);
}
