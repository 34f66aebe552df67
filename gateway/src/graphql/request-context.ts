import type { Viewer } from "@gongjian/shared/viewer";
import type { RequestNotes } from "../observability/request-notes.ts";

/** What one GraphQL request carries through planning and execution. */
export interface RequestContext {
  readonly viewer: Viewer;
  readonly requestId: string;
  /** When the answer has to be on its way, in milliseconds since the epoch. */
  readonly deadline: number;
  readonly notes: RequestNotes;
}

/** PROMISES 6: longer than a subgraph's call, shorter than a client waits. */
export const REQUEST_TIMEOUT_MS = 8_000;
