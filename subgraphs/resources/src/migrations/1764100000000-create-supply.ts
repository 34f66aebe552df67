import type { MigrationInterface, QueryRunner } from "typeorm";

export class CreateSupply1764100000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table supply (
        id uuid constraint supply_pkey primary key,
        kind text not null,
        owner_unit_id uuid,
        owner_name text not null,
        title text not null,
        description text not null,
        category text,
        quantity numeric,
        unit_of_measure text,
        coverage_area_code text not null,
        audience text[] not null,
        valid_from date,
        valid_to date,
        schedule text not null,
        min_notice_days integer not null,
        qualification text,
        cost text not null,
        eligibility text,
        state text not null,
        confirmed_on date,
        version integer not null,
        tokens text[] not null,
        county_code text not null,
        constraint supply_kind_known check (kind in ('RESOURCE', 'VOLUNTEER_SERVICE', 'MERCHANT_OFFER')),
        constraint supply_state_known check (state in ('PUBLISHED', 'WITHDRAWN', 'SUSPENDED')),
        constraint supply_version_positive check (version > 0)
      );
      create index supply_tokens on supply using gin (tokens);
      create index supply_category on supply (county_code, category);

      create table match_policy (
        version integer constraint match_policy_pkey primary key,
        weights jsonb not null,
        min_score numeric not null,
        effective_from date not null,
        constraint match_policy_version_positive check (version > 0),
        constraint match_policy_min_score_range check (min_score between 0 and 1)
      );
      insert into match_policy (version, weights, min_score, effective_from)
      values (
        1,
        '{"category": 0.3, "text": 0.15, "place": 0.15, "time": 0.15,
          "capacity": 0.1, "target": 0.05, "freshness": 0.05, "reliability": 0.05}',
        0.64,
        '2026-01-01'
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table match_policy; drop table supply`);
  }
}
