import type { Logger } from "../log.ts";

/** PROMISES 7: a process is gone within 10 s of being told. */
const DEADLINE_MS = 9_000;

/**
 * Stops the process in order on SIGTERM and SIGINT, and when the parent that started it with an IPC
 * channel is gone, so that a killed launcher leaves no process behind.
 */
export function stopOnSignal(log: Logger, stop: () => Promise<void>): void {
  let stopping = false;
  const begin = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), DEADLINE_MS).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, "could not stop in order");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", begin);
  process.on("SIGINT", begin);
  process.on("disconnect", begin);
  // The parent may have gone before anybody listened. Without a channel the value is undefined.
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-boolean-literal-compare
  if (process.connected === false) begin();
}
