import type { MigrationInterface, QueryRunner } from "typeorm";

/** Lists carry remarks; needs have contacts, guarded like those of resources. */
export class TakeRemarksAndContacts1771000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table resource add remarks text;
      alter table need add remarks text, add contact_masked text, add phone_masked text;

      create table need_contact (
        need_id uuid constraint need_contact_pkey primary key
          constraint need_contact_need_fkey references need (id) on delete cascade,
        unit_id uuid not null,
        contact text,
        phone text
      );
      alter table need_contact enable row level security;
      create policy need_contact_owner on need_contact
        using (coalesce(may_read_contact(unit_id), false))
        with check (coalesce(may_read_contact(unit_id), false));

      alter table contact_access
        add need_id uuid constraint contact_access_need_fkey references need (id),
        alter resource_id drop not null,
        add constraint contact_access_one_line check (num_nonnulls(resource_id, need_id) = 1);
      create index contact_access_need_idx on contact_access (need_id, id);
    `);
    await replaceContactAfter(
      db,
      `select contact, phone from resource_contact where resource_id = changed_row
       union all
       select contact, phone from need_contact where need_id = changed_row`,
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await replaceContactAfter(
      db,
      "select contact, phone from resource_contact where resource_id = changed_row",
    );
    await db.query(`
      delete from contact_access where need_id is not null;
      alter table contact_access
        drop constraint contact_access_one_line,
        drop need_id,
        alter resource_id set not null;
      drop table need_contact;
      alter table need drop phone_masked, drop contact_masked, drop remarks;
      alter table resource drop remarks;
    `);
  }
}

/** The contact of a line after a revision: the next one that was kept, else the one that stands. */
async function replaceContactAfter(db: QueryRunner, standing: string): Promise<void> {
  await db.query(`
    create or replace function contact_after(changed_row uuid, revision integer)
      returns text language sql stable security definer set search_path = public, pg_temp as $$
      select jsonb_build_array(contact, phone)::text from (
        select p.number, r.contact, r.phone
        from contact_revision r join publication p on p.id = r.publication_id
        where r.row_id = changed_row and p.number > revision
        union all
        select null, contact, phone from (${standing}) stands
      ) known order by number nulls last limit 1
    $$
  `);
}
