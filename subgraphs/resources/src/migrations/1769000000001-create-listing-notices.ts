import type { MigrationInterface, QueryRunner } from "typeorm";

export class CreateListingNotices1769000000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table need add confirmed_on date;
      create table listing_notice (
        id uuid constraint listing_notice_pkey primary key,
        unit_id uuid not null constraint listing_notice_unit_fkey references unit (id),
        list text not null,
        row_id uuid not null,
        kind text not null,
        due_on date not null,
        noticed_at timestamptz not null,
        dismissed_at timestamptz,
        dismissed_by text,
        constraint listing_notice_list_known check (list in ('resources', 'needs')),
        constraint listing_notice_kind_known
          check (kind in ('EXPIRES_IN_7_DAYS', 'EXPIRES_IN_1_DAY', 'CONFIRMATION_DUE'))
      );
      create unique index listing_notice_key on listing_notice (row_id, kind, due_on);
      create index listing_notice_unit_idx on listing_notice (unit_id, id);

      alter table listing_notice enable row level security;
      create policy listing_notice_read on listing_notice for select
        using (coalesce(may_publish_lists() and may_write_unit(unit_id), false));
      create policy listing_notice_insert on listing_notice for insert
        with check (coalesce(current_setting('gongjian.system', true) = 'on', false));
      create policy listing_notice_dismiss on listing_notice for update
        using (coalesce(may_publish_lists() and may_write_unit(unit_id), false))
        with check (coalesce(may_publish_lists() and may_write_unit(unit_id), false));
      create policy listing_notice_prune on listing_notice for delete
        using (coalesce(current_setting('gongjian.system', true) = 'on', false));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table listing_notice;
      alter table need drop column confirmed_on;
    `);
  }
}
