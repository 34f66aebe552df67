import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { EntityManager } from "typeorm";
import { titleKeyOf } from "./list-values.ts";
import type { ProjectValues } from "./project-values.ts";

/** The stored project that a line means. */
export interface StandingProject {
  readonly id: string;
  readonly externalId: string | null;
}

/**
 * By own number; else by title and dates, where one of the two has no number. A line without a number means
 * the stored one and keeps its number; a line with one gives its number to a stored line that has none.
 *
 * @returns by the line's ordinal
 */
export async function findStandingProjects(
  tx: EntityManager,
  rows: readonly ImportRow<ProjectValues>[],
): Promise<ReadonlyMap<number, StandingProject>> {
  if (rows.length === 0) return new Map();
  const sent = rows.map(({ ordinal, values }) => ({
    ordinal,
    unit_id: values.unit,
    external_id: values.externalId,
    title_key: titleKeyOf(values),
    since: values.from,
    until: values.to,
  }));
  const found = await tx.query<(StandingProject & { ordinal: number })[]>(
    `select distinct on (s.ordinal) s.ordinal, p.id, p.external_id as "externalId"
     from jsonb_to_recordset($1::jsonb)
       as s (ordinal integer, unit_id uuid, external_id text, title_key text, since date, until date)
     join project p on p.unit_id = s.unit_id and (
       p.external_id = s.external_id
       or (s.external_id is null or p.external_id is null) and p.title_key = s.title_key
         and p.starts_on is not distinct from s.since and p.ends_on is not distinct from s.until)
     order by s.ordinal, p.external_id is distinct from s.external_id, p.state = 'WITHDRAWN', p.id`,
    [JSON.stringify(sent)],
  );
  return new Map(found.map(({ ordinal, id, externalId }) => [ordinal, { id, externalId }]));
}
