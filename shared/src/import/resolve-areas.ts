import type { EntityManager } from "typeorm";
import type { ImportRow } from "./import-row.ts";

interface MeantRow {
  readonly text: string;
  readonly codes: string[];
}

/** For a subgraph that has a table `area (code, name, level)`: its own or the copy. */
const MEANT = `
  select sent.text, array_agg(area.code order by area.code) as codes
  from unnest($1::text[]) as sent (text)
  join area on area.code = sent.text or area.name = sent.text and ($2::text is null or area.level = $2)
  group by sent.text`;

/**
 * Turns what a cell says, the code or the name of an area, into its code. Refuses what nobody registered and
 * a name of several areas.
 *
 * @param level of the areas that may be meant by their name; any where it is left out
 */
export async function resolveAreas<Field extends string, V extends Record<Field, string>>(
  tx: EntityManager,
  rows: readonly ImportRow<V>[],
  field: Field,
  level?: "COMMUNITY",
): Promise<void> {
  const sent = new Set(rows.map(({ values }) => values[field]));
  const meant = await tx.query<MeantRow[]>(MEANT, [[...sent], level ?? null]);
  const codesByText = new Map(meant.map(({ text, codes }) => [text, codes]));
  for (const row of rows) {
    const text: string = row.values[field];
    const codes = codesByText.get(text) ?? [];
    const [code, another] = codes;
    if (code === undefined) {
      row.refuse(
        field,
        "UNKNOWN_AREA",
        `没有代码或名称为“${text.slice(0, 50)}”的${level === "COMMUNITY" ? "社区" : "区域"}。`,
        "请核对，或先登记区域。",
      );
    } else if (another !== undefined) {
      const shown = codes.slice(0, 3).join("、");
      row.refuse(field, "AREA_AMBIGUOUS", `叫“${text}”的区域不止一个。`, `请填区划代码，如 ${shown}。`);
    } else {
      (row.values as Record<Field, string>)[field] = code;
    }
  }
}
