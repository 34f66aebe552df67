import { BoundedLabel, OTHER } from "@gongjian/shared/telemetry/bounded-label";
import { processMetrics } from "@gongjian/shared/telemetry/process-metrics";
import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** What is asked for when somebody looks, and not counted all the time. */
export interface GatewayState {
  readonly planCacheSize: number;
  readonly requestsInFlight: number;
  readonly subgraphs: readonly SubgraphState[];
}

export interface SubgraphState {
  readonly subgraph: string;
  readonly inFlight: number;
  readonly breaker: "closed" | "half-open" | "open";
}

export interface AnsweredOperation {
  /** From its `OperationIdentity`; null for an operation without a name. */
  readonly operation: string | null;
  readonly kind: "query" | "mutation" | "subscription";
  readonly seconds: number;
  /** Whether the answer holds errors. */
  readonly isFailed: boolean;
  /** Whether the caller is a stranger: those open no time series of their own. */
  readonly isStranger: boolean;
}

export interface AnsweredCall {
  readonly subgraph: string;
  readonly seconds: number;
  /** `OK`, or the code of the failure, e.g. SUBGRAPH_DOWN. */
  readonly outcome: string;
}

const CODE = /^[A-Z_]{1,40}$/;
const OPERATIONS = 200;
const CODES = 60;
const SUBGRAPHS = 100;

/** Seconds. From an answer out of memory up to the time-out of a request, 8 s. */
const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 8];
const PLAN_SECONDS = [0.0005, 0.002, 0.005, 0.02, 0.1, 0.5, 2];

const BREAKER = { closed: 0, "half-open": 1, open: 2 } as const;

/**
 * What the gateway counts. Labels hold names that developers gave and our own codes, each in bounded number;
 * one observation costs less than 1 µs.
 */
export class GatewayMetrics {
  private readonly registry = new Registry();
  private readonly registers = [this.registry];
  private readonly operations = new BoundedLabel(OPERATIONS);
  private readonly codes = new BoundedLabel(CODES);
  private readonly subgraphs = new BoundedLabel(SUBGRAPHS);
  private state: () => GatewayState = () => ({ planCacheSize: 0, requestsInFlight: 0, subgraphs: [] });

  private readonly http = this.counter("http_requests_total", "HTTP requests answered", ["route", "status"]);
  private readonly refusals = this.counter("refused_total", "Requests refused before any work", ["code"]);
  private readonly errors = this.counter("errors_total", "Errors inside answers", ["code"]);
  private readonly plans = this.counter("plan_cache_total", "Look-ups among the plans kept", ["result"]);
  private readonly shared = this.counter("coalesced_total", "Answers shared, not asked for", ["level"]);
  private readonly unchanged = this.counter("not_modified_total", "Answers 304", []);
  private readonly loads = this.counter("supergraph_loads_total", "Supergraphs taken up", ["result"]);
  private readonly operationSeconds = new Histogram({
    name: "gongjian_operation_seconds",
    help: "GraphQL operations from request to answer",
    labelNames: ["operation", "kind", "outcome"],
    buckets: SECONDS,
    registers: this.registers,
  });
  private readonly callSeconds = new Histogram({
    name: "gongjian_subgraph_call_seconds",
    help: "Calls to subgraphs, retry included",
    labelNames: ["subgraph", "outcome"],
    buckets: SECONDS,
    registers: this.registers,
  });
  private readonly planSeconds = new Histogram({
    name: "gongjian_plan_seconds",
    help: "Validation and planning of an operation that was not known",
    buckets: PLAN_SECONDS,
    registers: this.registers,
  });

  constructor() {
    this.gauge("plan_cache_size", "Plans kept", ({ planCacheSize }) => planCacheSize);
    this.gauge("requests_in_flight", "GraphQL requests at work", ({ requestsInFlight }) => requestsInFlight);
    this.gaugeOfSubgraphs("subgraph_calls_in_flight", "Calls at work", ({ inFlight }) => inFlight, "sum");
    // Of several processes, the one that has most trouble tells.
    const breaker = ({ breaker }: SubgraphState): number => BREAKER[breaker];
    this.gaugeOfSubgraphs("subgraph_breaker", "0 closed, 1 half-open, 2 open", breaker, "max");
  }

  /** @param route the pattern of the route, never the address that was asked for */
  httpAnswered(route: string, status: number): void {
    this.http.inc({ route, status });
  }

  requestAnswered({ operation, kind, seconds, isFailed, isStranger }: AnsweredOperation): void {
    const name = operation === null ? "unnamed" : this.operations.of(operation, !isStranger);
    this.operationSeconds.observe({ operation: name, kind, outcome: isFailed ? "errors" : "ok" }, seconds);
  }

  subgraphCalled({ subgraph, seconds, outcome }: AnsweredCall): void {
    const labels = { subgraph: this.subgraphs.of(subgraph), outcome: this.labelOf(outcome) };
    this.callSeconds.observe(labels, seconds);
  }

  planned(seconds: number): void {
    this.planSeconds.observe(seconds);
  }

  planCache(isHit: boolean): void {
    this.plans.inc({ result: isHit ? "hit" : "miss" });
  }

  coalesced(level: "client" | "subgraph"): void {
    this.shared.inc({ level });
  }

  notModified(): void {
    this.unchanged.inc();
  }

  /** Limits, rates, overload and credentials alike: the code says which. */
  refused(code: string): void {
    this.refusals.inc({ code: this.labelOf(code) });
  }

  /** An error inside an answer that was given. */
  failed(code: string): void {
    this.errors.inc({ code: this.labelOf(code) });
  }

  supergraphLoaded(result: "taken" | "refused"): void {
    this.loads.inc({ result });
  }

  /** @param state asked at each look; the last one given counts */
  watch(state: () => GatewayState): void {
    this.state = state;
  }

  /** Everything of this process, for the process that adds up those of several. */
  registries(): Registry[] {
    return [processMetrics(), this.registry];
  }

  /** In Prometheus' text format. */
  text(): Promise<string> {
    return Registry.merge(this.registries()).metrics();
  }

  /** Codes of other people's subgraphs may be anything. */
  private labelOf(code: string): string {
    return CODE.test(code) ? this.codes.of(code) : OTHER;
  }

  private counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name: `gongjian_${name}`, help, labelNames, registers: this.registers });
  }

  private gauge(name: string, help: string, valueOf: (state: GatewayState) => number): void {
    const collect = (): void => {
      gauge.set(valueOf(this.state()));
    };
    const gauge = new Gauge({ name: `gongjian_${name}`, help, registers: this.registers, collect });
  }

  private gaugeOfSubgraphs(
    name: string,
    help: string,
    valueOf: (state: SubgraphState) => number,
    aggregator: "sum" | "max",
  ): void {
    const collect = (): void => {
      for (const subgraph of this.state().subgraphs) {
        gauge.set({ subgraph: this.subgraphs.of(subgraph.subgraph) }, valueOf(subgraph));
      }
    };
    const gauge = new Gauge({
      name: `gongjian_${name}`,
      help,
      labelNames: ["subgraph"],
      registers: this.registers,
      aggregator,
      collect,
    });
  }
}
