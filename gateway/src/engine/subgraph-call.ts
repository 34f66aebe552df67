/** One GraphQL request to one subgraph, ready to be sent. */
export interface SubgraphRequest {
  /** The subgraph's name in the supergraph. */
  readonly subgraph: string;
  /** JSON: `{"query": …, "variables": …}`. Two requests that ask the same have the same text. */
  readonly body: string;
  readonly isMutation: boolean;
}

/** An error as a subgraph reports it; anything but the message may be missing or wrong. */
export interface SubgraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** What a subgraph answered. The engine takes `data` over and changes it: an answer is handed out once. */
export interface SubgraphAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly SubgraphError[];
}

/** No answer came: the subgraph is down, late, or not to be asked now. */
export class NoAnswer extends Error {
  /** @param code e.g. SUBGRAPH_DOWN, SUBGRAPH_TIMEOUT; @param message for the caller, Chinese first */
  constructor(
    readonly code: string,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/**
 * Sends a request to a subgraph, with whatever time-outs, retries and signatures belong to it.
 * @throws NoAnswer
 */
export type CallSubgraph<Context> = (request: SubgraphRequest, context: Context) => Promise<SubgraphAnswer>;
