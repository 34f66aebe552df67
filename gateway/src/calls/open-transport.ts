import { Guard } from "./guard.ts";
import { HttpPool } from "./http-pool.ts";
import type { SubgraphTransport } from "./subgraph-transport.ts";

const HEADERS = { accept: "application/json", "content-type": "application/json" };

/**
 * Anybody's subgraphs, unsigned, each at its own URL. They see nothing of the caller, so that one answer is
 * good for all.
 */
export function openTransport(addresses: ReadonlyMap<string, URL>): SubgraphTransport<unknown> {
  const subgraphs = new Map([...addresses].map(([name, url]) => [name, openSubgraph(name, url)]));
  return {
    scopeOf: () => "",
    send: (name, { body, isMutation, withinMs, traceparent }) => {
      const subgraph = subgraphs.get(name);
      if (!subgraph) throw new Error(`The supergraph has no address of ${name}.`);
      const { guard, pool, path } = subgraph;
      const headers = traceparent === undefined ? HEADERS : { ...HEADERS, traceparent };
      const request = { method: "POST", path, headers, body } as const;
      const deadline = Date.now() + withinMs;
      return guard.run(() => pool.send(request, deadline - Date.now()), !isMutation);
    },
    close: async () => {
      await Promise.all([...subgraphs.values()].map(({ pool }) => pool.close()));
    },
  };
}

interface OpenSubgraph {
  readonly guard: Guard;
  readonly pool: HttpPool;
  readonly path: string;
}

function openSubgraph(name: string, { origin, pathname, search }: URL): OpenSubgraph {
  const pool = new HttpPool(origin);
  return { guard: new Guard(name, pool), pool, path: pathname + search };
}
