import type { MigrationInterface, QueryRunner } from "typeorm";

/** Only the job writes down how far it has come. */
const BY_SYSTEM = "coalesce(current_setting('gongjian.system', true) = 'on', false)";

/** By which lexicon the tokens of each table were made, and how far a reading that is under way has come. */
export class RelearnTokens1777000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table lexicon_state (
        list text constraint lexicon_state_pkey primary key,
        version text not null,
        done_up_to uuid,
        rows_read integer not null,
        rows_changed integer not null,
        started_at timestamptz not null,
        finished_at timestamptz,
        constraint lexicon_state_list_known check (list in ('SUPPLY', 'NEED')),
        constraint lexicon_state_counts_in_order check (rows_changed between 0 and rows_read)
      );
      alter table lexicon_state enable row level security;
      create policy lexicon_state_read on lexicon_state for select using (true);
      create policy lexicon_state_insert on lexicon_state for insert with check (${BY_SYSTEM});
      create policy lexicon_state_update on lexicon_state for update
        using (${BY_SYSTEM}) with check (${BY_SYSTEM})`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table lexicon_state`);
  }
}
