import { setTimeout as wait } from "node:timers/promises";
import { createKeys, startGateway, type RunningGateway } from "@gongjian/gateway/testing/start-gateway";
import { smallSupergraph } from "@gongjian/gateway/testing/small-supergraph";
import { SubgraphProcess } from "./subgraph-process.ts";

/** The subgraphs of the small supergraph, with a field of the root that each of them has. */
export const FIELDS = {
  organisations: `organisation(id: $id) { name }`,
  resources: `needs { title }`,
} as const;
export type Lost = keyof typeof FIELDS;
export type Loss = "killed" | "frozen";

/** A query every so often: it is about time, not about load. */
const PACE_MS = 25;
const CALM_MS = 500;
/** Long enough for the breaker to have opened, tried, and opened again. */
const LOST_MS = 7_000;
const RECOVERY_MS = 8_000;

/** What callers saw while a subgraph was lost and when it came back. */
export interface LossTally {
  /** Queries that need the other subgraph only, and how many of them were not answered in full. */
  readonly others: number;
  readonly othersFailed: number;
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
  const others = askOften(gateway, [otherField], ended.signal);
  const both = askOften(gateway, [lostField, otherField], ended.signal);
  await wait(CALM_MS);

  const lostAt = performance.now();
  if (loss === "killed") await lost.kill();
  else lost.signal("SIGSTOP");
  await wait(LOST_MS);
  if (loss === "killed") await lost.start();
  else lost.signal("SIGCONT");
  const backAt = performance.now();
  await wait(RECOVERY_MS);
  ended.abort();

  const [alone, together] = await Promise.all([others, both]);
  const partial = together.filter(({ sent }) => sent > lostAt && sent < backAt - LONGEST_MS);
  const whole = together.find(({ sent, ms, errors }) => sent + ms > backAt && errors.length === 0);
  return {
    others: alone.length,
    othersFailed: alone.filter((seen) => !isWhole(seen, [otherField])).length,
    partial: partial.length,
    wrong: partial.filter((seen) => !isPartial(seen, lostField, otherField)),
    codes: [...new Set(partial.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code)))],
    slowestMs: Math.max(...partial.map(({ ms }) => ms)),
    quickShare: partial.filter(({ ms }) => ms < 100).length / partial.length,
    recoveredMs: whole ? whole.sent + whole.ms - backAt : Infinity,
  };
}

/** A query that was sent before the return may have been answered after it, and then it was answered in full. */
const LONGEST_MS = 3_200;
/** No two that are under way are the same, so that none shares another's answer. */
const NAMES = 200;

async function askOften(
  gateway: RunningGateway,
  fields: readonly Lost[],
  ended: AbortSignal,
): Promise<readonly Seen[]> {
  const answers: Promise<Seen>[] = [];
  while (!ended.aborted) {
    const n = answers.length % NAMES;
    const document = `query ($id: ID!) { ${fields.map((field) => `${field}${n}: ${FIELDS[field]}`).join(" ")} }`;
    answers.push(ask(gateway, document, { id: String(answers.length) }));
    await wait(PACE_MS);
  }
  return Promise.all(answers);
}

async function ask(gateway: RunningGateway, document: string, variables: { id: string }): Promise<Seen> {
  const sent = performance.now();
  // Of one of them alone, `$id` is not used: a query would be refused for it.
  const used = document.includes("id: $id") ? { variables } : {};
  const text = document.includes("id: $id") ? document : document.replace("query ($id: ID!) ", "");
  const { data, errors = [] } = await gateway.query(text, used);
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
