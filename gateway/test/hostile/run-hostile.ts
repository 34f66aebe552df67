import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { SUBGRAPHS } from "@gongjian/shared/contracts/lists";
import { ROLES } from "@gongjian/shared/contracts/roles";
import type { GatewaySettings } from "@gongjian/gateway/environment";
import { readLimits } from "@gongjian/gateway/limits/limits";
import { createKeys, startGateway } from "@gongjian/gateway/testing/start-gateway";
import { startCannedSubgraphs } from "./canned-subgraphs.ts";
import { DOCUMENT_REQUESTS } from "./document-requests.ts";
import { exchange, type Exchange } from "./exchange.ts";
import { requestBytes, type Credential, type HostileRequest } from "./hostile-request.ts";
import { HTTP_REQUESTS } from "./http-requests.ts";
import { faultsOf } from "./judge.ts";
import { JSON_REQUESTS } from "./json-requests.ts";
import { mutatedRequest } from "./mutated-requests.ts";

/** PROMISES 8 and 9, as measured. */
export interface HostileReport {
  readonly kinds: number;
  readonly mutated: number;
  /** What should not have come back, each with the kind of request. */
  readonly faults: readonly string[];
  /** Kinds whose connection was closed without an answer. */
  readonly unanswered: readonly string[];
  readonly statuses: Readonly<Record<string, number>>;
  readonly worst: Timed;
  readonly p95Ms: number;
  readonly worstMutated: Timed;
  /** A good query that was sent together with a hostile one. */
  readonly worstCanary: Timed;
  readonly memoryGrowthMb: number;
}

interface Timed {
  readonly kind: string;
  readonly ms: number;
}

/** A server that is attacked, and somebody who should not notice. */
export interface Target {
  readonly url: string;
  readonly credential: Credential;
  /** How long a good query takes now, in milliseconds. @throws where its answer is not the right one */
  canary(): Promise<number>;
}

export const HOSTILE_REQUESTS: readonly HostileRequest[] = [
  ...HTTP_REQUESTS,
  ...JSON_REQUESTS,
  ...DOCUMENT_REQUESTS,
];

/** What counts as missed is measured again, best of three. */
const AGAIN_MS = 50;
const TRIES = 3;

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
    const credential = `Bearer ${await gateway.issuer.token({ exp: Math.floor(Date.now() / 1000) + 86_400 })}`;
    return await attack({ url: gateway.url, credential, canary: canaryOf(gateway.url, credential) }, mutated);
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

function canaryOf(url: string, credential: Credential): Target["canary"] {
  const query = "{ organisations(first: 1) { nodes { id name } } }";
  const bytes = requestBytes(credential, { body: JSON.stringify({ query }) });
  return async () => {
    const { status, text, ms } = await exchange(url, bytes);
    if (status !== 200 || !text.includes('"data":{"organisations"'))
      throw new Error(`The canary died: ${text}`);
    return ms;
  };
}

/** Sends every kind of hostile request, and so many mutated ones, with a good query beside each. */
export async function attack(target: Target, mutated: number): Promise<HostileReport> {
  for (let i = 0; i < 20; i++) await target.canary();
  const warm = HOSTILE_REQUESTS.slice(-20);
  for (const request of warm) await exchange(target.url, request.bytes(target.credential), request.breaksOff);

  const before = heapBytes();
  const tally = new Tally();
  for (const request of HOSTILE_REQUESTS) {
    await tally.take(target, request, "kinds");
  }
  for (let seed = 1; seed <= mutated; seed++) {
    await tally.take(target, mutatedRequest(seed), "mutated");
  }
  return tally.report(before, mutated);
}

class Tally {
  private readonly times: Record<"kinds" | "mutated" | "canary", Timed[]> = {
    kinds: [],
    mutated: [],
    canary: [],
  };
  private readonly faults: string[] = [];
  private readonly unanswered: string[] = [];
  private readonly statuses: Record<string, number> = {};

  async take(target: Target, request: HostileRequest, group: "kinds" | "mutated"): Promise<void> {
    const { kind } = request;
    const [answer, canaryMs] = await sendBeside(target, request);
    this.statuses[answer.status] = (this.statuses[answer.status] ?? 0) + 1;
    if (answer.status === 0) this.unanswered.push(kind);
    this.faults.push(...faultsOf(answer).map((fault) => `${kind}: ${fault}`));
    this.times[group].push({ kind, ms: answer.ms });
    this.times.canary.push({ kind, ms: canaryMs });
  }

  report(heapBefore: number, mutated: number): HostileReport {
    const { kinds, canary } = this.times;
    const ordered = kinds.map(({ ms }) => ms).sort((a, b) => a - b);
    return {
      kinds: kinds.length,
      mutated,
      faults: this.faults,
      unanswered: this.unanswered,
      statuses: this.statuses,
      worst: slowest(kinds),
      p95Ms: ordered[Math.floor(ordered.length * 0.95)] ?? 0,
      worstMutated: slowest(this.times.mutated),
      worstCanary: slowest(canary),
      memoryGrowthMb: (heapBytes() - heapBefore) / 1_000_000,
    };
  }
}

async function sendBeside(
  target: Target,
  { bytes, breaksOff }: HostileRequest,
): Promise<[answer: Exchange, canaryMs: number]> {
  const content = bytes(target.credential);
  const once = (): Promise<[Exchange, number]> =>
    Promise.all([exchange(target.url, content, breaksOff), target.canary()]);
  let [answer, canaryMs] = await once();
  for (let tries = 1; tries < TRIES && Math.max(answer.ms, canaryMs) > AGAIN_MS; tries++) {
    const [again, ms] = await once();
    if (again.ms < answer.ms) answer = again;
    canaryMs = Math.min(canaryMs, ms);
  }
  return [answer, canaryMs];
}

function slowest(times: readonly Timed[]): Timed {
  return times.reduce((a, b) => (a.ms >= b.ms ? a : b), { kind: "none", ms: 0 });
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function heapBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
