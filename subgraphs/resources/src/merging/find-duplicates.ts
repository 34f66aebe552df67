import type { DataSource } from "typeorm";
import { setImmediate } from "node:timers/promises";
import type { NeedFacts } from "../matching/facts.ts";
import type { CountyIndex } from "../matching/index/county-index.ts";
import { findRows } from "../matching/index/find-rows.ts";
import { matchIndexOf } from "../matching/index/match-index.ts";
import { NEEDS, NEEDS_FOUND } from "../matching/match.sql.ts";
import { needQuery } from "../matching/query-terms.ts";
import { whatIsDifferent, whatIsTheSame } from "./compare-needs.ts";
import {
  isNear,
  likeness,
  mayMeanTheSamePeople,
  meetInTime,
  PROBABLY_THE_SAME,
  readNeed,
  type ReadNeed,
} from "./likeness.ts";

/** A need that probably asks for the same as another. */
export interface LikelyDuplicate {
  readonly needId: string;
  /** 0…1. */
  readonly likeness: number;
  readonly same: readonly string[];
  readonly different: readonly string[];
}

/** How many needs are compared with one, and how many needs are compared before others get their turn. */
const DEPTH = { usable: 60, other: 0 };
const TURN = 10;

/**
 * For each published need the others that probably ask for the same: near-same meaning, for the same people,
 * in one community, on days in common. The likest first. Three statements, however many needs of a county.
 *
 * @param ids at most some hundreds @param today YYYY-MM-DD
 */
export async function findDuplicates(
  db: DataSource,
  today: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly LikelyDuplicate[]>> {
  const needs = ids.length === 0 ? [] : await db.query<NeedFacts[]>(NEEDS, [ids, today]);
  const indexOf = await needIndexes(db, needs);
  const found = new Map<string, string[]>();
  for (const need of needs) {
    found.set(need.id, findRows(indexOf(need), queryFor(need), DEPTH));
    if (found.size % TURN === 0) await setImmediate();
  }
  const others = await db.query<NeedFacts[]>(NEEDS_FOUND, [[...new Set([...found.values()].flat())]]);
  const read = new Map(others.map((need) => [need.id, readNeed(need, indexOf(need))]));
  const duplicates = new Map<string, LikelyDuplicate[]>();
  for (const { id } of needs) {
    duplicates.set(id, duplicatesAmong(id, found.get(id) ?? [], read));
    if (duplicates.size % TURN === 0) await setImmediate();
  }
  return duplicates;
}

/** A need that is no longer published finds none: it is not among what was read. */
function duplicatesAmong(
  id: string,
  found: readonly string[],
  read: ReadonlyMap<string, ReadNeed>,
): LikelyDuplicate[] {
  const asked = read.get(id);
  if (asked === undefined) return [];
  return found
    .flatMap((otherId) => {
      const other = read.get(otherId);
      if (other === undefined || otherId === id || !mayBeTheSame(asked.need, other.need)) return [];
      const alike = likeness(asked, other);
      if (alike < PROBABLY_THE_SAME) return [];
      const [same, different] = [whatIsTheSame(asked, other), whatIsDifferent(asked, other)];
      return [{ needId: otherId, likeness: Number(alike.toFixed(6)), same, different }];
    })
    .sort((a, b) => b.likeness - a.likeness || (a.needId < b.needId ? -1 : 1));
}

function mayBeTheSame(a: NeedFacts, b: NeedFacts): boolean {
  return isNear(a.areaCode, b.areaCode) && meetInTime(a, b) && mayMeanTheSamePeople(a.audience, b.audience);
}

/** Unlike a supply, another need of the same unit is of interest, and its place is where this one is. */
function queryFor(need: NeedFacts): Parameters<typeof findRows>[1] {
  return { ...needQuery(need), fitsArea: (areaCode) => isNear(need.areaCode, areaCode), unitId: null };
}

async function needIndexes(
  db: DataSource,
  needs: readonly NeedFacts[],
): Promise<(need: NeedFacts) => CountyIndex> {
  const { needs: indexes } = matchIndexOf(db);
  const counties = [...new Set(needs.map(countyOf))];
  const byCounty = new Map(
    await Promise.all(counties.map(async (county) => [county, await indexes.of(county)] as const)),
  );
  return (need) => {
    const index = byCounty.get(countyOf(need));
    if (index === undefined) throw new Error(`no index of ${countyOf(need)} was asked for`);
    return index;
  };
}

function countyOf({ areaCode }: NeedFacts): string {
  return areaCode.slice(0, 6);
}
