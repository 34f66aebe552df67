import type { Server } from "node:http";
import { setImmediate as turn } from "node:timers/promises";

/** A turn of the event loop that takes longer, in milliseconds, had something to do. */
const FREE_TURN_MS = 0.5;

export interface Quiet {
  readonly forMs: number;
  /** Where it is never quiet it is not waited for longer. */
  readonly withinMs: number;
}

/**
 * Waits until the event loop was free for so long and, where a server is given, nobody came to it: whoever has
 * connected and is not accepted yet when a server closes is reset, so it had better close when that is nobody.
 */
export async function untilQuiet({ forMs, withinMs }: Quiet, server?: Server): Promise<void> {
  const end = performance.now() + withinMs;
  let quietSince = performance.now();
  const disturb = (): void => {
    quietSince = performance.now();
  };
  server?.on("connection", disturb);
  for (let now = quietSince; now < end && now - quietSince < forMs;) {
    await turn();
    const before = now;
    now = performance.now();
    if (now - before > FREE_TURN_MS) disturb();
  }
  server?.off("connection", disturb);
}
