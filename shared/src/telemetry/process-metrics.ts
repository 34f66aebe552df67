import { collectDefaultMetrics, Registry } from "prom-client";

let registry: Registry | null = null;

/** CPU, memory, event-loop delay, garbage collection and handles of this process, however many servers it runs. */
export function processMetrics(): Registry {
  if (registry === null) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry });
  }
  return registry;
}
