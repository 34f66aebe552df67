import type { EntityManager } from "typeorm";
import type { SupplyFacts } from "../matching/facts.ts";
import { indexSupply, supplyInsert, supplyUpsert } from "../matching/supply-index.ts";

/** Brings the match index up to date for resources that were written in this transaction. */
export async function indexResources(tx: EntityManager, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const supplies = await tx.query<SupplyFacts[]>(
    `select r.id, 'RESOURCE' as kind, r.unit_id as "ownerUnitId", u.name as "ownerName", r.title,
       r.description, r.category_code as category, r.quantity, r.unit_of_measure as "unitOfMeasure",
       r.coverage_area_code as "coverageAreaCode", r.audience, r.valid_from as "validFrom",
       r.valid_to as "validTo", r.schedule, r.min_notice_days as "minNoticeDays", r.qualification, r.cost,
       null as eligibility, r.state, r.confirmed_on as "confirmedOn", r.version
     from resource r join unit u on u.id = r.unit_id
     where r.id = any($1)`,
    [ids],
  );
  await indexSupply(tx, supplies);
}

/**
 * As `indexResources`, for the lines that have just been stored from `staged_resource`, which holds their
 * tokens: nothing is read back and segmented again.
 */
export async function indexStagedResources(tx: EntityManager, outcome: "NEW" | "CHANGED"): Promise<void> {
  await tx.query(outcome === "NEW" ? INSERT_STAGED : UPDATE_STAGED);
}

function stagedSupplies(join: string): string {
  return `
    select r.id, 'RESOURCE', r.unit_id, u.name, r.title, r.description, r.category_code, r.quantity,
      r.unit_of_measure, r.coverage_area_code, r.audience, r.valid_from, r.valid_to, r.schedule,
      r.min_notice_days, r.qualification, r.cost, null, r.state, r.confirmed_on, r.version, s.tokens,
      left(r.coverage_area_code, 6)
    from pg_temp.staged_resource s
    join resource r on ${join}
    join unit u on u.id = r.unit_id
    order by s.row`;
}

/** What is new stands in nobody's way, and an insert that looks for conflicts takes a third longer. */
const INSERT_STAGED = supplyInsert(stagedSupplies("s.target_id is null and r.id = s.id"));
const UPDATE_STAGED = supplyUpsert(stagedSupplies("r.id = s.target_id and not s.is_same"));

/**
 * Notes that units have sent these resources again without a change: they are as fresh as today. Neither
 * the version nor anything else of the rows moves.
 */
export async function confirmResources(
  tx: EntityManager,
  ids: readonly string[],
  today: string,
): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    `with confirmed as (
       update resource set confirmed_on = $2 where id = any($1) and confirmed_on < $2 returning id
     )
     update supply set confirmed_on = $2 from confirmed where supply.id = confirmed.id`,
    [ids, today],
  );
}
