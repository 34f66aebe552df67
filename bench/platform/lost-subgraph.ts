import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, processWith } from "./process-tree.ts";
import type { RunningPlatform } from "./run-platform.ts";

const PATIENCE_MS = 60_000;

/** Ends the subgraph of resources at once; the launcher starts it again. */
export async function killSubgraph({ pid }: RunningPlatform): Promise<void> {
  let subgraph: number | null;
  while ((subgraph = processWith(pid, "resources/dist")) === null && isAlive(pid)) await sleep(20);
  if (subgraph === null) return;
  process.kill(subgraph, "SIGKILL");
  while (isAlive(subgraph)) await sleep(2);
}

/** Waits until every part answers. @returns false when the launcher has ended */
export async function isReadyAgain({ pid, url }: RunningPlatform): Promise<boolean> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    if (!isAlive(pid)) return false;
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok === true) return true;
    await sleep(50);
  }
  throw new Error("The platform did not become ready again.");
}
