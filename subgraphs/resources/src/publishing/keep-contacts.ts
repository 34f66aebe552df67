import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { EntityManager } from "typeorm";
import type { LinesTable } from "./known-lines.ts";
import { contentKeyOf, unitOf, type ListValues } from "./list-values.ts";

interface KnownContactRow {
  readonly row: number;
  readonly contact: string | null;
  readonly phone: string | null;
}

/**
 * A file without columns for contacts says nothing of them: lines that stand keep theirs. Row security shows
 * only contacts that the sender may publish.
 */
export async function keepContacts(
  tx: EntityManager,
  { name }: LinesTable,
  rows: readonly ImportRow<ListValues>[],
): Promise<void> {
  const silent = rows.filter(
    (row) => !row.isRefused && row.values.unit !== null && !row.has("contact") && !row.has("phone"),
  );
  if (silent.length === 0) return;
  const sent = silent.map(({ ordinal, values }) => ({
    row: ordinal,
    unit_id: unitOf(values),
    external_id: values.externalId,
    content_key: values.externalId === null ? contentKeyOf(values) : null,
  }));
  const known = await tx.query<KnownContactRow[]>(
    `with sent as (
       select * from jsonb_to_recordset($1::jsonb)
         as s (row integer, unit_id uuid, external_id text, content_key text)
     ), line as (
       select s.row, t.id from sent s join ${name} t on t.unit_id = s.unit_id and t.external_id = s.external_id
       union all
       select s.row, t.id from sent s join ${name} t on t.unit_id = s.unit_id and t.content_key = s.content_key
         and t.external_id is null
     )
     select line.row, c.contact, c.phone from line join ${name}_contact c on c.${name}_id = line.id`,
    [JSON.stringify(sent)],
  );
  const byRow = new Map(known.map((contact) => [contact.row, contact]));
  for (const { ordinal, values } of silent) {
    values.contact = byRow.get(ordinal)?.contact ?? values.contact;
    values.phone = byRow.get(ordinal)?.phone ?? values.phone;
  }
}
