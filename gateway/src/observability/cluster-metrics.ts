import cluster, { type Worker } from "node:cluster";
import { AggregatorRegistry, type Registry } from "prom-client";

const ASK = "gongjian:metrics?";
const ANSWER = "gongjian:metrics";
/** Longer than the workers have to tell theirs, 5 s (prom-client). */
const PATIENCE_MS = 6_000;
/** Who scrapes more often than that is not answered. */
const AT_ONCE = 16;

interface Answer {
  readonly type: typeof ANSWER;
  readonly id: number;
  /** Null where a worker did not tell its own in time. */
  readonly text: string | null;
}

/** In the primary process: adds up the metrics of all workers whenever one of them is asked for metrics. */
export function addUpMetricsOfWorkers(): void {
  const aggregator = new AggregatorRegistry();
  cluster.on("message", (worker: Worker, message: unknown) => {
    if (!isAsk(message)) return;
    const answer = (text: string | null): void => {
      if (worker.isConnected()) worker.send({ type: ANSWER, id: message.id, text } satisfies Answer);
    };
    aggregator.clusterMetrics().then(answer, () => {
      answer(null);
    });
  });
}

/**
 * In a worker process: whichever worker is asked tells the metrics of all.
 *
 * @param registries this worker's own
 * @returns the text for `serveMetrics`; it throws where a worker or the primary does not answer in time
 */
export function metricsOfAllWorkers(registries: Registry[]): () => Promise<string> {
  AggregatorRegistry.setRegistries(registries);
  // Its construction makes this process answer the primary.
  new AggregatorRegistry();
  const waiting = new Map<number, (text: string | null) => void>();
  let asked = 0;
  process.on("message", (message: unknown) => {
    if (isAnswer(message)) waiting.get(message.id)?.(message.text);
  });
  return async () => {
    if (waiting.size >= AT_ONCE) throw new Error("Metrics are asked for too often.");
    const id = asked++;
    const text = await new Promise<string | null>((resolve) => {
      const timer = setTimeout(resolve, PATIENCE_MS, null);
      waiting.set(id, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      process.send?.({ type: ASK, id });
    }).finally(() => waiting.delete(id));
    if (text === null) throw new Error("The workers did not tell their metrics in time.");
    return text;
  };
}

function isAsk(message: unknown): message is { readonly id: number } {
  return typeof message === "object" && message !== null && "type" in message && message.type === ASK;
}

function isAnswer(message: unknown): message is Answer {
  return typeof message === "object" && message !== null && "type" in message && message.type === ANSWER;
}
