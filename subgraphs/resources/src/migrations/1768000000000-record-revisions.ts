import { makeAppendOnly } from "@gongjian/shared/database/row-security";
import {
  downgradeImportTables,
  upgradeImportTables,
} from "@gongjian/shared/import/revisions/revision-tables";
import type { MigrationInterface, QueryRunner } from "typeorm";

export class RecordRevisions1768000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await upgradeImportTables(db);
    await db.query(`
      insert into publication_unit (publication_id, unit_id)
      select distinct p.id, line.unit_id
      from publication p
      join publication_change c on c.publication_id = p.id
      join (select id, unit_id from resource union all select id, unit_id from need) line on line.id = c.row_id
      where p.unit_id is null`);
    await createContactRevisions(db);
    await createListExports(db);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table list_export;
      drop function prune_contact_revisions();
      drop function revised_contacts(text, integer, integer);
      drop function is_contact_changed(uuid, integer, integer);
      drop function contact_after(uuid, integer);
      drop table contact_revision;
    `);
    await downgradeImportTables(db);
  }
}

/** What a contact was until a publication changed it: as well guarded as the contact itself. */
async function createContactRevisions(db: QueryRunner): Promise<void> {
  await db.query(`
    create table contact_revision (
      publication_id uuid not null,
      row_id uuid not null,
      unit_id uuid not null,
      contact text,
      phone text,
      kept_at timestamptz not null,
      constraint contact_revision_pkey primary key (publication_id, row_id),
      constraint contact_revision_publication foreign key (publication_id)
        references publication (id) deferrable initially deferred
    );
    create index contact_revision_row on contact_revision (row_id);
    create index contact_revision_kept_at on contact_revision (kept_at);
    alter table contact_revision enable row level security;
    create policy contact_revision_read on contact_revision for select
      using (coalesce(may_read_contact(unit_id), false));
    create policy contact_revision_keep on contact_revision for insert
      with check (coalesce(may_read_contact(unit_id), false));

    create function contact_after(changed_row uuid, revision integer)
      returns text language sql stable security definer set search_path = public, pg_temp as $$
      select jsonb_build_array(contact, phone)::text from (
        select p.number, r.contact, r.phone
        from contact_revision r join publication p on p.id = r.publication_id
        where r.row_id = changed_row and p.number > revision
        union all
        select null, contact, phone from resource_contact where resource_id = changed_row
      ) known order by number nulls last limit 1
    $$;
    create function is_contact_changed(changed_row uuid, since integer, until integer)
      returns boolean language sql stable security definer set search_path = public, pg_temp as $$
      select contact_after(changed_row, since) is distinct from contact_after(changed_row, until)
    $$;
    -- What it answers is personal: for the function above alone.
    revoke all on function contact_after(uuid, integer) from public;
    create function revised_contacts(list_name text, since integer, until integer)
      returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
      select r.row_id from contact_revision r join publication p on p.id = r.publication_id
      where p.list = list_name and p.number > since and p.number <= until
    $$;
    create function prune_contact_revisions()
      returns void language sql volatile security definer set search_path = public, pg_temp as $$
      delete from contact_revision where kept_at < now() - interval '180 days'
    $$;
  `);
  await makeAppendOnly(db, "contact_revision");
}

/** Who took which raw contacts out of the system in a file. */
async function createListExports(db: QueryRunner): Promise<void> {
  await db.query(`
    create table list_export (
      id uuid constraint list_export_pkey primary key,
      list text not null,
      unit_id uuid,
      area_code text,
      state text,
      format text not null,
      row_count integer not null,
      subject text not null,
      role text not null,
      viewer_unit_id uuid,
      viewer_area_code text,
      exported_at timestamptz not null,
      constraint list_export_row_count_not_negative check (row_count >= 0)
    );
    create index list_export_exported_at on list_export (exported_at);
    alter table list_export enable row level security;
    create policy list_export_append on list_export for insert
      with check (role = current_setting('gongjian.role', true));
    create policy list_export_audit on list_export for select
      using (coalesce(current_setting('gongjian.role', true) = 'AUDITOR', false));
  `);
  await makeAppendOnly(db, "list_export");
}
