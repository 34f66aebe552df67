import { fork } from "node:child_process";
import { createLogger } from "../log.ts";
import { stopOnSignal } from "../subgraph/stop-on-signal.ts";
import { CrashBudget } from "./crash-budget.ts";
import { SupervisedProcess } from "./supervised-process.ts";

/**
 * `node keep-alive.js SCRIPT`: runs a script of ours and replaces its process when it dies or hangs, where no
 * launcher does. Lost too often, it ends with 1 and leaves the rest to whoever started it.
 */
function main(script: string): void {
  const log = createLogger("keep-alive", process.env.LOG_LEVEL);
  const kept = new SupervisedProcess({
    name: script,
    spawn: () => fork(script),
    budget: new CrashBudget(),
    warn: (message) => {
      log.error(message);
    },
    giveUp: () => process.exit(1),
  });
  stopOnSignal(log, () => kept.stop());
  kept.start();
}

const [script] = process.argv.slice(2);
if (script === undefined) throw new Error("Which script?");
main(script);
