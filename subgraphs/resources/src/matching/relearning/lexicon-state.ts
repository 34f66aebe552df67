import type { EntityManager } from "typeorm";
import type { LexiconStateRow } from "./lexicon-state.row.ts";
import { TOKEN_TABLES } from "./token-tables.ts";

type List = LexiconStateRow["list"];

/** How far the reading of a table has come. */
export interface RelearningState {
  readonly doneUpTo: string | null;
  readonly rowsRead: number;
  readonly rowsChanged: number;
  readonly isFinished: boolean;
}

const COLUMNS = `
  done_up_to as "doneUpTo", rows_read as "rowsRead", rows_changed as "rowsChanged",
  finished_at is not null as "isFinished"`;

/** Whether every row was read by this version of the lexicon. */
export async function isUpToDate(tx: EntityManager, version: string): Promise<boolean> {
  const done = await tx.query<object[]>(
    `select from lexicon_state where version = $1 and finished_at is not null`,
    [version],
  );
  return done.length === TOKEN_TABLES.length;
}

/** Goes on where a reading by this version was cut off; one by another version is begun anew. */
export async function openState(
  tx: EntityManager,
  { list, version, now }: { list: List; version: string; now: Date },
): Promise<RelearningState> {
  await tx.query(
    `insert into lexicon_state as s (list, version, done_up_to, rows_read, rows_changed, started_at, finished_at)
     values ($1, $2, null, 0, 0, $3, null)
     on conflict (list) do update set version = excluded.version, done_up_to = null, rows_read = 0,
       rows_changed = 0, started_at = excluded.started_at, finished_at = null
     where s.version <> excluded.version`,
    [list, version, now.toISOString()],
  );
  const state = await findState(tx, list, version);
  if (state === null) throw new Error(`Another version of the lexicon has taken over ${list}.`);
  return state;
}

/** Null where another version of the lexicon has begun meanwhile. The row is the caller's until it commits. */
export async function lockState(
  tx: EntityManager,
  list: List,
  version: string,
): Promise<RelearningState | null> {
  return findState(tx, list, version, "for update");
}

async function findState(
  tx: EntityManager,
  list: List,
  version: string,
  lock: "" | "for update" = "",
): Promise<RelearningState | null> {
  const [state] = await tx.query<RelearningState[]>(
    `select ${COLUMNS} from lexicon_state where list = $1 and version = $2 ${lock}`,
    [list, version],
  );
  return state ?? null;
}

export async function saveState(
  tx: EntityManager,
  list: List,
  state: RelearningState,
  now: Date,
): Promise<void> {
  await tx.query(
    `update lexicon_state set done_up_to = $2, rows_read = $3, rows_changed = $4, finished_at = $5 where list = $1`,
    [list, state.doneUpTo, state.rowsRead, state.rowsChanged, state.isFinished ? now.toISOString() : null],
  );
}
