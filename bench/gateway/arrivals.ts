import { setTimeout as wait } from "node:timers/promises";
import { Connection } from "./connection.ts";
import { isRight, type Requests, type Target } from "./load.ts";

/** Requests come in at their times in steps of so long. */
const STEP_MS = 5;
/** Open from the start: opening them all at once would measure the kernel's patience. */
const CONNECTIONS = 300;
/** More would measure the caller. */
const MOST_CONNECTIONS = 2_000;
const OPENING_MS = 1_000;
/** Whoever has not been answered by then has gone: the platform's clients wait no longer (PROMISES 6). */
const PATIENCE_MS = 10_000;

/** What became of requests that came at a rate of their own, whether the ones before were answered or not. */
export interface Arrivals {
  readonly seconds: number;
  /** Milliseconds until the whole answer was there. */
  readonly answered: readonly number[];
  /** Milliseconds until the refusal was there: 429 or 503. */
  readonly refused: readonly number[];
  /** Other statuses, answers with errors, connections that broke, and whoever found no free connection. */
  readonly failed: number;
}

interface ArrivalOptions {
  readonly perSecond: number;
  readonly seconds: number;
  /** Of the right answers, by variant, bytes. */
  readonly lengths: readonly number[];
}

/** Sends so many requests a second, each on a connection that is free. */
export async function arrive(
  requests: Requests,
  target: Target,
  { perSecond, seconds, lengths }: ArrivalOptions,
): Promise<Arrivals> {
  const free: Connection[] = [];
  const all: Connection[] = [];
  const tally = { seconds, answered: [] as number[], refused: [] as number[], failed: 0 };

  const ask = async (connection: Connection, caller: number): Promise<void> => {
    const sent = performance.now();
    const variant = requests.nextVariant();
    const answer = await connection.ask(requests.text(variant, target, caller));
    const ms = performance.now() - sent;
    const { status } = answer;
    if (isRight(answer, lengths[variant] ?? 0)) tally.answered.push(ms);
    else if (status === 429 || status === 503) tally.refused.push(ms);
    else tally.failed++;
    if (status !== 0) free.push(connection);
  };
  const connect = (): Connection => {
    const connection = new Connection(target.port);
    all.push(connection);
    return connection;
  };

  for (let count = 0; count < CONNECTIONS; count++) free.push(connect());
  await wait(OPENING_MS);
  const start = performance.now();
  const asking: Promise<void>[] = [];
  let sent = 0;
  while (performance.now() < start + seconds * 1000) {
    const due = ((performance.now() - start) / 1000) * perSecond;
    for (; sent < due; sent++) {
      const connection = free.pop() ?? (all.length < MOST_CONNECTIONS ? connect() : null);
      if (connection) asking.push(ask(connection, sent));
      else tally.failed++;
    }
    await wait(STEP_MS);
  }
  await Promise.race([Promise.all(asking), wait(PATIENCE_MS)]);
  for (const connection of all) connection.close();
  return tally;
}
