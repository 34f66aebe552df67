import type { MigrationInterface, QueryRunner } from "typeorm";
import { protectTable } from "../row-policies.ts";

export class CreateCommittee1765000000002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table committee (
        id uuid constraint committee_pkey primary key,
        name text not null,
        area_code text not null constraint committee_area_fkey references area (code),
        constraint committee_name_not_empty check (name <> '')
      );
      create unique index committee_area_key on committee (area_code);
      create table seat (
        id uuid constraint seat_pkey primary key,
        committee_id uuid not null constraint seat_committee_fkey references committee (id),
        organisation_id uuid not null constraint seat_organisation_fkey references organisation (id),
        role text not null,
        state text not null,
        since date,
        until date,
        constraint seat_role_known check (role in ('LEAD', 'MEMBER')),
        constraint seat_state_known check (state in ('INVITED', 'SERVING', 'ENDED')),
        constraint seat_dates_fit_state check (case state
          when 'INVITED' then since is null and until is null
          when 'SERVING' then since is not null and until is null
          else until is not null end),
        constraint seat_ends_after_start check (until >= since)
      );
      create unique index seat_open_key on seat (committee_id, organisation_id) where state <> 'ENDED';
      create unique index seat_open_lead_key on seat (committee_id) where role = 'LEAD' and state <> 'ENDED';
      create index seat_committee_id_idx on seat (committee_id, id);
      create index seat_organisation_id_idx on seat (organisation_id);
    `);
    await protectTable(db, "committee", "is_registrar()");
    await protectTable(
      db,
      "seat",
      "may_manage_area((select area_code from committee where committee.id = committee_id))",
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table seat; drop table committee`);
  }
}
