import DataLoader from "dataloader";
import type { Clock } from "@gongjian/shared/clock";
import type { DataSource } from "typeorm";
import { freshness as freshnessValue } from "../matching/judge.ts";
import { dueOnSql, freshnessState, NEED_CONFIRMED_ON } from "./freshness-rule.ts";
import { Freshness } from "./freshness.type.ts";

/** Freshness of lines by their ids. */
export type FreshnessLoader = DataLoader<string, Freshness | null>;

export function createResourceFreshnessLoader(db: DataSource, clock: Clock): FreshnessLoader {
  return createFreshnessLoader(
    db,
    clock,
    `select r.id, r.confirmed_on as "confirmedOn", ${dueOnSql("r.confirmed_on", "r.valid_to")} as "dueOn"
     from resource r where r.id = any($1)`,
  );
}

export function createNeedFreshnessLoader(db: DataSource, clock: Clock): FreshnessLoader {
  return createFreshnessLoader(
    db,
    clock,
    `select r.id, ${NEED_CONFIRMED_ON} as "confirmedOn",
       ${dueOnSql(NEED_CONFIRMED_ON, "r.needed_to")} as "dueOn"
     from need r where r.id = any($1)`,
  );
}

interface DueRow {
  readonly id: string;
  readonly confirmedOn: string;
  readonly dueOn: string | null;
}

function createFreshnessLoader(db: DataSource, clock: Clock, sql: string): FreshnessLoader {
  const today = clock.today();
  return new DataLoader(async (ids) => {
    const rows = await db.query<DueRow[]>(sql, [ids]);
    const byId = new Map(
      rows.map(({ id, confirmedOn, dueOn }) => [
        id,
        new Freshness(confirmedOn, dueOn, freshnessState(dueOn, today), freshnessValue(confirmedOn, today)),
      ]),
    );
    return ids.map((id) => byId.get(id) ?? null);
  });
}
