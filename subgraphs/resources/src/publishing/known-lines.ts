import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { ImportScope, KnownRow } from "@gongjian/shared/import/list-definition";
import { may } from "@gongjian/shared/viewer";
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
  for (const row of unnumbered) row.values.externalId = known.get(row.ordinal)?.external_id ?? null;
}

/** Numbered lines whose like stands without a number: that line is meant, and gets it. */
export async function linesToNumber(
  tx: EntityManager,
  table: LinesTable,
  rows: readonly ImportRow<ListValues>[],
): Promise<ReadonlySet<number>> {
  const numbered = rows.filter(({ values }) => values.externalId !== null);
  if (!(await hasUnnumbered(tx, table, numbered))) return new Set();
  const known = await findLines(tx, table, numbered);
  return new Set(
    [...known.values()].flatMap(({ row, external_id: number }) => (number === null ? [row] : [])),
  );
}

/** Mostly all lines of a unit are numbered, and the search can be saved. */
async function hasUnnumbered(
  tx: EntityManager,
  { name }: LinesTable,
  rows: readonly ImportRow<ListValues>[],
): Promise<boolean> {
  const [answer] = await tx.query<{ has: boolean }[]>(
    `select exists (select from ${name} where unit_id = any($1) and external_id is null) as has`,
    [[...new Set(rows.map(({ values }) => unitOf(values)))]],
  );
  return answer?.has ?? false;
}

/** The stored line with the same title and dates of the same unit; standing ones first, then the oldest. */
async function findLines(
  tx: EntityManager,
  { name, from, to }: LinesTable,
  rows: readonly ImportRow<ListValues>[],
): Promise<ReadonlyMap<number, KnownLineRow>> {
  if (rows.length === 0) return new Map();
  const sent = rows.map(({ ordinal, values }) => ({
    row: ordinal,
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

interface KnownSourceRow {
  readonly sourceHash: string;
  readonly id: string;
  readonly externalId: string | null;
  readonly unitId: string;
  readonly areaCode: string;
}

/**
 * Standing lines that were sent exactly so before. Not those whose period has ended since: their sender is
 * to be told.
 */
export async function knownLines(
  tx: EntityManager,
  table: LinesTable,
  sourceHashes: readonly string[],
  scope: ImportScope,
): Promise<readonly KnownRow[]> {
  const { name, to } = table;
  const { viewer, unitId, clock, session } = scope;
  // A unit that has published nothing yet would be asked about line by line.
  const mayKnow = session.memo.get(name) ?? (await hasStanding(tx, table, unitId));
  session.memo.set(name, mayKnow);
  if (mayKnow === false) return [];
  const rows = await tx.query<KnownSourceRow[]>(
    `select t.source_hash as "sourceHash", t.id, t.external_id as "externalId", t.unit_id as "unitId",
       u.area_code as "areaCode"
     from ${name} t join unit u on u.id = t.unit_id
     where t.source_hash = any($1::uuid[]) and t.state <> 'WITHDRAWN' and coalesce(t.${to} >= $2, true)`,
    [sourceHashes, clock.today()],
  );
  // The unit is compared here: as a condition it would lead the planner to the unit's whole list.
  return rows.filter(
    (row) =>
      (unitId === null || row.unitId === unitId) &&
      may(viewer, "list.publish", { unitId: row.unitId, areaCode: row.areaCode }),
  );
}

async function hasStanding(tx: EntityManager, { name }: LinesTable, unitId: string | null): Promise<boolean> {
  const [answer] = await tx.query<{ has: boolean }[]>(
    `select exists (select from ${name} where $1::uuid is null or unit_id = $1) as has`,
    [unitId],
  );
  return answer?.has ?? false;
}
