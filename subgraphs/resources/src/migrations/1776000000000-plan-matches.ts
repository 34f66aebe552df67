import type { MigrationInterface, QueryRunner } from "typeorm";

/** Only the job writes what a plan found; a plan itself is asked for and called off within one's own area. */
const BY_SYSTEM = "coalesce(current_setting('gongjian.system', true) = 'on', false)";
const FOUND_TABLES = ["match_plan_line", "match_plan_unserved", "match_plan_load"];

export class PlanMatches1776000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(PLAN);
    await db.query(FOUND);
    for (const table of FOUND_TABLES) {
      await db.query(`
        alter table ${table} enable row level security;
        create policy ${table}_read on ${table} for select using (true);
        create policy ${table}_insert on ${table} for insert with check (${BY_SYSTEM});
        create policy ${table}_update on ${table} for update using (${BY_SYSTEM}) with check (${BY_SYSTEM});
        create policy ${table}_delete on ${table} for delete using (${BY_SYSTEM})`);
    }
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table match_plan_load;
      drop table match_plan_unserved;
      drop table match_plan_line;
      drop table match_plan;
      drop function may_plan_area(text)`);
  }
}

const PLAN = `
  create table match_plan (
    id uuid constraint match_plan_pkey primary key,
    area_code text not null,
    committee_id uuid,
    goals text[] not null,
    unit_cap integer,
    candidates_per_need integer not null,
    min_score numeric,
    open_on date,
    requested_by text not null,
    requested_by_role text not null,
    requested_at timestamptz not null,
    state text not null,
    phase text,
    done integer not null,
    total integer not null,
    started_at timestamptz,
    heartbeat_at timestamptz not null,
    finished_at timestamptz,
    failure_code text,
    policy_version integer,
    snapshot_at timestamptz,
    outcome jsonb,
    constraint match_plan_state_known check (state in ('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
    constraint match_plan_phase_known check (phase in ('COLLECTING', 'SOLVING', 'STORING')),
    constraint match_plan_progress_in_order check (done between 0 and total),
    constraint match_plan_done_has_outcome check (state <> 'DONE' or outcome is not null),
    constraint match_plan_unit_cap_positive check (unit_cap > 0)
  );
  create unique index match_plan_under_way_key on match_plan (area_code) where state in ('QUEUED', 'RUNNING');
  create index match_plan_area_idx on match_plan (area_code, id);

  create function may_plan_area(row_area text) returns boolean language sql stable as $$
    select coalesce(
      current_setting('gongjian.system', true) = 'on'
      or current_setting('gongjian.role', true) in ('SECRETARIAT', 'COMMITTEE_HEAD')
        and coalesce(current_setting('gongjian.unit', true), '') = ''
        and starts_with(row_area, coalesce(current_setting('gongjian.area', true), '')),
      false
    )
  $$;
  alter table match_plan enable row level security;
  create policy match_plan_read on match_plan for select using (true);
  create policy match_plan_insert on match_plan for insert with check (may_plan_area(area_code));
  create policy match_plan_update on match_plan for update
    using (may_plan_area(area_code)) with check (may_plan_area(area_code));
  create policy match_plan_delete on match_plan for delete using (${BY_SYSTEM})`;

const FOUND = `
  create table match_plan_line (
    plan_id uuid constraint match_plan_line_plan_fkey references match_plan (id) on delete cascade,
    position integer,
    need_id uuid not null,
    supply_id uuid not null,
    supply_kind text not null,
    unit_id uuid,
    owner_name text not null,
    amount numeric,
    unit_of_measure text,
    month text,
    score double precision not null,
    reasons text[] not null,
    constraint match_plan_line_pkey primary key (plan_id, position)
  );
  create table match_plan_unserved (
    plan_id uuid constraint match_plan_unserved_plan_fkey references match_plan (id) on delete cascade,
    position integer,
    need_id uuid not null,
    code text not null,
    message text not null,
    change text,
    constraint match_plan_unserved_pkey primary key (plan_id, position)
  );
  create table match_plan_load (
    plan_id uuid constraint match_plan_load_plan_fkey references match_plan (id) on delete cascade,
    position integer,
    unit_id uuid,
    owner_name text not null,
    needs integer not null,
    able integer not null,
    share double precision not null,
    constraint match_plan_load_pkey primary key (plan_id, position)
  )`;
