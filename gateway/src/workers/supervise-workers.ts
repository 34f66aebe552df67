import cluster from "node:cluster";
import type { Logger } from "@gongjian/shared/log";
import { stopOnSignal } from "@gongjian/shared/subgraph/stop-on-signal";
import { startBeating } from "@gongjian/shared/watchdog/beating";
import { CrashBudget, LONGEST_DELAY_MS } from "@gongjian/shared/watchdog/crash-budget";
import { SupervisedProcess } from "@gongjian/shared/watchdog/supervised-process";
import { isLoaded } from "./loaded.ts";
import { onReloadSignal } from "./reload-signal.ts";

/**
 * Runs this same script in so many worker processes, which share its port, and replaces each that dies or
 * hangs. This process answers nothing itself: it passes on what it is told.
 */
export function superviseWorkers(count: number, log: Logger): void {
  // Workers accept for themselves. Were connections handed to them from here, one at a time, those on their way
  // would be lost when the gateway stops, and the one on its way to a worker that hangs would wait with it.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  // Before any worker was ever ready, something is wrong that starting again does not change.
  let hasServed = false;
  const workers = Array.from({ length: count }, (_, i) => {
    const name = `worker ${i + 1}`;
    const crashes = new CrashBudget();
    return new SupervisedProcess({
      name,
      spawn: () => cluster.fork().process,
      // Others serve meanwhile, so there is always another try.
      budget: { spend: () => (hasServed ? (crashes.spend() ?? LONGEST_DELAY_MS) : null) },
      warn: (message) => {
        log.error(message);
      },
      giveUp: () => process.exit(1),
      isUp: ({ pid }) => {
        hasServed = true;
        log.info({ worker: name, workerPid: pid }, "worker is ready");
      },
    });
  });

  process.on("message", (message) => {
    if (isLoaded(message)) for (const worker of workers) worker.tell(message);
  });
  onReloadSignal(() => {
    for (const worker of workers) worker.signal("SIGHUP");
  });
  stopOnSignal(log, async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
  });
  for (const worker of workers) worker.start();
  startBeating();
}
