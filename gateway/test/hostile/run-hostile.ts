import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SUBGRAPHS } from "@gongjian/shared/contracts/lists";
import { ROLES } from "@gongjian/shared/contracts/roles";
import type { GatewaySettings } from "@gongjian/gateway/environment";
import { readLimits } from "@gongjian/gateway/limits/limits";
import { createKeys, startGateway } from "@gongjian/gateway/testing/start-gateway";
import { attack, type HostileReport } from "./attack.ts";
import { startCannedSubgraphs } from "./canned-subgraphs.ts";

/** Attacks the gateway over the real supergraph and made-up subgraphs. Mutated documents come from seeds 1, 2, … */
export async function runHostile(
  mutated: number,
  settings: Partial<GatewaySettings> = {},
): Promise<HostileReport> {
  const keys = createKeys();
  const subgraphs = await startCannedSubgraphs(keys);
  const gateway = await startGateway({
    supergraphSdl: readFileSync(join(__dirname, "..", "..", "supergraph.graphql"), "utf8"),
    keys,
    addresses: Object.fromEntries(SUBGRAPHS.map((name) => [name, subgraphs[name].url])),
    settings: { limits: WITHOUT_RATES, ...settings },
  });
  try {
    const token = await gateway.issuer.token({ exp: Math.floor(Date.now() / 1000) + 86_400 });
    const credential = (): readonly string[] => [`authorization: Bearer ${token}`];
    return await attack({ url: gateway.url, credential, canary: CANARY, isForPeople: true }, mutated);
  } finally {
    await gateway.stop();
    await Promise.all(SUBGRAPHS.map((name) => subgraphs[name].stop()));
  }
}

/** One attacker sends in a minute what would be refused by its number alone. */
const WITHOUT_RATES = readLimits(
  JSON.stringify({
    pointsPerMinute: Object.fromEntries(ROLES.map((role) => [role, 1_000_000_000])),
    failuresPerMinute: 1_000_000_000,
  }),
);

const CANARY = {
  query: "{ organisations(first: 1) { nodes { id name } } }",
  answer: '"data":{"organisations":{"nodes":[{',
};
