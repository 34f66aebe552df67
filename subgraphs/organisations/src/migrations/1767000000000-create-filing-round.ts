import { createInboxTable, dropInboxTable } from "@gongjian/shared/events/inbox";
import { createRequestKeyTable, dropRequestKeyTable } from "@gongjian/shared/request-key";
import type { MigrationInterface, QueryRunner } from "typeorm";
import { protectTable } from "../row-policies.ts";

const IS_SYSTEM = "coalesce(current_setting('gongjian.system', true) = 'on', false)";
const ROUND_IS_MANAGED = `may_manage_area((
  select area_code from filing_round join committee on committee.id = committee_id
  where filing_round.id = round_id
))`;
// Whoever sees that a unit has to file in a round sees that it was reminded of it.
const FILING_IS_SEEN = `exists (
  select from list_filing f
  where f.round_id = filing_reminder.round_id and f.organisation_id = filing_reminder.organisation_id
)`;

/** Filing rounds, who has to file, what was published, reminders, and the keys of repeated requests. */
export class CreateFilingRound1767000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await createInboxTable(db);
    await createRounds(db);
    await createReminders(db);
    await createRequestKeyTable(db);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table filing_reminder;
      drop table list_publication;
      drop table list_filing;
      drop table filing_round;
      drop function may_read_filing(uuid, text);
    `);
    await dropRequestKeyTable(db);
    await dropInboxTable(db);
  }
}

async function createRounds(db: QueryRunner): Promise<void> {
  await db.query(`
    create function may_read_filing(unit uuid, area_code text) returns boolean language sql stable as $$
      select coalesce(
        current_setting('gongjian.system', true) = 'on'
          or case
            when coalesce(current_setting('gongjian.unit', true), '') <> '' then
              current_setting('gongjian.role', true) in ('UNIT_CLERK', 'UNIT_HEAD')
                and unit = current_setting('gongjian.unit', true)::uuid
            else current_setting('gongjian.role', true) in ('SECRETARIAT', 'COMMITTEE_HEAD', 'DASHBOARD')
              and starts_with(area_code, coalesce(current_setting('gongjian.area', true), ''))
          end,
        false
      )
    $$;
    create table filing_round (
      id uuid constraint filing_round_pkey primary key,
      committee_id uuid not null constraint filing_round_committee_fkey references committee (id),
      name text not null,
      lists text[] not null,
      opens_on date not null,
      due_on date not null,
      opened_by text not null,
      opened_at timestamptz not null,
      closed_at timestamptz,
      constraint filing_round_name_not_empty check (name <> ''),
      constraint filing_round_lists_known check (
        cardinality(lists) > 0 and lists <@ array['resources', 'needs', 'projects']
      ),
      constraint filing_round_ends_after_start check (due_on >= opens_on)
    );
    create unique index filing_round_name_key on filing_round (committee_id, name);
    create index filing_round_due_on_idx on filing_round (committee_id, due_on, id);
    create index filing_round_open_idx on filing_round (due_on) where closed_at is null;
    create table list_filing (
      id uuid constraint list_filing_pkey primary key,
      round_id uuid not null constraint list_filing_round_fkey references filing_round (id),
      organisation_id uuid not null constraint list_filing_organisation_fkey references organisation (id),
      list text not null,
      area_code text not null
    );
    create unique index list_filing_duty_key on list_filing (round_id, organisation_id, list);
    create index list_filing_organisation_id_idx on list_filing (organisation_id, id);
    create table list_publication (
      publication_id uuid not null,
      organisation_id uuid not null constraint list_publication_organisation_fkey references organisation (id),
      list text not null,
      published_at timestamptz not null,
      constraint list_publication_pkey primary key (publication_id, organisation_id)
    );
    create index list_publication_first_idx on list_publication (organisation_id, list, published_at);
  `);
  await protectTable(
    db,
    "filing_round",
    "may_manage_area((select area_code from committee where committee.id = committee_id))",
  );
  await protectTable(db, "list_filing", ROUND_IS_MANAGED, "may_read_filing(organisation_id, area_code)");
  await protectTable(db, "list_publication", IS_SYSTEM);
}

/** The unit acknowledges: of a reminder that is sent nothing else can be written any more. */
async function createReminders(db: QueryRunner): Promise<void> {
  await db.query(`
    create table filing_reminder (
      id uuid constraint filing_reminder_pkey primary key,
      round_id uuid not null constraint filing_reminder_round_fkey references filing_round (id),
      organisation_id uuid not null constraint filing_reminder_organisation_fkey references organisation (id),
      lists text[] not null,
      day date not null,
      origin text not null,
      sent_by text not null,
      sent_at timestamptz not null,
      acknowledged_by text,
      acknowledged_at timestamptz,
      constraint filing_reminder_origin_known check (origin in ('MANUAL', 'AUTOMATIC')),
      constraint filing_reminder_acknowledged_by_someone
        check ((acknowledged_by is null) = (acknowledged_at is null))
    );
    create unique index filing_reminder_day_key on filing_reminder (round_id, organisation_id, day);
    alter table filing_reminder enable row level security;
    create policy filing_reminder_read on filing_reminder for select using (${FILING_IS_SEEN});
    create policy filing_reminder_insert on filing_reminder for insert with check (${ROUND_IS_MANAGED});
    create policy filing_reminder_update on filing_reminder for update using (
      current_setting('gongjian.role', true) in ('UNIT_CLERK', 'UNIT_HEAD')
        and organisation_id = nullif(current_setting('gongjian.unit', true), '')::uuid
    );
    do $$ begin
      execute format('revoke update, delete, truncate on filing_reminder from %I',
        current_setting('gongjian.app_role'));
      execute format('grant update (acknowledged_by, acknowledged_at) on filing_reminder to %I',
        current_setting('gongjian.app_role'));
    end $$;
  `);
}
