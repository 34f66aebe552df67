import type { MigrationInterface, QueryRunner } from "typeorm";

export class CreateVolunteer1764000200000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create sequence volunteer_number;

      create table volunteer (
        id uuid constraint volunteer_pkey primary key,
        number text not null,
        subject text,
        name_masked text not null,
        area_code text not null constraint volunteer_area_fkey references area (code),
        skills text[] not null,
        state text not null,
        registered_at timestamptz not null,
        constraint volunteer_number_form check (number ~ '^[0-9]{14}$'),
        constraint volunteer_state_known check (state in ('ACTIVE', 'LEFT'))
      );
      create unique index volunteer_number_key on volunteer (number);
      create unique index volunteer_subject_key on volunteer (subject);
      create index volunteer_area_code_idx on volunteer (area_code);

      create table volunteer_contact (
        volunteer_id uuid constraint volunteer_contact_pkey primary key
          constraint volunteer_contact_volunteer_fkey references volunteer (id),
        name text not null,
        phone text not null
      );

      alter table volunteer enable row level security;
      create policy volunteer_read on volunteer for select using (true);
      create policy volunteer_insert on volunteer for insert with check (may_write_scope(null, area_code));
      create policy volunteer_update on volunteer for update
        using (may_write_scope(null, area_code)) with check (may_write_scope(null, area_code));

      alter table volunteer_contact enable row level security;
      create policy volunteer_contact_read on volunteer_contact for select using (exists (
        select from volunteer v where v.id = volunteer_id and may_read_contact(null, v.area_code)
      ));
      create policy volunteer_contact_insert on volunteer_contact for insert with check (exists (
        select from volunteer v where v.id = volunteer_id and may_write_scope(null, v.area_code)
      ));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table volunteer_contact;
      drop table volunteer;
      drop sequence volunteer_number;
    `);
  }
}
