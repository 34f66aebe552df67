import type { MigrationInterface, QueryRunner } from "typeorm";

export class CreateVolunteerService1764000400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table volunteer_service (
        id uuid constraint volunteer_service_pkey primary key,
        external_id text,
        list_key text,
        team_id uuid not null constraint volunteer_service_team_fkey references team (id),
        category_code text,
        title text not null,
        description text not null,
        quantity numeric,
        unit_of_measure text,
        coverage_area_code text not null constraint volunteer_service_area_fkey references area (code),
        audience text[] not null,
        valid_from date,
        valid_to date,
        schedule text not null,
        min_notice_days integer not null,
        qualification text,
        state text not null,
        version integer not null,
        content_hash text,
        constraint volunteer_service_quantity_positive check (quantity > 0),
        constraint volunteer_service_days_in_order check (valid_to >= valid_from),
        constraint volunteer_service_notice_not_negative check (min_notice_days >= 0),
        constraint volunteer_service_state_known check (state in ('PUBLISHED', 'WITHDRAWN')),
        constraint volunteer_service_version_positive check (version > 0)
      );
      create unique index volunteer_service_list_key on volunteer_service (list_key);
      create index volunteer_service_team_idx on volunteer_service (team_id);
      create index volunteer_service_coverage_idx on volunteer_service (coverage_area_code);

      alter table volunteer_service enable row level security;
      create policy volunteer_service_read on volunteer_service for select using (true);
      create policy volunteer_service_insert on volunteer_service for insert
        with check (may_write_team(team_id));
      create policy volunteer_service_update on volunteer_service for update
        using (may_write_team(team_id)) with check (may_write_team(team_id));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table volunteer_service`);
  }
}
