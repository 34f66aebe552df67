import { runMigrations } from "graphile-worker";
import { Client } from "pg";

/**
 * Installs the job queue and `jobs.emit_events()` as the `jobs` role. The app's role may call that one
 * function (SECURITY DEFINER) and has no other access to the queue. Idempotent.
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
      revoke all on function jobs.emit_events(jsonb) from public;
      do $$ begin
        execute format('grant usage on schema jobs to %I', current_setting('gongjian.app_role'));
        execute format('grant execute on function jobs.emit_events(jsonb) to %I',
          current_setting('gongjian.app_role'));
      end $$;
    `);
  } finally {
    await client.end();
  }
}
