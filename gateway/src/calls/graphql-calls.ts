import type { Logger } from "@gongjian/shared/log";
import {
  NoAnswer,
  type CallSubgraph,
  type SubgraphAnswer,
  type SubgraphError,
  type SubgraphRequest,
} from "../engine/subgraph-call.ts";
import type { HttpAnswer } from "./http-pool.ts";
import { InFlight } from "./in-flight.ts";
import { CALL_TIMEOUT_MS } from "./subgraph-client.ts";
import { SubgraphFailure } from "./subgraph-failure.ts";
import type { SubgraphTransport } from "./subgraph-transport.ts";

interface CallContext {
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

/** Sees each call begin and end, for spans and figures. */
export interface CallObserver<Context> {
  /** @param isShared it waits for the answer of one that is on its way */
  begin(request: SubgraphRequest, context: Context, isShared: boolean): ObservedCall;
}

interface ObservedCall {
  readonly traceparent?: string;
  /** @param outcome `OK`, or the code of the failure */
  end(outcome: string): void;
}

export interface GraphqlCallsOptions<Context> {
  readonly transport: SubgraphTransport<Context>;
  readonly log: Logger;
  readonly observer?: CallObserver<Context>;
}

/**
 * The engine's way to subgraphs. Queries that are alike, of callers who may see the same, are sent once while
 * the answer is on its way.
 */
export class GraphqlCalls<Context extends CallContext> {
  private readonly inFlight = new InFlight<HttpAnswer>();

  constructor(private readonly options: GraphqlCallsOptions<Context>) {}

  readonly call: CallSubgraph<Context> = async (request, context) => {
    const { observer, transport } = this.options;
    const key = keyOf(request, transport.scopeOf(context));
    const isShared = !request.isMutation && this.inFlight.has(key);
    const observed = observer?.begin(request, context, isShared) ?? UNOBSERVED;
    try {
      const sent = request.isMutation
        ? this.change(request, context, observed)
        : this.read(key, request, context, observed);
      // Parsed for each who shares it: the engine changes what it is given.
      const answer = parseAnswer(await sent, request.subgraph);
      observed.end("OK");
      return answer;
    } catch (error) {
      const code = error instanceof NoAnswer ? error.code : "INTERNAL_SERVER_ERROR";
      observed.end(code);
      this.tell({ subgraph: request.subgraph, code, requestId: context.requestId }, error);
      throw error;
    }
  };

  private change(request: SubgraphRequest, context: Context, observed: ObservedCall): Promise<HttpAnswer> {
    const { subgraph, body } = request;
    const withinMs = context.deadline - Date.now();
    if (withinMs <= 0) return Promise.reject(new SubgraphFailure("SUBGRAPH_TIMEOUT", subgraph));
    // That a request has little time left is not the subgraph's failure.
    const call = { body, isMutation: true, withinMs: CALL_TIMEOUT_MS, traceparent: observed.traceparent };
    const answer = this.options.transport.send(subgraph, call, context).finally(() => {
      this.renew();
    });
    return withinMs < CALL_TIMEOUT_MS ? before(withinMs, answer, subgraph) : answer;
  }

  /** Something has changed: whoever has seen that must not be given what was read before it. */
  renew(): void {
    this.inFlight.renew();
  }

  private read(
    key: string,
    { subgraph, body }: SubgraphRequest,
    context: Context,
    { traceparent }: ObservedCall,
  ): Promise<HttpAnswer> {
    const withinMs = context.deadline - Date.now();
    if (withinMs <= 0) return Promise.reject(new SubgraphFailure("SUBGRAPH_TIMEOUT", subgraph));
    // Others may have more time than the one who asked first.
    const call = { body, isMutation: false, withinMs: CALL_TIMEOUT_MS, traceparent };
    const answer = this.inFlight.share(key, () => this.options.transport.send(subgraph, call, context));
    return withinMs < CALL_TIMEOUT_MS ? before(withinMs, answer, subgraph) : answer;
  }

  /** Calls that are not let through are no news: what came before them is in the log. */
  private tell(about: Record<string, string>, error: unknown): void {
    const { cause } = error as Error;
    if (cause === undefined) this.options.log.debug(about, "not called");
    else this.options.log.warn({ ...about, err: cause }, "no answer");
  }
}

const UNOBSERVED: ObservedCall = { end: () => undefined };

function keyOf({ subgraph, body }: SubgraphRequest, scope: string): string {
  return `${subgraph}\n${scope}\n${body}`;
}

/** What is shared goes on for the others; who has no more time does not wait for it. */
async function before<Result>(withinMs: number, work: Promise<Result>, subgraph: string): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new SubgraphFailure("SUBGRAPH_TIMEOUT", subgraph));
    }, withinMs);
  });
  return Promise.race([work, late]).finally(() => {
    clearTimeout(timer);
  });
}

/** @throws SubgraphFailure: what is not GraphQL does not come from a healthy subgraph */
function parseAnswer({ status, body }: HttpAnswer, subgraph: string): SubgraphAnswer {
  try {
    const answer: unknown = JSON.parse(body);
    if (isAnswer(answer)) return answer;
  } catch {
    // Told below.
  }
  const cause = new Error(`The answer has status ${status} and is no GraphQL result.`);
  throw new SubgraphFailure("SUBGRAPH_DOWN", subgraph, cause);
}

function isAnswer(answer: unknown): answer is SubgraphAnswer {
  if (typeof answer !== "object" || answer === null) return false;
  const { data, errors } = answer as Record<string, unknown>;
  if ((typeof data !== "object" && data !== undefined) || Array.isArray(data)) return false;
  if (errors === undefined || errors === null) return data !== undefined;
  return Array.isArray(errors) && errors.every(isError);
}

function isError(error: unknown): error is SubgraphError {
  return typeof error === "object" && error !== null && typeof (error as SubgraphError).message === "string";
}
