import {
  BrokenCircuitError,
  bulkhead,
  BulkheadRejectedError,
  circuitBreaker,
  CircuitState,
  ConstantBackoff,
  CountBreaker,
  handleWhen,
  retry,
  wrap,
} from "cockatiel";
import { CONNECTIONS, TimedOut, type HttpAnswer, type HttpPool } from "./http-pool.ts";
import { SubgraphFailure } from "./subgraph-failure.ts";

/** Calls of one subgraph at a time, those that wait for a connection included; more are refused. */
const MAX_CALLS = 256;
/**
 * A subgraph that has more to do than it can is asked no more than it answers in time: calls that would wait
 * longer for a connection would be given up while it works on them.
 */
const MOST_WAITING_MS = 1_000;
/** PROMISES 6: the breaker opens at 5 failures among the last 10 calls. */
const WINDOW_CALLS = 10;
/** The library opens above this share, so that it has to lie below 5 of 10. */
const TOLERATED_SHARE = 0.45;
/** PROMISES 6: then one call is let through to see whether the subgraph is back. */
const HALF_OPEN_AFTER_MS = 2_000;

const BREAKER = {
  [CircuitState.Closed]: "closed",
  [CircuitState.HalfOpen]: "half-open",
  // It was opened by hand, which nobody does.
  [CircuitState.Isolated]: "open",
  [CircuitState.Open]: "open",
} as const;

export interface GuardState {
  readonly breaker: "closed" | "half-open" | "open";
  readonly callsInFlight: number;
}

/** Keeps a subgraph in trouble from holding up those who ask for others, and from being asked all the more. */
export class Guard {
  private readonly places = bulkhead(MAX_CALLS);
  private readonly breaker = circuitBreaker(handleWhen(isUnavailable), {
    halfOpenAfter: HALF_OPEN_AFTER_MS,
    breaker: new CountBreaker({ threshold: TOLERATED_SHARE, size: WINDOW_CALLS }),
  });
  private readonly once = wrap(this.places, this.breaker);
  private readonly twice = wrap(
    this.once,
    retry(handleWhen(isBroken), { maxAttempts: 1, backoff: new ConstantBackoff(0) }),
  );

  constructor(
    private readonly name: string,
    private readonly pool: HttpPool,
  ) {}

  /**
   * @param send is called again when the connection broke and `mayRetry`
   * @throws SubgraphFailure
   */
  async run(send: () => Promise<HttpAnswer>, mayRetry: boolean): Promise<HttpAnswer> {
    // The library would have all others wait for the one call that tries; it may take its full time.
    if (this.breaker.state === CircuitState.HalfOpen) throw new SubgraphFailure("SUBGRAPH_DOWN", this.name);
    const waiting = this.callsInFlight - CONNECTIONS;
    if ((waiting / CONNECTIONS) * this.pool.meanMs > MOST_WAITING_MS) {
      throw new SubgraphFailure("SUBGRAPH_BUSY", this.name);
    }
    try {
      return await (mayRetry ? this.twice : this.once).execute(send);
    } catch (error) {
      throw failureOf(error, this.name);
    }
  }

  state(): GuardState {
    return { breaker: BREAKER[this.breaker.state], callsInFlight: this.callsInFlight };
  }

  private get callsInFlight(): number {
    return MAX_CALLS - this.places.executionSlots;
  }
}

/** Whatever kept a call from being answered, as callers are told. */
export function failureOf(error: unknown, name: string): SubgraphFailure {
  if (error instanceof BulkheadRejectedError) return new SubgraphFailure("SUBGRAPH_BUSY", name);
  if (error instanceof BrokenCircuitError) return new SubgraphFailure("SUBGRAPH_DOWN", name);
  return new SubgraphFailure(isLate(error) ? "SUBGRAPH_TIMEOUT" : "SUBGRAPH_DOWN", name, error);
}

/** What a proxy in front of the subgraph answers in its place. */
export class BadGateway extends Error {
  constructor(status: number) {
    super(`The answer has status ${status}.`);
  }
}

const BROKEN = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_CONNECT_TIMEOUT"],
  // A stopped container has no name and no address any more.
  ...["ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT"],
]);
/** Of streams, which have the pool's own timers. */
const LATE = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT", "TimeoutError"]);

function isUnavailable(error: Error): boolean {
  return isBroken(error) || isLate(error) || error instanceof BadGateway;
}

function isBroken(error: Error): boolean {
  return BROKEN.has(codeOf(error));
}

function isLate(error: unknown): boolean {
  return error instanceof TimedOut || (error instanceof Error && LATE.has(codeOf(error)));
}

function codeOf(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === "string" ? code : error.name;
}
