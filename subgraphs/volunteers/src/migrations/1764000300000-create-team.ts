import type { MigrationInterface, QueryRunner } from "typeorm";

export class CreateTeam1764000300000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await createTables(db);
    await protectTables(db);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function store_team_contacts(uuid[], text[], text[]);
      drop table team_membership;
      drop table team_contact;
      drop function may_write_team(uuid);
      drop table team;
    `);
  }
}

async function createTables(db: QueryRunner): Promise<void> {
  await db.query(`
    create table team (
      id uuid constraint team_pkey primary key,
      external_id text,
      list_key text,
      name text not null,
      kind text not null,
      colour text,
      area_code text not null constraint team_area_fkey references area (code),
      lead_unit_id uuid constraint team_lead_unit_fkey references unit (id),
      contact_masked text,
      phone_masked text,
      state text not null,
      content_hash text,
      constraint team_kind_known
        check (kind in ('COMMUNITY', 'UNIT', 'PROPERTY', 'STUDENT', 'PROFESSIONAL')),
      constraint team_colour_known
        check (colour in ('RED', 'ORANGE', 'YELLOW', 'GREEN', 'CYAN', 'BLUE', 'VIOLET')),
      constraint team_state_known check (state in ('PUBLISHED', 'WITHDRAWN'))
    );
    create unique index team_list_key on team (list_key);
    create index team_lead_unit_idx on team (lead_unit_id, external_id);
    create index team_area_code_idx on team (area_code);

    create table team_contact (
      team_id uuid constraint team_contact_pkey primary key
        constraint team_contact_team_fkey references team (id),
      contact text,
      phone text
    );

    create table team_membership (
      team_id uuid not null constraint team_membership_team_fkey references team (id),
      volunteer_id uuid not null constraint team_membership_volunteer_fkey references volunteer (id),
      joined_at timestamptz not null,
      constraint team_membership_pkey primary key (team_id, volunteer_id)
    );
    create index team_membership_volunteer_idx on team_membership (volunteer_id);
  `);
}

async function protectTables(db: QueryRunner): Promise<void> {
  await db.query(`
    create function may_write_team(wanted uuid) returns boolean language sql stable as $$
      select exists (
        select from team where team.id = wanted and may_write_scope(team.lead_unit_id, team.area_code)
      )
    $$;

    alter table team enable row level security;
    create policy team_read on team for select using (true);
    create policy team_insert on team for insert with check (may_write_scope(lead_unit_id, area_code));
    create policy team_update on team for update
      using (may_write_scope(lead_unit_id, area_code)) with check (may_write_scope(lead_unit_id, area_code));

    alter table team_contact enable row level security;
    create policy team_contact_read on team_contact for select using (exists (
      select from team where team.id = team_id and may_read_contact(team.lead_unit_id, team.area_code)
    ));

    alter table team_membership enable row level security;
    create policy team_membership_read on team_membership for select using (true);
    create policy team_membership_insert on team_membership for insert with check (
      may_write_team(team_id)
      or current_setting('gongjian.role', true) = 'VOLUNTEER' and exists (
        select from volunteer v
        where v.id = volunteer_id and v.subject = current_setting('gongjian.subject', true)
      )
    );

    -- Writes contacts without being allowed to read them, which an upsert by the app's role would need.
    create function store_team_contacts(teams uuid[], contacts text[], phones text[]) returns void
      language sql security definer set search_path = public, pg_temp as $$
      insert into team_contact (team_id, contact, phone)
      select given.team_id, given.contact, given.phone
      from unnest(teams, contacts, phones) as given (team_id, contact, phone)
      where may_write_team(given.team_id)
      on conflict (team_id) do update set contact = excluded.contact, phone = excluded.phone
    $$;
    revoke all on function store_team_contacts(uuid[], text[], text[]) from public;
    do $$ begin
      execute format('grant execute on function store_team_contacts(uuid[], text[], text[]) to %I',
        current_setting('gongjian.app_role'));
    end $$;
  `);
}
