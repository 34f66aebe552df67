import type { EntityManager } from "typeorm";

interface UnitNameRow {
  readonly id: string;
  readonly uscc: string | null;
  readonly name: string;
  readonly shortName: string;
}

/** By what the import finds each unit again: its name where no other has it, else its code. */
export async function unitNames(tx: EntityManager): Promise<ReadonlyMap<string, string>> {
  const units = await tx.query<UnitNameRow[]>(`select id, uscc, name, short_name as "shortName" from unit`);
  const bearers = new Map<string, number>();
  for (const { name, shortName } of units) {
    for (const text of new Set([fold(name), fold(shortName)]))
      bearers.set(text, (bearers.get(text) ?? 0) + 1);
  }
  return new Map(
    units.map(({ id, uscc, name }) => [id, bearers.get(fold(name)) === 1 ? name : (uscc ?? id)]),
  );
}

function fold(text: string): string {
  return text.normalize("NFKC").replace(/\s+/g, "");
}
