import { makeAppendOnly } from "@gongjian/shared/database/row-security";
import type { MigrationInterface, QueryRunner } from "typeorm";
import { DROP_POSTING, POSTING } from "./posting.ts";

/** The ledger. Balances and movements are written by `post_transfers` alone; the app's role cannot. */
export class CreateTimeAccount1764000500000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await createTables(db);
    await keepBalanced(db);
    await protectTables(db);
    await db.query(POSTING);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(DROP_POSTING);
    await db.query(`
      drop table time_movement;
      drop table time_transfer;
      drop function check_transfer_balanced();
      drop table time_account;
    `);
  }
}

async function createTables(db: QueryRunner): Promise<void> {
  await db.query(`
    create table time_account (
      id uuid constraint time_account_pkey primary key,
      volunteer_id uuid constraint time_account_volunteer_fkey references volunteer (id),
      unit_id uuid constraint time_account_unit_fkey references unit (id),
      balance_minutes integer not null,
      credit_limit_minutes integer not null,
      movement_count integer not null,
      opened_at timestamptz not null,
      constraint time_account_one_owner check (num_nonnulls(volunteer_id, unit_id) = 1),
      constraint time_account_credit_not_negative check (credit_limit_minutes >= 0),
      constraint time_account_within_credit check (balance_minutes >= -credit_limit_minutes)
    );
    create unique index time_account_volunteer_key on time_account (volunteer_id);
    create unique index time_account_unit_key on time_account (unit_id);

    create table time_transfer (
      id uuid constraint time_transfer_pkey primary key,
      actor text not null,
      idempotency_key text not null,
      payer_id uuid not null constraint time_transfer_payer_fkey references time_account (id),
      payee_id uuid not null constraint time_transfer_payee_fkey references time_account (id),
      minutes integer not null,
      note text,
      occurred_at timestamptz not null,
      constraint time_transfer_minutes_positive check (minutes > 0),
      constraint time_transfer_two_accounts check (payer_id <> payee_id)
    );
    create unique index time_transfer_key on time_transfer (actor, idempotency_key);

    create table time_movement (
      account_id uuid not null constraint time_movement_account_fkey references time_account (id),
      sequence integer not null,
      transfer_id uuid not null constraint time_movement_transfer_fkey references time_transfer (id),
      minutes integer not null,
      balance_after_minutes integer not null,
      constraint time_movement_pkey primary key (account_id, sequence),
      constraint time_movement_moves check (minutes <> 0)
    );
    -- One movement out and one in, at most; the trigger below demands at least.
    create unique index time_movement_side_key on time_movement (transfer_id, sign(minutes));
  `);
}

async function keepBalanced(db: QueryRunner): Promise<void> {
  await db.query(`
    create function check_transfer_balanced() returns trigger language plpgsql as $$
    begin
      if (
        select count(*) = 2 and sum(minutes) = 0
          and bool_or(account_id = new.payer_id and minutes = -new.minutes)
          and bool_or(account_id = new.payee_id and minutes = new.minutes)
        from time_movement where transfer_id = new.id
      ) then
        return null;
      end if;
      raise exception 'transfer % is not balanced', new.id
        using errcode = 'check_violation', constraint = 'time_transfer_balanced';
    end
    $$;
    create constraint trigger time_transfer_balanced after insert or update on time_transfer
      deferrable initially deferred for each row execute function check_transfer_balanced();
  `);
}

async function protectTables(db: QueryRunner): Promise<void> {
  for (const table of ["time_account", "time_transfer", "time_movement"]) {
    await makeAppendOnly(db, table);
    await db.query(`
      alter table ${table} enable row level security;
      create policy ${table}_read on ${table} for select using (true);
    `);
  }
  // An account opens empty; time comes into it by a transfer. The other two tables have no insert policy.
  await db.query(`
    create policy time_account_insert on time_account for insert with check (
      balance_minutes = 0 and movement_count = 0
      and may_write_scope(null, coalesce(
        (select v.area_code from volunteer v where v.id = volunteer_id),
        (select u.area_code from unit u where u.id = unit_id)
      ))
    );
  `);
}
