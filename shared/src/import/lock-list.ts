import type { EntityManager } from "typeorm";

/** One change of a list at a time: per unit, and alone when a sheet holds several units. */
export async function lockList(tx: EntityManager, list: string, unitId: string | null): Promise<void> {
  if (unitId === null) {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`list:${list}`]);
    return;
  }
  await tx.query(
    `select pg_advisory_xact_lock_shared(hashtextextended($1, 0)), pg_advisory_xact_lock(hashtextextended($2, 0))`,
    [`list:${list}`, `list:${list}:${unitId}`],
  );
}
