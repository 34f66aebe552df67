import type { QueryRunner } from "typeorm";
import { protectUnitTable } from "../../database/row-security.ts";

/**
 * For the migration of a subgraph that remembers mappings. Needs the tables of `createUnitCopyTables`. A
 * field has one heading per unit at most: the heading that was named last.
 */
export async function createListMappingTable(db: QueryRunner): Promise<void> {
  await db.query(`
    create table list_mapping (
      list text not null,
      unit_id uuid not null constraint list_mapping_unit_fkey references unit (id),
      heading text not null,
      shown_heading text not null,
      field text,
      updated_at timestamptz not null,
      updated_by text not null,
      constraint list_mapping_pkey primary key (list, unit_id, heading),
      constraint list_mapping_heading_length check (char_length(heading) between 1 and 200),
      constraint list_mapping_shown_length check (char_length(shown_heading) between 1 and 200)
    );
    create unique index list_mapping_field_key on list_mapping (list, unit_id, field) where field is not null;
  `);
  await protectUnitTable(db, "list_mapping");
}

export async function dropListMappingTable(db: QueryRunner): Promise<void> {
  await db.query(`drop table list_mapping`);
}
