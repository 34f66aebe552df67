import { Pool } from "pg";
import type { Logger } from "../log.ts";

/** How one kind of job is getting on. */
export interface JobBacklog {
  /** e.g. `deliver_events`: the relay of events to their subscribers. */
  readonly task: string;
  readonly due: number;
  /** Failed for good: nobody tries them again. */
  readonly parked: number;
  /** Age of the oldest that is due. */
  readonly lagSeconds: number;
}

const PATIENCE_MS = 1_000;

const BACKLOG = `
  select task_identifier as task,
    count(*) filter (where run_at <= now() and attempts < max_attempts)::int as due,
    count(*) filter (where attempts >= max_attempts)::int as parked,
    coalesce(extract(epoch from now() - min(run_at) filter (where run_at <= now() and attempts < max_attempts)), 0)::float8
      as "lagSeconds"
  from graphile_worker.jobs group by task_identifier limit 100`;

/** Looks into a subgraph's job queue on a connection of its own, which is closed when nobody looks. */
export class JobQueueWatch {
  private readonly pool: Pool;

  constructor(jobsUrl: string, log: Logger) {
    this.pool = new Pool({
      connectionString: jobsUrl,
      max: 1,
      idleTimeoutMillis: 30_000,
      connectionTimeoutMillis: PATIENCE_MS,
      statement_timeout: PATIENCE_MS,
    });
    this.pool.on("error", (error) => {
      log.warn({ err: error }, "job queue connection lost");
    });
  }

  /** Nothing while the database does not answer: the other metrics are wanted most then. */
  async backlog(): Promise<readonly JobBacklog[]> {
    return this.pool.query<JobBacklog>(BACKLOG).then(
      ({ rows }) => rows,
      () => [],
    );
  }

  stop(): Promise<void> {
    return this.pool.end();
  }
}
