import type { QueryRunner } from "typeorm";

/** The engine's own tables, for the migration of a subgraph that takes lists. */
export async function createImportTables(db: QueryRunner): Promise<void> {
  await db.query(`
    create table import_request (
      actor text not null,
      key text not null,
      input_hash text not null,
      report text not null,
      created_at timestamptz not null,
      constraint import_request_pkey primary key (actor, key)
    );
    create index import_request_created_at on import_request (created_at);

    create table publication (
      id uuid constraint publication_pkey primary key,
      list text not null,
      unit_id uuid,
      actor text not null,
      role text not null,
      file_name text,
      encoding text,
      mode text not null,
      input_hash text not null,
      counts jsonb not null,
      published_at timestamptz not null,
      constraint publication_mode check (mode in ('merge', 'replace'))
    );
    create index publication_list_unit on publication (list, unit_id, published_at);

    create table publication_change (
      publication_id uuid not null,
      row_id uuid not null,
      kind text not null,
      before jsonb,
      after jsonb,
      constraint publication_change_pkey primary key (publication_id, row_id),
      constraint publication_change_kind check (kind in ('NEW', 'CHANGED', 'WITHDRAWN')),
      constraint publication_change_publication foreign key (publication_id)
        references publication (id) deferrable initially deferred
    );
    create index publication_change_row on publication_change (row_id);
  `);
}

export async function dropImportTables(db: QueryRunner): Promise<void> {
  await db.query(`drop table publication_change; drop table publication; drop table import_request`);
}
