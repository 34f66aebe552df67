import { Guard } from "./guard.ts";
import { HttpPool } from "./http-pool.ts";
import type { SubgraphTransport } from "./subgraph-transport.ts";

const HEADERS = { accept: "application/json", "content-type": "application/json" };

const REST_MS = 10_000;

export interface OpenTransport extends SubgraphTransport<unknown> {
  /** From now on these subgraphs are at these addresses; those that are not named stay where they were. */
  reach(addresses: ReadonlyMap<string, URL>): void;
}

/**
 * Anybody's subgraphs, unsigned, each at its own URL. They see nothing of the caller, so that one answer is
 * good for all.
 */
export function openTransport(): OpenTransport {
  const subgraphs = new Map<string, OpenSubgraph>();
  return {
    reach(addresses) {
      for (const [name, url] of addresses) {
        const old = subgraphs.get(name);
        if (old?.url.href === url.href) continue;
        subgraphs.set(name, openSubgraph(name, url));
        // Calls that are on their way have a few seconds.
        setTimeout(() => void old?.pool.close(), REST_MS).unref();
      }
    },
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
  readonly url: URL;
  readonly guard: Guard;
  readonly pool: HttpPool;
  readonly path: string;
}

function openSubgraph(name: string, url: URL): OpenSubgraph {
  const pool = new HttpPool(url.origin);
  return { url, guard: new Guard(name, pool), pool, path: url.pathname + url.search };
}
