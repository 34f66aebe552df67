import type { HttpAnswer } from "./http-pool.ts";

/** A GraphQL request on its way to a subgraph. */
export interface GraphqlCall {
  readonly body: string;
  /** What changes nothing is tried once more when the connection broke. */
  readonly isMutation: boolean;
  readonly withinMs: number;
  readonly traceparent: string | undefined;
}

/** How subgraphs are reached, and what they are told of the caller. */
export interface SubgraphTransport<Context> {
  /** All that a subgraph can see of the caller: two of the same scope get the same answers. */
  scopeOf(context: Context): string;
  /** @throws NoAnswer */
  send(subgraph: string, call: GraphqlCall, context: Context): Promise<HttpAnswer>;
  close(): Promise<void>;
}
