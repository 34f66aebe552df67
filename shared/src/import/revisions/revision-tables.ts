import type { QueryRunner } from "typeorm";

/**
 * Makes revisions of the engine's publications, for a migration of every subgraph that takes lists: they get
 * an order that the clock cannot blur, may be taken back, and keep each value once. What a row became is the
 * `before` of its next change, or the row as it stands.
 */
export async function upgradeImportTables(db: QueryRunner): Promise<void> {
  await db.query(`
    alter table publication
      add column number integer,
      add column reverts_to uuid,
      drop constraint publication_mode,
      add constraint publication_mode check (mode in ('merge', 'replace', 'revert')),
      add constraint publication_reverts_to foreign key (reverts_to) references publication (id);
    update publication set number = earlier.number
    from (select id, row_number() over (order by published_at, id) as number from publication) earlier
    where earlier.id = publication.id;
    alter table publication alter column number set not null;
    alter table publication alter column number add generated always as identity;
    select setval(pg_get_serial_sequence('publication', 'number'), coalesce(max(number), 0) + 1, false)
      from publication;
    create unique index publication_number on publication (list, number);

    create table publication_unit (
      publication_id uuid not null,
      unit_id uuid not null,
      constraint publication_unit_pkey primary key (publication_id, unit_id),
      constraint publication_unit_publication foreign key (publication_id)
        references publication (id) deferrable initially deferred
    );
    alter table publication_change drop column after;
  `);
}

export async function downgradeImportTables(db: QueryRunner): Promise<void> {
  await db.query(`
    alter table publication_change add column after jsonb;
    drop table publication_unit;
    drop index publication_number;
    update publication set mode = 'replace' where mode = 'revert';
    alter table publication
      drop constraint publication_reverts_to,
      drop constraint publication_mode,
      add constraint publication_mode check (mode in ('merge', 'replace')),
      drop column reverts_to,
      drop column number;
  `);
}
