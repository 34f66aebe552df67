import { makeAppendOnly } from "@gongjian/shared/database/row-security";
import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * A county's committee decides how candidates are weighed: versions with a day from which they hold. What is
 * there stays as it is; the one policy so far becomes the built-in one.
 */
export class DecidePolicies1774000000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(IS_MATCH_WEIGHTS);
    await db.query(COLUMNS);
    await db.query(ROW_SECURITY);
    await makeAppendOnly(db, "match_policy");
    await db.query(`
      do $$ begin
        execute format(
          'grant update (withdrawn_at, withdrawn_by, withdrawn_by_role) on match_policy to %I',
          current_setting('gongjian.app_role'));
      end $$`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      do $$ begin
        execute format(
          'revoke update (withdrawn_at, withdrawn_by, withdrawn_by_role) on match_policy from %I',
          current_setting('gongjian.app_role'));
        execute format('grant update, delete on match_policy to %I', current_setting('gongjian.app_role'));
      end $$`);
    await db.query(`
      drop policy match_policy_read on match_policy;
      drop policy match_policy_insert on match_policy;
      drop policy match_policy_withdraw on match_policy;
      alter table match_policy disable row level security;
      drop function may_set_match_policy(text);
      delete from match_policy where county_code <> '';
      alter table match_policy
        drop constraint match_policy_weights_add_up,
        drop constraint match_policy_pkey,
        drop column county_code, drop column reason, drop column set_at, drop column set_by,
        drop column set_by_role, drop column withdrawn_at, drop column withdrawn_by,
        drop column withdrawn_by_role,
        add constraint match_policy_pkey primary key (version);
      drop function is_match_weights(jsonb)`);
  }
}

/** A little wider than the service's check, which adds in floating point. */
const IS_MATCH_WEIGHTS = `
  create function is_match_weights(weights jsonb) returns boolean language sql immutable as $$
    select coalesce((
      select count(*) = 8
        and bool_and(part.key in
          ('category', 'text', 'place', 'time', 'capacity', 'target', 'freshness', 'reliability'))
        and bool_and(part.value::numeric between 0 and 1)
        and abs(sum(part.value::numeric) - 1) <= 0.0000000011
      from jsonb_each(weights) part
    ), false)
  $$`;

const COLUMNS = String.raw`
  alter table match_policy
    drop constraint match_policy_pkey,
    add county_code text not null default '',
    add reason text,
    add set_at timestamptz,
    add set_by text,
    add set_by_role text,
    add withdrawn_at timestamptz,
    add withdrawn_by text,
    add withdrawn_by_role text;
  alter table match_policy
    alter county_code drop default,
    add constraint match_policy_pkey primary key (county_code, version),
    add constraint match_policy_county_is_code check (county_code ~ '^(\d{6})?$'),
    add constraint match_policy_built_in_versions check ((county_code = '') = (version <= 100)),
    add constraint match_policy_built_in_unset check ((county_code = '') = (set_at is null)),
    add constraint match_policy_weights_add_up check (is_match_weights(weights)),
    add constraint match_policy_set_whole
      check (num_nonnulls(reason, set_at, set_by, set_by_role) in (0, 4)),
    add constraint match_policy_withdrawn_whole
      check (num_nonnulls(withdrawn_at, withdrawn_by, withdrawn_by_role) in (0, 3)),
    add constraint match_policy_not_backdated
      check (set_at is null or effective_from >= (set_at at time zone interval '8 hours')::date),
    add constraint match_policy_withdrawn_in_time
      check (withdrawn_at is null
        or set_at is not null and (withdrawn_at at time zone interval '8 hours')::date < effective_from)`;

/** The built-in policies are written by migrations alone. */
const ROW_SECURITY = `
  create function may_set_match_policy(county text) returns boolean language sql stable as $$
    select coalesce(
      county <> ''
        and current_setting('gongjian.role', true) in ('COMMITTEE_HEAD', 'ADMIN')
        and coalesce(current_setting('gongjian.unit', true), '') = ''
        and starts_with(county, coalesce(current_setting('gongjian.area', true), '')),
      false
    )
  $$;
  alter table match_policy enable row level security;
  create policy match_policy_read on match_policy for select using (true);
  create policy match_policy_insert on match_policy for insert with check (may_set_match_policy(county_code));
  create policy match_policy_withdraw on match_policy for update
    using (may_set_match_policy(county_code)) with check (may_set_match_policy(county_code))`;
