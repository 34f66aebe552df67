import type { Viewer } from "@gongjian/shared/viewer";

/** What one GraphQL request carries through planning and execution. */
export interface RequestContext {
  readonly viewer: Viewer;
  readonly requestId: string;
  /** When the answer has to be on its way, in milliseconds since the epoch. */
  readonly deadline: number;
}

/** PROMISES 6: longer than a subgraph's call, shorter than a client waits. */
export const REQUEST_TIMEOUT_MS = 8_000;
