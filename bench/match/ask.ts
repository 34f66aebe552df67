import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "pg";
import { query } from "../platform/gateway-client.ts";
import { isReadyAgain, killSubgraph } from "../platform/lost-subgraph.ts";
import type { RunningPlatform } from "../platform/run-platform.ts";
import { quantile, type Reading } from "../readers/reader.ts";

const CANDIDATES = `query ($id: ID!) { need(id: $id) { candidates(first: 10) {
  nodes { score reasons supply { ... on Resource { title } } } } } }`;

const PATIENCE_MS = 60_000;

/** Somebody who asks through the gateway, one question after the other. */
export interface Asker {
  readonly platform: RunningPlatform;
  readonly token: string;
}

/** What was answered, and how much of it had something to show. */
export interface Asked {
  readonly readings: readonly Reading[];
  readonly candidates: number;
}

/** Top 10 of each need. An answer with an error ends the bench. */
export async function askCandidates({ platform, token }: Asker, needIds: readonly string[]): Promise<Asked> {
  const readings: Reading[] = [];
  let candidates = 0;
  for (const id of needIds) {
    const { status, text, ms } = await query(platform.url, token, CANDIDATES, { id });
    if (status !== 200 || text.includes('"errors"')) throw new Error(`${status} ${text.slice(0, 300)}`);
    candidates += text.split('"score"').length - 1;
    readings.push({ question: "candidates", ms });
  }
  return { readings, candidates };
}

/** What any question costs: an empty one through the gateway, and one row by its key on a connection. */
export async function askFloors(
  { platform, token }: Asker,
  db: Client,
  needIds: readonly string[],
): Promise<{ gateway: Reading[]; select: Reading[] }> {
  const gateway: Reading[] = [];
  const select: Reading[] = [];
  for (const id of needIds) {
    const { ms } = await query(platform.url, token, "{ __typename }");
    gateway.push({ question: "floor", ms });
    const begun = performance.now();
    await db.query({ name: "floor", text: "select title from need where id = $1", values: [id] });
    select.push({ question: "floor", ms: performance.now() - begun });
  }
  return { gateway, select };
}

/**
 * The first answer of a subgraph that knows nothing yet: its lexicon and the county are read. Where the
 * gateway gives it up meanwhile, the question is asked again, and the time is until the answer.
 * @returns with what it was given up, too
 */
export async function askAnew(
  asker: Asker,
  needId: string,
): Promise<Asked & { readonly refusals: readonly string[] }> {
  await killSubgraph(asker.platform);
  if (!(await isReadyAgain(asker.platform))) throw new Error("The launcher gave the subgraph up.");
  await untilAnswered(asker);
  const begun = performance.now();
  const refusals: string[] = [];
  for (;;) {
    const asked = await askCandidates(asker, [needId]).catch((error: unknown) => {
      if (performance.now() - begun > PATIENCE_MS) throw error;
      refusals.push(`after ${tenths(performance.now() - begun)} ms: ${String(error)}`);
      return null;
    });
    const ms = performance.now() - begun;
    if (asked !== null) return { ...asked, readings: [{ question: "candidates", ms }], refusals };
  }
}

/** Until the subgraph answers what needs no matching: the gateway may not have found it gone yet. */
async function untilAnswered({ platform, token }: Asker): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let answers = 0; answers < 3 && performance.now() < deadline;) {
    const { text } = await query(platform.url, token, "{ needs(first: 1) { nodes { id } } }");
    if (text.includes('"errors"')) await sleep(100);
    else answers += 1;
  }
}

/** p50 and p95, ms. */
export function spread(readings: readonly Reading[]): { "p50, ms": number; "p95, ms": number } {
  return {
    "p50, ms": tenths(quantile(readings, 0.5)),
    "p95, ms": tenths(quantile(readings, 0.95)),
  };
}

export function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
