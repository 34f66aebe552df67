import { encodeViewer } from "@gongjian/shared/signature";
import type { Viewer } from "@gongjian/shared/viewer";
import type { SubgraphClient } from "./subgraph-client.ts";
import type { SubgraphTransport } from "./subgraph-transport.ts";

interface Caller {
  readonly viewer: Viewer;
  readonly requestId: string;
}

/** Our own subgraphs, which answer only what is signed for a viewer. */
export function signedTransport(
  clients: Readonly<Record<string, SubgraphClient>>,
): SubgraphTransport<Caller> {
  return {
    scopeOf: ({ viewer }) => encodeViewer(viewer),
    send: (subgraph, { body, isMutation, withinMs, traceparent }, { viewer, requestId }) => {
      const client = clients[subgraph];
      if (!client) throw new Error(`The supergraph names a subgraph that is not known: ${subgraph}.`);
      const retry = !isMutation;
      return client.call({ path: "/graphql", body, viewer, requestId, withinMs, retry, traceparent });
    },
    close: async () => {
      await Promise.all(Object.values(clients).map((client) => client.close()));
    },
  };
}
