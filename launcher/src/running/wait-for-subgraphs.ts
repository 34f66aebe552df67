import { setTimeout as sleep } from "node:timers/promises";
import { LauncherError } from "../launcher-error.ts";

const PATIENCE_MS = 60_000;

/** Waits until the gateway answers and sees every subgraph answer; the first lists may be missing yet. */
export async function waitForSubgraphs(gatewayUrl: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  let last = "";
  while (Date.now() < deadline) {
    try {
      const response = await fetch(`${gatewayUrl}/readyz`, { signal });
      last = await response.text();
      if (seesAll(last)) return;
    } catch (error) {
      signal.throwIfAborted();
      last = (error as Error).message;
    }
    await sleep(100, undefined, { signal });
  }
  throw new LauncherError(
    `平台没有在 ${PATIENCE_MS / 1000} 秒内就绪：${last}`,
    `The platform was not ready within ${PATIENCE_MS / 1000} s.`,
  );
}

function seesAll(answer: string): boolean {
  const { subgraphs } = JSON.parse(answer) as { subgraphs?: Record<string, boolean> };
  return subgraphs !== undefined && Object.values(subgraphs).every(Boolean);
}
