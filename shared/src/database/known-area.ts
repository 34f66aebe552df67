import type { EntityManager } from "typeorm";

/** Whether an area has this code, by the subgraph's own table of areas or its copy. */
export async function isKnownArea(tx: EntityManager, code: string): Promise<boolean> {
  return (await tx.query<object[]>(`select from area where code = $1`, [code])).length > 0;
}
