import type { TraceScope } from "@gongjian/shared/telemetry/trace-scope";
import type { OperationIdentity } from "./operation-identity.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** What is noted of a request while it is answered, for the log, the metrics and the trace. */
    notes: RequestNotes;
  }
}

/** Filled in by those who do the work; read once, when the answer is through. */
export class RequestNotes {
  operation: OperationIdentity | undefined;
  cost: number | undefined;
  subgraphCalls: number | undefined;
  isShared: boolean | undefined;
  refused: string | undefined;
  errors: number | undefined;
  /** Where the route knows it better than the header. */
  bytes: number | undefined;

  private readonly begin = performance.now();

  /** @param trace null where the trace is off */
  constructor(readonly trace: TraceScope | null) {}

  /** Milliseconds since the request's headers were read. */
  get elapsedMs(): number {
    return performance.now() - this.begin;
  }
}
