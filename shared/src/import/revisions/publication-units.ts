import type { EntityManager } from "typeorm";
import { isId } from "../../id.ts";
import type { ImportSession } from "../list-definition.ts";

/** Notes whose rows a sheet of several units has written, so that each of them finds it among its revisions. */
export async function recordUnits(
  tx: EntityManager,
  publicationId: string,
  unitIds: readonly string[],
): Promise<void> {
  await tx.query(
    `insert into publication_unit (publication_id, unit_id) select $1, unnest($2::uuid[])
     on conflict do nothing`,
    [publicationId, unitIds],
  );
}

/** The units whose rows an upload has changed in any way. */
export function writtenUnits({ units }: ImportSession): string[] {
  return [...units].flatMap(([id, counts]) =>
    isId(id) && counts.new + counts.changed + counts.withdrawn > 0 ? [id] : [],
  );
}
