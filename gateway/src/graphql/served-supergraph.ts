import type { Logger } from "@gongjian/shared/log";
import { InFlight } from "../calls/in-flight.ts";
import { CostModel } from "../limits/cost-model.ts";
import type { Limits } from "../limits/limits.ts";
import { RequestGuard } from "../limits/request-guard.ts";
import type { GatewayMetrics } from "../observability/gateway-metrics.ts";
import type { GraphqlAnswer } from "./answer.ts";
import type { Executor } from "./executor.ts";

/** A supergraph with all that was made of it. */
export interface Served {
  readonly guard: RequestGuard;
  readonly executor: Executor;
  /** Queries that are being answered, for those who ask the same meanwhile. */
  readonly inFlight: InFlight<GraphqlAnswer>;
}

export interface ServedSupergraphOptions {
  readonly limits: Limits;
  readonly createExecutor: (supergraphSdl: string) => Promise<Executor>;
  /** The last thing before another supergraph is served; what it throws refuses the supergraph. */
  readonly beforeSwitch?: ((supergraphSdl: string) => void) | undefined;
  readonly metrics: GatewayMetrics;
  readonly log: Logger;
}

/** Requests that began with the old supergraph may take this long. */
const REST_MS = 10_000;

/** The supergraph that is served now; another one takes its place without a request that fails. */
export class ServedSupergraph {
  private replacing: Promise<void> = Promise.resolve();

  private constructor(
    private served: Served,
    private readonly options: ServedSupergraphOptions,
  ) {}

  /** @throws where the supergraph is none */
  static async create(supergraphSdl: string, options: ServedSupergraphOptions): Promise<ServedSupergraph> {
    return new ServedSupergraph(await serve(supergraphSdl, options), options);
  }

  get current(): Served {
    return this.served;
  }

  /** Takes up another supergraph, one after the other; one that is none is refused and the old one stays. */
  replace(supergraphSdl: string): Promise<void> {
    this.replacing = this.replacing.then(() => this.takeUp(supergraphSdl));
    return this.replacing;
  }

  async stop(): Promise<void> {
    await this.replacing;
    await this.served.executor.stop();
  }

  private async takeUp(supergraphSdl: string): Promise<void> {
    const { metrics, log } = this.options;
    let next: Served | null = null;
    try {
      next = await serve(supergraphSdl, this.options);
      const old = this.served.executor;
      await next.executor.warm(old);
      this.options.beforeSwitch?.(supergraphSdl);
      this.served = next;
      setTimeout(() => void old.stop(), REST_MS).unref();
      metrics.supergraphLoaded("taken");
      log.info({ operations: next.executor.size }, "another supergraph is served");
    } catch (error) {
      await next?.executor.stop();
      metrics.supergraphLoaded("refused");
      log.error({ err: error }, "the supergraph was refused; the one before goes on being served");
    }
  }
}

async function serve(supergraphSdl: string, options: ServedSupergraphOptions): Promise<Served> {
  const guard = new RequestGuard(new CostModel(supergraphSdl, options.limits), options.limits);
  return { guard, executor: await options.createExecutor(supergraphSdl), inFlight: new InFlight() };
}
