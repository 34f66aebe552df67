import { makeAppendOnly, protectUnitTable } from "@gongjian/shared/database/row-security";
import { createRequestKeyTable, dropRequestKeyTable } from "@gongjian/shared/request-key";
import type { MigrationInterface, QueryRunner } from "typeorm";

export class CreateProjects1769000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await createRequestKeyTable(db);
    await createProjects(db);
    await createContacts(db);
    await createCommitments(db);
    await guardCommitments(db);
    await createWithdrawals(db);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table project_withdrawal;
      drop function put_project_at_risk();
      drop trigger project_reopened on project;
      drop table project_commitment;
      drop function guard_reopened_project();
      drop function guard_commitment();
      drop function assert_not_overcommitted(uuid, uuid);
      drop table project_contact;
      drop table project;
    `);
    await dropRequestKeyTable(db);
  }
}

async function createProjects(db: QueryRunner): Promise<void> {
  await db.query(`
    create table project (
      id uuid constraint project_pkey primary key,
      unit_id uuid not null constraint project_unit_fkey references unit (id),
      external_id text,
      category_code text,
      title text not null,
      description text not null,
      area_code text not null constraint project_area_fkey references area (code),
      partner_ids uuid[] not null,
      other_partners text[] not null,
      need_ids uuid[] not null,
      commitments jsonb not null,
      starts_on date,
      ends_on date,
      progress text not null,
      progress_note text not null,
      funding text not null,
      budget numeric,
      acceptance text not null,
      milestones text[] not null,
      risks text not null,
      contact_masked text,
      state text not null,
      title_key text not null,
      content_key text,
      content_hash text not null,
      version integer not null,
      published_at timestamptz not null,
      updated_at timestamptz not null,
      constraint project_budget_not_negative check (budget >= 0::numeric),
      constraint project_period_in_order check (starts_on <= ends_on),
      constraint project_progress_known
        check (progress in ('PLANNED', 'ONGOING', 'AT_RISK', 'DONE', 'STOPPED')),
      constraint project_state_known check (state in ('PUBLISHED', 'WITHDRAWN')),
      constraint project_version_positive check (version > 0)
    );
    create unique index project_external_id_key on project (unit_id, external_id) where external_id is not null;
    create unique index project_content_key_key on project (unit_id, content_key) where external_id is null;
    create index project_partners_idx on project using gin (partner_ids);
    create index project_unit_idx on project (unit_id, id);
    create index project_title_idx on project (unit_id, title_key);
    create index project_area_idx on project (area_code, id);
  `);
  await protectUnitTable(db, "project");
  await db.query(`
    create policy project_insert_role on project as restrictive for insert with check (may_publish_lists());
    create policy project_update_role on project as restrictive for update using (may_publish_lists());
    create policy project_delete_role on project as restrictive for delete using (may_publish_lists());
  `);
}

async function createContacts(db: QueryRunner): Promise<void> {
  await db.query(`
    create table project_contact (
      project_id uuid constraint project_contact_pkey primary key
        constraint project_contact_project_fkey references project (id) on delete cascade,
      unit_id uuid not null,
      contact text
    );
    alter table project_contact enable row level security;
    create policy project_contact_owner on project_contact
      using (coalesce(may_read_contact(unit_id), false))
      with check (coalesce(may_read_contact(unit_id), false));
  `);
}

/**
 * What projects take of resources. A line is written by those who may publish for the resource's unit; the
 * project's lead may take it away.
 */
async function createCommitments(db: QueryRunner): Promise<void> {
  await db.query(`
    create table project_commitment (
      id uuid constraint project_commitment_pkey primary key,
      project_id uuid not null
        constraint project_commitment_project_fkey references project (id) on delete cascade,
      unit_id uuid not null constraint project_commitment_unit_fkey references unit (id),
      resource_id uuid not null
        constraint project_commitment_resource_fkey references resource (id) on delete cascade,
      need_id uuid constraint project_commitment_need_fkey references need (id) on delete cascade,
      quantity numeric,
      constraint project_commitment_quantity_positive check (quantity > 0::numeric)
    );
    create unique index project_commitment_key on project_commitment (project_id, resource_id, need_id)
      nulls not distinct;
    create index project_commitment_resource_idx on project_commitment (resource_id);
    create index project_commitment_need_idx on project_commitment (need_id);
    alter table project_commitment enable row level security;
    create policy project_commitment_read on project_commitment for select using (true);
    create policy project_commitment_insert on project_commitment for insert with check (
      coalesce(may_publish_lists() and may_write_unit(unit_id), false)
      and exists (select from resource where id = resource_id and resource.unit_id = project_commitment.unit_id)
    );
    create policy project_commitment_delete on project_commitment for delete using (
      coalesce(may_publish_lists() and (may_write_unit(unit_id) or exists (
        select from project where project.id = project_id and may_write_unit(project.unit_id))), false)
    );
  `);
}

/**
 * That no resource and no need is promised more than it has is decided here, one after the other per unit:
 * the trigger waits for the lock and then counts what stands.
 */
async function guardCommitments(db: QueryRunner): Promise<void> {
  await db.query(`
    create function assert_not_overcommitted(resource_asked uuid, need_asked uuid) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if exists (
        select from resource r where r.id = resource_asked and r.quantity < (
          select sum(c.quantity) from project_commitment c join project p on p.id = c.project_id
          where c.resource_id = r.id and p.state = 'PUBLISHED' and p.progress not in ('DONE', 'STOPPED'))
      ) then
        raise exception 'resource % is overcommitted', resource_asked
          using errcode = 'check_violation', constraint = 'project_commitment_within_resource';
      end if;
      if exists (
        select from need n where n.id = need_asked and n.quantity < (
          select sum(c.quantity) from project_commitment c join project p on p.id = c.project_id
          join resource r on r.id = c.resource_id
          where c.need_id = n.id and p.state = 'PUBLISHED' and p.progress <> 'STOPPED'
            and coalesce(r.unit_of_measure = n.unit_of_measure, true))
      ) then
        raise exception 'need % is overcommitted', need_asked
          using errcode = 'check_violation', constraint = 'project_commitment_within_need';
      end if;
    end $$;
    revoke execute on function assert_not_overcommitted(uuid, uuid) from public;

    create function guard_commitment() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      perform pg_advisory_xact_lock(hashtextextended('commitments:' || unit_id, 0))
      from (
        select new.unit_id union select unit_id from need where id = new.need_id order by unit_id
      ) as owner (unit_id);
      perform assert_not_overcommitted(new.resource_id, new.need_id);
      return null;
    end $$;
    create trigger project_commitment_guarded after insert or update on project_commitment
      for each row execute function guard_commitment();

    create function guard_reopened_project() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      perform pg_advisory_xact_lock(hashtextextended('commitments:' || unit_id, 0))
      from (
        select c.unit_id from project_commitment c where c.project_id = new.id
        union
        select n.unit_id from project_commitment c join need n on n.id = c.need_id where c.project_id = new.id
        order by unit_id
      ) as owner (unit_id);
      perform assert_not_overcommitted(c.resource_id, c.need_id)
      from project_commitment c where c.project_id = new.id;
      return null;
    end $$;
    create constraint trigger project_reopened after update of state, progress on project
      deferrable initially deferred for each row when (
        new.state = 'PUBLISHED' and new.progress not in ('DONE', 'STOPPED')
        and (old.state <> 'PUBLISHED' or old.progress in ('DONE', 'STOPPED'))
        or new.state = 'PUBLISHED' and new.progress <> 'STOPPED'
        and (old.state <> 'PUBLISHED' or old.progress = 'STOPPED')
      ) execute function guard_reopened_project();
  `);
}

/** A partner that leaves may not write its lead's project; that it has left puts the project at risk. */
async function createWithdrawals(db: QueryRunner): Promise<void> {
  await db.query(`
    create table project_withdrawal (
      id uuid constraint project_withdrawal_pkey primary key,
      project_id uuid not null
        constraint project_withdrawal_project_fkey references project (id) on delete cascade,
      unit_id uuid not null constraint project_withdrawal_unit_fkey references unit (id),
      reason text not null,
      released jsonb not null,
      subject text not null,
      withdrawn_at timestamptz not null
    );
    create unique index project_withdrawal_key on project_withdrawal (project_id, unit_id);
    alter table project_withdrawal enable row level security;
    create policy project_withdrawal_read on project_withdrawal for select using (true);
    create policy project_withdrawal_insert on project_withdrawal for insert
      with check (coalesce(may_publish_lists() and may_write_unit(unit_id), false));

    create function put_project_at_risk() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      update project
      set progress = case when progress in ('PLANNED', 'ONGOING') then 'AT_RISK' else progress end,
        version = version + 1, updated_at = new.withdrawn_at
      where id = new.project_id and new.unit_id = any(partner_ids);
      if not found then
        raise exception 'unit % is no partner of project %', new.unit_id, new.project_id
          using errcode = 'check_violation', constraint = 'project_withdrawal_of_partner';
      end if;
      return null;
    end $$;
    create trigger project_withdrawal_at_risk after insert on project_withdrawal
      for each row execute function put_project_at_risk();
  `);
  await makeAppendOnly(db, "project_withdrawal");
}
