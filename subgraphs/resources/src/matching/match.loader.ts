import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "@gongjian/shared/clock";
import DataLoader from "dataloader";
import type { DataSource } from "typeorm";
import type { IndexedSupply, NeedFacts } from "./facts.ts";
import type { CountyIndex } from "./index/county-index.ts";
import { findRows, type Depth } from "./index/find-rows.ts";
import { matchIndexOf } from "./index/match-index.ts";
import { judge, judgePair, readNeed, type Judgement, type Judging } from "./judge.ts";
import type { MatchPolicy } from "./policy/policy.ts";
import { NEEDS, NEEDS_FOUND, SUPPLIES, SUPPLIES_FOUND, type NeedXRow, type SupplyXRow } from "./match.sql.ts";
import { needQuery, supplyQuery } from "./query-terms.ts";

/** Every pair that was judged for a row, best score first, with the policy it was judged under. */
export interface Judged {
  readonly judgements: readonly Judgement[];
  readonly policy: MatchPolicy;
}

export interface JudgedNeed extends Judged {
  readonly need: NeedFacts;
}

export interface MatchLoader {
  /** By need id. Three statements, however many needs of a county a request asks about. */
  readonly forNeed: DataLoader<string, JudgedNeed | null>;
  /** By supply id. Four statements: it also needs to know how rare the needs' words are among supplies. */
  readonly forSupply: DataLoader<string, Judged | null>;
}

/** How many rows are judged for one need, and how many for one supply. */
const SUPPLIES_DEPTH: Depth = { usable: 100, other: 40 };
const NEEDS_DEPTH: Depth = { usable: 60, other: 20 };
/** A request asks about a page of rows; more are judged one batch after the other. */
const BATCH = 100;
/** Judging a row takes some milliseconds; after so many others get their turn. */
const AT_ONCE = 8;

export function createMatchLoader(db: DataSource, clock: Clock): MatchLoader {
  return {
    forNeed: new DataLoader((ids) => judgeNeeds(db, clock.today(), ids), { maxBatchSize: BATCH }),
    forSupply: new DataLoader((ids) => judgeSupplies(db, clock.today(), ids), { maxBatchSize: BATCH }),
  };
}

async function judgeNeeds(
  db: DataSource,
  today: string,
  ids: readonly string[],
): Promise<(JudgedNeed | null)[]> {
  const needs = await db.query<NeedXRow[]>(NEEDS, [ids, today]);
  const indexOf = await supplyIndexes(db, needs.map(countyOfNeed));
  const found = new Map(
    needs.map((need) => [need.id, findRows(indexOf(countyOfNeed(need)), needQuery(need), SUPPLIES_DEPTH)]),
  );
  const supplyOf = await readFound<IndexedSupply>(db, SUPPLIES_FOUND, found);
  const judgedByNeed = new Map<string, JudgedNeed>();
  for (const [at, need] of needs.entries()) {
    if (at % AT_ONCE === AT_ONCE - 1) await nextTurn();
    const corpus = indexOf(countyOfNeed(need));
    const judgements = judge(need, supplyOf(need.id), { policy: need.policy, corpus, today });
    judgedByNeed.set(need.id, { need, judgements, policy: need.policy });
  }
  return ids.map((id) => judgedByNeed.get(id) ?? null);
}

async function judgeSupplies(
  db: DataSource,
  today: string,
  ids: readonly string[],
): Promise<(Judged | null)[]> {
  const supplies = await db.query<SupplyXRow[]>(SUPPLIES, [ids, today]);
  const counties = [...new Set(supplies.map(countyOfSupply))];
  const needIndexes = matchIndexOf(db).needs;
  const needsOf = new Map(
    await Promise.all(counties.map(async (county) => [county, await needIndexes.of(county)] as const)),
  );
  const found = new Map(
    supplies.map((supply) => {
      const index = needsOf.get(countyOfSupply(supply));
      return [supply.id, index === undefined ? [] : findRows(index, supplyQuery(supply), NEEDS_DEPTH)];
    }),
  );
  const needOf = await readFound<NeedFacts>(db, NEEDS_FOUND, found);
  const corpusOf = await supplyIndexes(db, counties);
  const judgedBySupply = new Map<string, Judged>();
  for (const [at, supply] of supplies.entries()) {
    if (at % AT_ONCE === AT_ONCE - 1) await nextTurn();
    const corpus = corpusOf(countyOfSupply(supply));
    const judging: Judging = { policy: supply.policy, corpus, today };
    const judgements = needOf(supply.id)
      .map((need) => judgePair(readNeed(need, corpus), supply, judging))
      .sort((a, b) => b.score - a.score || (a.need.id < b.need.id ? -1 : 1));
    judgedBySupply.set(supply.id, { judgements, policy: supply.policy });
  }
  return ids.map((id) => judgedBySupply.get(id) ?? null);
}

function countyOfNeed({ areaCode }: NeedFacts): string {
  return areaCode.slice(0, 6);
}

function countyOfSupply({ coverageAreaCode }: IndexedSupply): string {
  return coverageAreaCode.slice(0, 6);
}

async function supplyIndexes(
  db: DataSource,
  counties: readonly string[],
): Promise<(county: string) => CountyIndex> {
  const { supplies } = matchIndexOf(db);
  const indexes = new Map(
    await Promise.all(
      [...new Set(counties)].map(async (county) => [county, await supplies.of(county)] as const),
    ),
  );
  return (county) => {
    const index = indexes.get(county);
    if (index === undefined) throw new Error(`no index of ${county} was asked for`);
    return index;
  };
}

/** What was found for each asker. One row may belong to several; it stays one object, so that it is read once. */
async function readFound<Row extends { readonly id: string }>(
  db: DataSource,
  sql: string,
  found: ReadonlyMap<string, readonly string[]>,
): Promise<(asker: string) => Row[]> {
  const ids = [...new Set([...found.values()].flat())];
  const rows = ids.length === 0 ? [] : await db.query<Row[]>(sql, [ids]);
  const rowById = new Map(rows.map((row) => [row.id, row]));
  return (asker) =>
    (found.get(asker) ?? []).flatMap((id) => {
      const row = rowById.get(id);
      return row === undefined ? [] : [row];
    });
}
