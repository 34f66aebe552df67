import { setTimeout as wait } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
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

/** A server that is attacked. */
export interface Target {
  readonly url: string;
  readonly credential: Credential;
  /** A good query with something of its answer, for somebody who should not notice. */
  readonly canary: { readonly query: string; readonly answer: string };
  /** Whether people read its messages, so that they have to be in Chinese. */
  readonly isForPeople: boolean;
}

const HOSTILE_REQUESTS: readonly HostileRequest[] = [
  ...HTTP_REQUESTS,
  ...JSON_REQUESTS,
  ...DOCUMENT_REQUESTS,
];

/** What is slower is sent again after a rest: other processes may have had the processor. */
const AGAIN_MS = 50;
const REST_MS = 50;
const TRIES = 5;

/** Sends every kind of hostile request, and so many mutated ones, with a good query beside each. */
export async function attack(target: Target, mutated: number): Promise<HostileReport> {
  for (let i = 0; i < 20; i++) await canaryOf(target);
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
    this.faults.push(...faultsOf(answer, target.isForPeople).map((fault) => `${kind}: ${fault}`));
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
    Promise.all([exchange(target.url, content, breaksOff), canaryOf(target)]);
  let [answer, canaryMs] = await once();
  for (let tries = 1; tries < TRIES && Math.max(answer.ms, canaryMs) > AGAIN_MS; tries++) {
    await wait(REST_MS);
    const [again, ms] = await once();
    if (again.ms < answer.ms) answer = again;
    canaryMs = Math.min(canaryMs, ms);
  }
  return [answer, canaryMs];
}

/** How long the good query takes now. @throws where its answer is not the right one */
async function canaryOf({ url, credential, canary }: Target): Promise<number> {
  const bytes = requestBytes(credential, { body: JSON.stringify({ query: canary.query }) });
  const { status, text, ms } = await exchange(url, bytes);
  if (status !== 200 || !text.includes(canary.answer)) throw new Error(`The canary died: ${text}`);
  return ms;
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
