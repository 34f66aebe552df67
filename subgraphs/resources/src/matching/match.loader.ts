import type { Clock } from "@gongjian/shared/clock";
import DataLoader from "dataloader";
import type { DataSource } from "typeorm";
import type { IndexedSupply, NeedFacts } from "./facts.ts";
import { judge, judgePair, readNeed, type Judgement, type Judging } from "./judge.ts";
import type { MatchPolicy } from "./policy.ts";
import {
  FREQUENCIES,
  NEEDS,
  NEEDS_FOR_SUPPLIES,
  SUPPLIES,
  SUPPLIES_FOR_NEEDS,
  type FrequencyXRow,
  type NeedForSupplyXRow,
  type NeedXRow,
  type SupplyForNeedXRow,
  type SupplyXRow,
} from "./match.sql.ts";
import { needQuery, supplyQuery } from "./query-terms.ts";

/** Every pair that was judged for a row, best score first, with the policy it was judged under. */
export interface Judged {
  readonly judgements: readonly Judgement[];
  readonly policy: MatchPolicy;
}

export interface MatchLoader {
  /** By need id. Three statements, however many needs a request asks about. */
  readonly forNeed: DataLoader<string, Judged | null>;
  /** By supply id, likewise. */
  readonly forSupply: DataLoader<string, Judged | null>;
}

export function createMatchLoader(db: DataSource, clock: Clock): MatchLoader {
  return {
    forNeed: new DataLoader((ids) => judgeNeeds(db, clock.today(), ids)),
    forSupply: new DataLoader((ids) => judgeSupplies(db, clock.today(), ids)),
  };
}

async function judgeNeeds(db: DataSource, today: string, ids: readonly string[]): Promise<(Judged | null)[]> {
  const needs = await db.query<NeedXRow[]>(NEEDS, [ids, today]);
  const asked = needs.map((need) => ({ id: need.id, ...needQuery(need) }));
  const [supplies, frequencies] = await Promise.all([
    db.query<SupplyForNeedXRow[]>(SUPPLIES_FOR_NEEDS, [JSON.stringify(asked)]),
    db.query<FrequencyXRow[]>(FREQUENCIES, [distinctTokens(needs)]),
  ]);
  const suppliesByNeed = groupBy(supplies, (row) => row.needIds);
  const corpus = corpusOf(frequencies);
  const judgedByNeed = new Map(
    needs.map((need) => {
      const judging: Judging = { policy: need.policy, corpus, today };
      const judgements = judge(need, suppliesByNeed.get(need.id) ?? [], judging);
      return [need.id, { judgements, policy: need.policy }];
    }),
  );
  return ids.map((id) => judgedByNeed.get(id) ?? null);
}

async function judgeSupplies(
  db: DataSource,
  today: string,
  ids: readonly string[],
): Promise<(Judged | null)[]> {
  const supplies = await db.query<SupplyXRow[]>(SUPPLIES, [ids, today]);
  const offered = supplies.map((supply) => ({ id: supply.id, ...supplyQuery(supply) }));
  const needs = await db.query<NeedForSupplyXRow[]>(NEEDS_FOR_SUPPLIES, [JSON.stringify(offered)]);
  const corpus = corpusOf(await db.query<FrequencyXRow[]>(FREQUENCIES, [distinctTokens(needs)]));
  const needsBySupply = groupBy(needs, (row) => row.supplyIds);
  const judgedBySupply = new Map(
    supplies.map((supply) => {
      const judging: Judging = { policy: supply.policy, corpus, today };
      const judgements = (needsBySupply.get(supply.id) ?? [])
        .map((need) => judgePair(readNeed(need, corpus), supply, judging))
        .sort((a, b) => b.score - a.score || (a.need.id < b.need.id ? -1 : 1));
      return [supply.id, { judgements, policy: supply.policy }];
    }),
  );
  return ids.map((id) => judgedBySupply.get(id) ?? null);
}

function distinctTokens(needs: readonly NeedFacts[]): string[] {
  return [...new Set(needs.flatMap((need) => need.tokens.filter((token) => !/^[=@]/.test(token))))];
}

/** The index answers with the frequency of every token asked for, and its own size under the empty token. */
function corpusOf(rows: readonly FrequencyXRow[]): Judging["corpus"] {
  const frequency = new Map(rows.map((row) => [row.token, row.frequency]));
  return { size: frequency.get("") ?? 0, frequency };
}

/** One row may belong to several askers; it stays one object, so that it is read once. */
function groupBy<Row extends IndexedSupply | NeedFacts>(
  rows: readonly Row[],
  keysOf: (row: Row) => readonly string[],
): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    for (const key of keysOf(row)) {
      const group = groups.get(key) ?? [];
      if (group.length === 0) groups.set(key, group);
      group.push(row);
    }
  }
  return groups;
}
