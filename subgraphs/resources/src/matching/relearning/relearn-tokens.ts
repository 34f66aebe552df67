import { setTimeout as sleep } from "node:timers/promises";
import { asSystem } from "@gongjian/shared/database/viewer-transaction";
import { requestWork, type WorkScope } from "@gongjian/shared/events/work";
import { sqlStateOf } from "@gongjian/shared/log";
import { lexiconVersion } from "../understanding/lexicon.ts";
import { openState, type RelearningState } from "./lexicon-state.ts";
import { BATCH, HELD, readBatch } from "./read-batch.ts";
import { RELEARN_TOKENS } from "./request-relearning.ts";
import { TOKEN_TABLES, type TokenTable } from "./token-tables.ts";

/** After so many the job asks for itself anew, so that other work comes in between. */
const BATCHES_A_TURN = 20;
const BATCHES_A_LOG_LINE = 10;

/** An import holds its rows for as long as one batch of lines takes. */
const MOST_TRIES = 40;
const PAUSE_MS = 500;

/**
 * The job that `requestRelearning` asks for: reads the texts of all supplies and needs with the lexicon as it is
 * now. Until it has come to a row, the row is found by its old tokens.
 */
export async function relearnTokens(scope: WorkScope, payload: object): Promise<void> {
  const { db, log } = scope;
  const version = lexiconVersion();
  const { version: asked } = payload as { readonly version?: unknown };
  if (asked !== version) {
    log.info({ asked, version }, "texts are not read anew: another version of the lexicon asked");
    return;
  }
  let left = BATCHES_A_TURN;
  for (const table of TOKEN_TABLES) {
    left = await readTable(scope, table, version, left);
    if (left === 0) {
      await asSystem(db, (tx) => requestWork(tx, { work: RELEARN_TOKENS, payload: { version } }));
      return;
    }
  }
}

/** @returns how many batches of the turn are left; none where the table is not finished */
async function readTable(
  scope: WorkScope,
  table: TokenTable,
  version: string,
  turn: number,
): Promise<number> {
  const { db, clock, log, signal } = scope;
  let state = await asSystem(db, (tx) => openState(tx, { list: table.list, version, now: clock.now() }));
  if (state.isFinished) return turn;
  const [{ count } = { count: 0 }] = await db.query<{ count: number }[]>(table.count);
  const tell = (message: string): void => {
    const { rowsRead, rowsChanged } = state;
    log.info({ list: table.list, rowsRead, rowsChanged, of: count }, message);
  };
  for (let left = turn; left > 0; left--) {
    if (signal.aborted) return 0;
    state = await readPatiently(scope, table, version, state);
    if (state.isFinished) {
      tell("all texts are read anew");
      return Math.max(1, left - 1);
    }
    if ((state.rowsRead / BATCH) % BATCHES_A_LOG_LINE === 0) tell("texts are read anew");
  }
  return 0;
}

/** Tries again while others write rows of the batch; whoever does writes tokens of the lexicon as it is now. */
async function readPatiently(
  scope: WorkScope,
  table: TokenTable,
  version: string,
  state: RelearningState,
): Promise<RelearningState> {
  for (let tries = 0; tries < MOST_TRIES && !scope.signal.aborted; tries++) {
    const after = await readBatch({ ...scope, table, version }, state).catch(heldOrThrow);
    if (after === null) throw new Error(`Another version of the lexicon has taken over ${table.list}.`);
    if (after !== HELD) return after;
    await sleep(PAUSE_MS);
  }
  if (scope.signal.aborted) return state;
  throw new Error(`Rows of ${table.list} after ${state.doneUpTo ?? "the first"} are held by somebody else.`);
}

const LOCK_NOT_AVAILABLE = "55P03";
const DEADLOCK = "40P01";

function heldOrThrow(error: unknown): typeof HELD {
  const { driverError } = error as { readonly driverError?: unknown };
  const state = sqlStateOf(driverError ?? error);
  if (state === LOCK_NOT_AVAILABLE || state === DEADLOCK) return HELD;
  throw error;
}
