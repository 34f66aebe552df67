import type { EntityManager } from "typeorm";
import type { Unserved } from "./explain/explain-unserved.ts";
import type { UnitLoad } from "./explain/loads.ts";
import type { PlanLine } from "./model/read-lines.ts";

/** What a plan found, row by row. */
interface Found {
  readonly lines: readonly PlanLine[];
  readonly unserved: readonly Unserved[];
  readonly loads: readonly UnitLoad[];
}

const BATCH = 500;

const LINES = `
  insert into match_plan_line (plan_id, position, need_id, supply_id, supply_kind, unit_id, owner_name, amount,
    unit_of_measure, month, score, reasons)
  select $1, position, "needId", "supplyId", "supplyKind", "unitId", "ownerName", amount, "unitOfMeasure", month,
    score, reasons
  from jsonb_to_recordset($2) as r (position integer, "needId" uuid, "supplyId" uuid, "supplyKind" text,
    "unitId" uuid, "ownerName" text, amount numeric, "unitOfMeasure" text, month text, score float8, reasons text[])`;

const UNSERVED = `
  insert into match_plan_unserved (plan_id, position, need_id, code, message, change)
  select $1, position, "needId", code, message, change
  from jsonb_to_recordset($2) as r (position integer, "needId" uuid, code text, message text, change text)`;

const LOADS = `
  insert into match_plan_load (plan_id, position, unit_id, owner_name, needs, able, share)
  select $1, position, "unitId", "ownerName", needs, able, share
  from jsonb_to_recordset($2) as r (position integer, "unitId" uuid, "ownerName" text, needs integer,
    able integer, share float8)`;

/** Writes what a plan found, in the caller's transaction. */
export async function storeFound(
  tx: EntityManager,
  planId: string,
  { lines, unserved, loads }: Found,
): Promise<void> {
  await insert(tx, LINES, planId, lines);
  await insert(tx, UNSERVED, planId, unserved);
  await insert(tx, LOADS, planId, loads);
}

async function insert(
  tx: EntityManager,
  sql: string,
  planId: string,
  rows: readonly object[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += BATCH) {
    await tx.query(sql, [planId, JSON.stringify(rows.slice(start, start + BATCH))]);
  }
}
