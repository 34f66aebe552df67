import { notFound } from "@gongjian/shared/errors";
import type { EntityManager } from "typeorm";

/** A unit's identity and place, on which permission hangs. */
export interface UnitPlace {
  readonly id: string;
  readonly areaCode: string;
}

/** @throws NOT_FOUND, saying what was not found */
export async function readUnit(tx: EntityManager, id: string, what: string): Promise<UnitPlace> {
  const [unit] = await tx.query<UnitPlace[]>(`select id, area_code as "areaCode" from unit where id = $1`, [
    id,
  ]);
  if (!unit) throw notFound(what);
  return unit;
}
