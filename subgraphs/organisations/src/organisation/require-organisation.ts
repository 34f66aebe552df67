import { notFound } from "@gongjian/shared/errors";
import { isId } from "@gongjian/shared/id";
import type { EntityManager } from "typeorm";

/** @throws NOT_FOUND for an id that no unit has */
export async function requireOrganisation(tx: EntityManager, id: string): Promise<void> {
  const found = isId(id) ? await tx.query<object[]>(`select from organisation where id = $1`, [id]) : [];
  if (found.length === 0) throw notFound("这个单位");
}
