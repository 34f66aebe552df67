import { setTimeout as wait } from "node:timers/promises";
import { createKeys, startGateway, type RunningGateway } from "@gongjian/gateway/testing/start-gateway";
import { smallSupergraph } from "@gongjian/gateway/testing/small-supergraph";
import { SubgraphProcess } from "./subgraph-process.ts";

/** The subgraphs of the small supergraph, with a field of the root that each of them has. */
export const FIELDS = {
  organisations: `organisation(id: "1") { name }`,
  resources: `needs { title }`,
} as const;
export type Lost = keyof typeof FIELDS;
export type Loss = "killed" | "frozen";

/** A query every so often: it is about time, not about load. */
const PACE_MS = 100;
const CALM_MS = 500;
/** Long enough for the breaker to have opened, and for a call that tries to have failed. */
const LOST_MS: Readonly<Record<Loss, number>> = { killed: 3_000, frozen: 7_000 };
const RECOVERY_MS = 8_000;
/** A signal takes a moment to arrive. */
const SIGNAL_MS = 50;

/** What callers saw while a subgraph was lost and when it came back. */
export interface LossTally {
  /** Queries that need the other subgraph only, and those that were not answered in full. */
  readonly others: number;
  readonly othersFailed: readonly unknown[];
  /** Queries that need both, while one was lost. */
  readonly partial: number;
  /** Of those: without the other's data, or without an error that says which field is missing and why. */
  readonly wrong: readonly unknown[];
  /** Codes of their errors. */
  readonly codes: readonly string[];
  readonly slowestMs: number;
  /** The share of them that were answered within 100 ms. */
  readonly quickShare: number;
  /** From its return to the first answer that is whole. */
  readonly recoveredMs: number;
}

interface Seen {
  readonly sent: number;
  readonly ms: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly errors: readonly { readonly path?: readonly unknown[]; readonly extensions: { code: string } }[];
}

/** Loses a subgraph under light load and has it come back. */
export async function loseSubgraph(lost: Lost, loss: Loss): Promise<LossTally> {
  const keys = createKeys();
  const subgraphs = {
    organisations: await SubgraphProcess.create("organisations", keys),
    resources: await SubgraphProcess.create("resources", keys),
  };
  await Promise.all(Object.values(subgraphs).map((subgraph) => subgraph.start()));
  const { organisations, resources } = subgraphs;
  const addresses = { organisations: organisations.url, resources: resources.url };
  const gateway = await startGateway({ supergraphSdl: smallSupergraph(), keys, addresses });
  try {
    return await observe(gateway, subgraphs[lost], loss);
  } finally {
    await Promise.all([gateway.stop(), organisations.kill(), resources.kill()]);
  }
}

async function observe(gateway: RunningGateway, lost: SubgraphProcess, loss: Loss): Promise<LossTally> {
  const lostField = lost.name as Lost;
  const otherField = lostField === "resources" ? "organisations" : "resources";
  const ended = new AbortController();
  const alone = documents([otherField]);
  const together = documents([lostField, otherField]);
  // Planning is another matter.
  await Promise.all([...alone, ...together].map((document) => ask(gateway, document)));
  const others = askOften(gateway, alone, ended.signal);
  const both = askOften(gateway, together, ended.signal);
  await wait(CALM_MS);

  if (loss === "killed") await lost.kill();
  else lost.signal("SIGSTOP");
  await wait(SIGNAL_MS);
  const lostAt = performance.now();
  await wait(LOST_MS[loss]);
  const lastAt = performance.now();
  if (loss === "killed") await lost.start();
  else lost.signal("SIGCONT");
  const backAt = performance.now();
  await untilWhole(both.seen, backAt);
  ended.abort();

  await Promise.all([others.all, both.all]);
  const partial = both.seen.filter(({ sent, ms }) => sent > lostAt && sent + ms < lastAt);
  const whole = both.seen.find((seen) => isBack(seen, backAt));
  return {
    others: others.seen.length,
    othersFailed: others.seen.filter((seen) => !isWhole(seen, [otherField])),
    partial: partial.length,
    wrong: partial.filter((seen) => !isPartial(seen, lostField, otherField)),
    codes: [...new Set(partial.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code)))],
    slowestMs: Math.max(...partial.map(({ ms }) => ms)),
    quickShare: partial.filter(({ ms }) => ms < 100).length / partial.length,
    recoveredMs: whole ? whole.sent + whole.ms - backAt : Infinity,
  };
}

async function untilWhole(answers: readonly Seen[], backAt: number): Promise<void> {
  while (performance.now() < backAt + RECOVERY_MS && !answers.some((seen) => isBack(seen, backAt))) {
    await wait(PACE_MS);
  }
}

function isBack({ sent, ms, errors }: Seen, backAt: number): boolean {
  return sent + ms > backAt && errors.length === 0;
}

/** No two that are under way are the same, so that none shares another's answer. */
const NAMES = 40;

/** Queries for the same under different names. */
function documents(fields: readonly Lost[]): readonly string[] {
  return Array.from({ length: NAMES }, (_, n) => {
    return `{ ${fields.map((field) => `${field}${n}: ${FIELDS[field]}`).join(" ")} }`;
  });
}

/** Asks until it is told to end. */
function askOften(
  gateway: RunningGateway,
  queries: readonly string[],
  ended: AbortSignal,
): { readonly seen: readonly Seen[]; readonly all: Promise<void> } {
  const seen: Seen[] = [];
  const asking = async (): Promise<void> => {
    const answers: Promise<unknown>[] = [];
    while (!ended.aborted) {
      const query = queries[answers.length % queries.length] ?? "";
      answers.push(ask(gateway, query).then((answer) => seen.push(answer)));
      await wait(PACE_MS);
    }
    await Promise.all(answers);
  };
  return { seen, all: asking() };
}

async function ask(gateway: RunningGateway, document: string): Promise<Seen> {
  const sent = performance.now();
  const { data, errors = [] } = await gateway.query(document);
  return { sent, ms: performance.now() - sent, data: byField(data ?? {}), errors };
}

function byField(data: Readonly<Record<string, unknown>>): Seen["data"] {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name.replace(/\d+$/, ""), value]));
}

function isWhole({ data, errors }: Seen, fields: readonly Lost[]): boolean {
  return errors.length === 0 && fields.every((field) => data[field] != null);
}

function isPartial({ data, errors }: Seen, lost: Lost, other: Lost): boolean {
  const [error, ...more] = errors;
  const path = String(error?.path?.[0]).replace(/\d+$/, "");
  return data[lost] === null && data[other] != null && more.length === 0 && path === lost;
}
