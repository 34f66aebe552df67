import { z } from "zod";
import { GATEWAY, type SubgraphClient } from "../calls/subgraph-client.ts";
import type { LookUpApiKey } from "./api-key-verifier.ts";

const owner = z
  .object({
    role: z.string(),
    unitId: z.string().nullable(),
    keyId: z.string(),
    scopes: z.array(z.string()),
  })
  .nullable();

/** Asks the subgraph that owns API keys. The key itself stays here; only its hash is sent. */
export function lookUpApiKeyAt(organisations: SubgraphClient): LookUpApiKey {
  return async (hash) => {
    const { status, body } = await organisations.call({
      path: "/api-keys/lookup",
      body: JSON.stringify({ hash }),
      viewer: GATEWAY,
      withinMs: 2_000,
      retry: true,
    });
    if (status !== 200) throw new Error(`organisations answered ${status}.`);
    // Fastify sends nothing for null.
    return owner.parse(body === "" ? null : JSON.parse(body));
  };
}
