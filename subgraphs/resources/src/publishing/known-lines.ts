import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { EntityManager } from "typeorm";
import { titleKeyOf, unitOf, type ListValues } from "./list-values.ts";

/** The table behind a list and what it calls the ends of its period. */
export interface LinesTable {
  readonly name: "resource" | "need";
  readonly from: string;
  readonly to: string;
}

interface KnownLineRow {
  readonly row: number;
  readonly external_id: string | null;
}

/**
 * A unit that sends its own sheet without numbers means the lines that stand already, also those that came
 * in with a number: such a line keeps it.
 */
export async function adoptNumbers(
  tx: EntityManager,
  table: LinesTable,
  rows: readonly ImportRow<ListValues>[],
): Promise<void> {
  const unnumbered = rows.filter(({ values, isRefused }) => !isRefused && values.externalId === null);
  const known = await findLines(tx, table, unnumbered);
  for (const row of unnumbered) row.values.externalId = known.get(row.row)?.external_id ?? null;
}

/** Numbered lines whose like stands without a number: that line is meant, and gets it. */
export async function linesToNumber(
  tx: EntityManager,
  table: LinesTable,
  rows: readonly ImportRow<ListValues>[],
): Promise<ReadonlySet<number>> {
  const numbered = rows.filter(({ values }) => values.externalId !== null);
  const known = await findLines(tx, table, numbered);
  return new Set(
    [...known.values()].flatMap(({ row, external_id: number }) => (number === null ? [row] : [])),
  );
}

/** The stored line with the same title and dates of the same unit; standing ones first, then the oldest. */
async function findLines(
  tx: EntityManager,
  { name, from, to }: LinesTable,
  rows: readonly ImportRow<ListValues>[],
): Promise<ReadonlyMap<number, KnownLineRow>> {
  if (rows.length === 0) return new Map();
  const sent = rows.map(({ row, values }) => ({
    row,
    unit_id: unitOf(values),
    title_key: titleKeyOf(values),
    since: values.from,
    until: values.to,
  }));
  const known = await tx.query<KnownLineRow[]>(
    `select distinct on (s.row) s.row, t.external_id
     from jsonb_to_recordset($1::jsonb) as s (row integer, unit_id uuid, title_key text, since date, until date)
     join ${name} t on t.unit_id = s.unit_id and t.title_key = s.title_key
       and t.${from} is not distinct from s.since and t.${to} is not distinct from s.until
     order by s.row, t.state = 'WITHDRAWN', t.id`,
    [JSON.stringify(sent)],
  );
  return new Map(known.map((line) => [line.row, line]));
}
