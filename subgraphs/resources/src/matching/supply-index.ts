import type { EntityManager } from "typeorm";
import type { SupplyFacts } from "./facts.ts";
import { supplyTokens } from "./understanding/tokens.ts";

/** Enough for one statement to stay well below the time-out. */
const BATCH = 500;

const COLUMNS = `
  id uuid, kind text, "ownerUnitId" uuid, "ownerName" text, title text, description text, category text,
  quantity numeric, "unitOfMeasure" text, "coverageAreaCode" text, audience text[], "validFrom" date,
  "validTo" date, schedule text, "minNoticeDays" integer, qualification text, cost text, eligibility text,
  state text, "confirmedOn" date, version integer, tokens text[]`;

/** Writes what a query selects: the columns of `supply` in the order given here. */
export function supplyInsert(select: string): string {
  return `
  insert into supply (
    id, kind, owner_unit_id, owner_name, title, description, category, quantity, unit_of_measure,
    coverage_area_code, audience, valid_from, valid_to, schedule, min_notice_days, qualification, cost,
    eligibility, state, confirmed_on, version, tokens, county_code
  )
  ${select}`;
}

/** As `supplyInsert`; of a supply that is there already the highest version wins. */
export function supplyUpsert(select: string): string {
  return `${supplyInsert(select)}
  on conflict (id) do update set
    kind = excluded.kind, owner_unit_id = excluded.owner_unit_id, owner_name = excluded.owner_name,
    title = excluded.title, description = excluded.description, category = excluded.category,
    quantity = excluded.quantity, unit_of_measure = excluded.unit_of_measure,
    coverage_area_code = excluded.coverage_area_code, audience = excluded.audience,
    valid_from = excluded.valid_from, valid_to = excluded.valid_to, schedule = excluded.schedule,
    min_notice_days = excluded.min_notice_days, qualification = excluded.qualification,
    cost = excluded.cost, eligibility = excluded.eligibility, state = excluded.state,
    confirmed_on = excluded.confirmed_on, version = excluded.version, tokens = excluded.tokens,
    county_code = excluded.county_code
  where excluded.version > supply.version`;
}

const UPSERT = supplyUpsert(`
  select
    id, kind, "ownerUnitId", "ownerName", title, description, category, quantity, "unitOfMeasure",
    "coverageAreaCode", audience, "validFrom", "validTo", schedule, "minNoticeDays", qualification, cost,
    eligibility, state, "confirmedOn", version, tokens, left("coverageAreaCode", 6)
  from jsonb_to_recordset($1) as r (${COLUMNS})
  order by id`);

/**
 * Brings the searchable copy up to date, in the caller's transaction. The highest version wins, so that
 * events may come late or twice. Texts are segmented here and nowhere else: a restart segments nothing.
 */
export async function indexSupply(tx: EntityManager, supplies: readonly SupplyFacts[]): Promise<void> {
  for (let start = 0; start < supplies.length; start += BATCH) {
    const batch = supplies.slice(start, start + BATCH);
    const rows = batch.map((supply) => ({ ...supply, tokens: supplyTokens(supply) }));
    await tx.query(UPSERT, [JSON.stringify(rows)]);
  }
}
