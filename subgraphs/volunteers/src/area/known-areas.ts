import type { EntityManager } from "typeorm";

/** Which of the codes are areas of this city, by the local copy. */
export async function knownAreas(tx: EntityManager, codes: readonly string[]): Promise<Set<string>> {
  if (codes.length === 0) return new Set();
  const rows = await tx.query<{ code: string }[]>(`select code from area where code = any($1)`, [codes]);
  return new Set(rows.map(({ code }) => code));
}
