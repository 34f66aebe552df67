import {
  createUnitWriteFunction,
  dropUnitWriteFunction,
  makeAppendOnly,
  protectUnitTable,
} from "@gongjian/shared/database/row-security";
import { createUnitCopyTables, dropUnitCopyTables } from "@gongjian/shared/database/unit-copy";
import { createInboxTable, dropInboxTable } from "@gongjian/shared/events/inbox";
import { createImportTables, dropImportTables } from "@gongjian/shared/import/import-tables";
import type { MigrationInterface, QueryRunner } from "typeorm";

export class CreateLists1764000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await createInboxTable(db);
    await createUnitCopyTables(db);
    await createUnitWriteFunction(db);
    await createImportTables(db);
    await createPublisherFunction(db);
    await createResources(db);
    await createNeeds(db);
    await createContacts(db);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table contact_access;
      drop table resource_contact;
      drop function may_read_contact(uuid);
      drop table need;
      drop table resource;
      drop function may_publish_lists();
    `);
    await dropImportTables(db);
    await dropUnitWriteFunction(db);
    await dropUnitCopyTables(db);
    await dropInboxTable(db);
  }
}

/** The role, beside the unit: an administrator or a merchant's unit publishes no lists. */
async function createPublisherFunction(db: QueryRunner): Promise<void> {
  await db.query(`
    create function may_publish_lists() returns boolean language sql stable as $$
      select coalesce(current_setting('gongjian.system', true) = 'on'
        or current_setting('gongjian.role', true)
          in ('UNIT_CLERK', 'UNIT_HEAD', 'SECRETARIAT', 'COMMITTEE_HEAD'), false)
    $$
  `);
}

async function protectList(db: QueryRunner, table: "resource" | "need"): Promise<void> {
  await protectUnitTable(db, table);
  await db.query(`
    create policy ${table}_insert_role on ${table} as restrictive for insert with check (may_publish_lists());
    create policy ${table}_update_role on ${table} as restrictive for update using (may_publish_lists());
    create policy ${table}_delete_role on ${table} as restrictive for delete using (may_publish_lists());
  `);
}

async function createResources(db: QueryRunner): Promise<void> {
  await db.query(`
    create table resource (
      id uuid constraint resource_pkey primary key,
      unit_id uuid not null constraint resource_unit_fkey references unit (id),
      external_id text,
      category_code text,
      title text not null,
      description text not null,
      quantity numeric,
      unit_of_measure text,
      coverage_area_code text not null constraint resource_area_fkey references area (code),
      audience text[] not null,
      valid_from date,
      valid_to date,
      schedule text not null,
      min_notice_days integer not null,
      qualification text,
      cost text not null,
      contact_masked text,
      phone_masked text,
      state text not null,
      title_key text not null,
      content_key text,
      content_hash text not null,
      version integer not null,
      published_at timestamptz not null,
      updated_at timestamptz not null,
      confirmed_on date not null,
      constraint resource_quantity_not_negative check (quantity >= 0::numeric),
      constraint resource_period_in_order check (valid_from <= valid_to),
      constraint resource_min_notice_not_negative check (min_notice_days >= 0),
      constraint resource_cost_known check (cost in ('FREE', 'DISCOUNT', 'COST_PRICE')),
      constraint resource_state_known check (state in ('PUBLISHED', 'SUSPENDED', 'WITHDRAWN')),
      constraint resource_version_positive check (version > 0)
    );
    create unique index resource_external_id_key on resource (unit_id, external_id) where external_id is not null;
    create unique index resource_content_key_key on resource (unit_id, content_key) where external_id is null;
    create index resource_unit_idx on resource (unit_id, id);
    create index resource_title_idx on resource (unit_id, title_key);
    create index resource_area_idx on resource (coverage_area_code, id);
    create index resource_category_idx on resource (category_code, id);
  `);
  await protectList(db, "resource");
}

async function createNeeds(db: QueryRunner): Promise<void> {
  await db.query(`
    create table need (
      id uuid constraint need_pkey primary key,
      unit_id uuid not null constraint need_unit_fkey references unit (id),
      external_id text,
      category_code text,
      title text not null,
      description text not null,
      quantity numeric,
      unit_of_measure text,
      area_code text not null constraint need_area_fkey references area (code),
      audience text[] not null,
      needed_from date,
      needed_to date,
      schedule text not null,
      urgency text not null,
      people_served integer,
      tokens text[] not null,
      state text not null,
      title_key text not null,
      content_key text,
      content_hash text not null,
      version integer not null,
      published_at timestamptz not null,
      updated_at timestamptz not null,
      constraint need_quantity_not_negative check (quantity >= 0::numeric),
      constraint need_people_served_not_negative check (people_served >= 0),
      constraint need_period_in_order check (needed_from <= needed_to),
      constraint need_urgency_known check (urgency in ('LOW', 'NORMAL', 'HIGH', 'URGENT')),
      constraint need_state_known check (state in ('PUBLISHED', 'WITHDRAWN')),
      constraint need_version_positive check (version > 0)
    );
    create unique index need_external_id_key on need (unit_id, external_id) where external_id is not null;
    create unique index need_content_key_key on need (unit_id, content_key) where external_id is null;
    create index need_tokens_idx on need using gin (tokens);
    create index need_unit_idx on need (unit_id, id);
    create index need_title_idx on need (unit_id, title_key);
    create index need_area_idx on need (area_code, id);
    create index need_category_idx on need (category_code, id);
  `);
  await protectList(db, "need");
}

/** Raw contacts are read by those alone who may publish for the unit; every look leaves an entry. */
async function createContacts(db: QueryRunner): Promise<void> {
  await db.query(`
    create function may_read_contact(row_unit uuid) returns boolean language sql stable as $$
      select may_write_unit(row_unit) and current_setting('gongjian.role', true)
        in ('UNIT_CLERK', 'UNIT_HEAD', 'SECRETARIAT', 'COMMITTEE_HEAD')
    $$;
    create table resource_contact (
      resource_id uuid constraint resource_contact_pkey primary key
        constraint resource_contact_resource_fkey references resource (id) on delete cascade,
      unit_id uuid not null,
      contact text,
      phone text
    );
    alter table resource_contact enable row level security;
    create policy resource_contact_owner on resource_contact
      using (coalesce(may_read_contact(unit_id), false))
      with check (coalesce(may_read_contact(unit_id), false));

    create table contact_access (
      id uuid constraint contact_access_pkey primary key,
      resource_id uuid not null constraint contact_access_resource_fkey references resource (id),
      subject text not null,
      role text not null,
      viewer_unit_id uuid,
      viewer_area_code text,
      reason text not null,
      accessed_at timestamptz not null
    );
    create index contact_access_resource_idx on contact_access (resource_id, id);
    alter table contact_access enable row level security;
    create policy contact_access_append on contact_access for insert
      with check (role = current_setting('gongjian.role', true));
    create policy contact_access_audit on contact_access for select
      using (coalesce(current_setting('gongjian.role', true) = 'AUDITOR', false));
  `);
  await makeAppendOnly(db, "contact_access");
}
