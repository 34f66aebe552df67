import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { JobBacklog } from "./job-queue-watch.ts";
import { processMetrics } from "./process-metrics.ts";

/** Seconds. A subgraph's answer is worth nothing after 3. */
const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3];

/** What a subgraph counts. */
export class SubgraphMetrics {
  private readonly registry = new Registry();
  private readonly http = new Counter({
    name: "gongjian_http_requests_total",
    help: "HTTP requests answered",
    labelNames: ["route", "status"],
    registers: [this.registry],
  });
  private readonly seconds = new Histogram({
    name: "gongjian_graphql_seconds",
    help: "GraphQL requests from parsing to answer",
    labelNames: ["kind", "outcome"],
    buckets: SECONDS,
    registers: [this.registry],
  });

  private readonly waiting = this.gaugeOfTasks("jobs_waiting", "Jobs that are due");
  private readonly lag = this.gaugeOfTasks(
    "jobs_lag_seconds",
    "How long the oldest job that is due has waited",
  );
  private readonly parked = this.gaugeOfTasks("jobs_parked", "Jobs that failed for good");

  /** @param backlog asked at each look, where there is a job queue */
  constructor(private readonly backlog?: () => Promise<readonly JobBacklog[]>) {}

  /** @param route the pattern of the route, never the address that was asked for */
  httpAnswered(route: string, status: number): void {
    this.http.inc({ route, status });
  }

  /** @param kind query, mutation, or unknown where the request was refused before that was clear */
  graphqlAnswered(kind: string, seconds: number, isFailed: boolean): void {
    this.seconds.observe({ kind, outcome: isFailed ? "errors" : "ok" }, seconds);
  }

  /** In Prometheus' text format. */
  async text(): Promise<string> {
    await this.lookAtJobs();
    return Registry.merge([processMetrics(), this.registry]).metrics();
  }

  private async lookAtJobs(): Promise<void> {
    const tasks = (await this.backlog?.()) ?? [];
    for (const gauge of [this.waiting, this.lag, this.parked]) gauge.reset();
    for (const { task, due, parked, lagSeconds } of tasks) {
      this.waiting.set({ task }, due);
      this.lag.set({ task }, lagSeconds);
      this.parked.set({ task }, parked);
    }
  }

  private gaugeOfTasks(name: string, help: string): Gauge<"task"> {
    return new Gauge({ name: `gongjian_${name}`, help, labelNames: ["task"], registers: [this.registry] });
  }
}
