import type { EntityManager } from "typeorm";
import { identityOf } from "./describe-changes.ts";
import type { ImportScope, KnownRow } from "./list-definition.ts";
import { TableNames, type ListTable } from "./list-table.ts";

/** Mode `replace`: these stored rows were in the upload, unread because they had not changed. */
export async function nameKnown<V extends object>(
  tx: EntityManager,
  table: ListTable<V>,
  rows: readonly KnownRow[],
): Promise<void> {
  const names = new TableNames(table);
  await tx.query(names.createNamed);
  await tx.query(`insert into ${names.named} select * from unnest($1::uuid[], $2::text[])`, [
    rows.map(({ id }) => id),
    rows.map(({ unitId }) => unitId),
  ]);
}

/** Mode `replace`, at the end: withdraws what the upload has not named, and returns the ids. */
export async function withdrawMissing<V extends object>(
  tx: EntityManager,
  table: ListTable<V>,
  scope: ImportScope,
): Promise<string[]> {
  const { name, withdrawWithin, isListed = "true" } = table;
  if (withdrawWithin === undefined) return [];
  const names = new TableNames(table);
  const changes = names.computed
    .filter(([column]) => column !== "state")
    .map(([column, { change }]) => `, ${column} = ${change}`);
  await tx.query(names.createNamed);
  const gone = await tx.query<WithdrawnRow[]>(
    `with gone as (
       select t.*, ${names.image("t")} as image from ${name} t
       where t.state <> 'WITHDRAWN' and ${isListed}
         and t.${withdrawWithin}::text in (select within from ${names.named})
         and not exists (select from ${names.named} n where n.id = t.id)
     ), withdrawn as (
       update ${name} t set state = 'WITHDRAWN'${changes.join("")} from gone where t.id = gone.id
     ), recorded as (
       insert into publication_change (publication_id, row_id, kind, before)
       select $1, id, 'WITHDRAWN', image from gone
     )
     select id, ${withdrawWithin} as within, image from gone`,
    [scope.importId],
  );
  noteWithdrawn(gone, scope);
  return gone.map(({ id }) => id);
}

interface WithdrawnRow {
  readonly id: string;
  readonly within: string | null;
  readonly image: Readonly<Record<string, unknown>>;
}

function noteWithdrawn(gone: readonly WithdrawnRow[], { session }: ImportScope): void {
  for (const { within } of gone) if (within !== null) session.countsOf(within).withdrawn += 1;
  session.changes.add(
    gone
      .slice(0, session.changes.room)
      .map(({ id, image }) => ({ ...identityOf(id, image), kind: "WITHDRAWN" as const, fields: [] })),
    gone.length,
  );
}
