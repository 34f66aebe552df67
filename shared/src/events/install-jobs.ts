import { runMigrations } from "graphile-worker";
import { Client } from "pg";

/**
 * Installs the job queue, `jobs.emit_events()` and `jobs.request_work()` as the `jobs` role. The app's role may
 * call these two functions (SECURITY DEFINER) and has no other access to the queue. Idempotent.
 */
export async function installJobs(jobsUrl: string): Promise<void> {
  await runMigrations({ connectionString: jobsUrl });

  const client = new Client({ connectionString: jobsUrl });
  await client.connect();
  try {
    await client.query(`
      create schema if not exists jobs;
      create or replace function jobs.emit_events(deliveries jsonb) returns void
        language sql security definer set search_path = pg_catalog, pg_temp as $$
        select graphile_worker.add_job('deliver_events', payload => delivery::json, max_attempts => 25)
        from jsonb_array_elements(deliveries) as delivery
      $$;
      create or replace function jobs.request_work(work text, payload jsonb) returns void
        language sql security definer set search_path = pg_catalog, pg_temp as $$
        select graphile_worker.add_job('work', json_build_object('work', work, 'payload', payload), max_attempts => 3)
      $$;
      revoke all on function jobs.emit_events(jsonb) from public;
      revoke all on function jobs.request_work(text, jsonb) from public;
      do $$ begin
        execute format('grant usage on schema jobs to %I', current_setting('gongjian.app_role'));
        execute format('grant execute on function jobs.emit_events(jsonb), jobs.request_work(text, jsonb) to %I',
          current_setting('gongjian.app_role'));
      end $$;
    `);
  } finally {
    await client.end();
  }
}
