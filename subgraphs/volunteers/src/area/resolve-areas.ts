import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { EntityManager } from "typeorm";

interface NamedArea {
  readonly code: string;
  readonly name: string;
}

/** Turns what a cell says, the code or the name of an area, into its code; refuses what nobody registered. */
export async function resolveAreas<Field extends string, V extends Record<Field, string>>(
  tx: EntityManager,
  rows: readonly ImportRow<V>[],
  field: Field,
): Promise<void> {
  const written = [...new Set(rows.map(({ values }) => values[field]))];
  const areas = await tx.query<NamedArea[]>(
    `select code, name from area where code = any($1) or name = any($1) order by code`,
    [written],
  );
  const byText = new Map<string, string[]>();
  for (const { code, name } of areas) {
    byText.set(code, [code]);
    byText.set(name, [...(byText.get(name) ?? []), code]);
  }
  for (const row of rows) {
    const text: string = row.values[field];
    const [code, ...others] = byText.get(text) ?? [];
    if (code === undefined) {
      row.refuse(field, "UNKNOWN_AREA", `没有代码或名称为“${text.slice(0, 50)}”的区域。`);
    } else if (others.length > 0) {
      const codes = [code, ...others].slice(0, 3).join("、");
      row.refuse(field, "AREA_AMBIGUOUS", `叫“${text}”的区域不止一个。`, `请填代码，如 ${codes}。`);
    } else {
      (row.values as Record<Field, string>)[field] = code;
    }
  }
}
