import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "@gongjian/shared/clock";
import type { DataSource } from "typeorm";
import { createMatchLoader, type Judged } from "./match.loader.ts";

/** Judging a need takes some milliseconds, and nothing else runs meanwhile. */
const NEEDS_AT_ONCE = 8;

export interface JudgedNeed {
  readonly id: string;
  /** Null where the need is gone. */
  readonly judged: Judged | null;
}

/** Judges many needs, a few at a time in the order given, and lets other requests go on in between. */
export async function* judgeInTurns(
  db: DataSource,
  clock: Clock,
  ids: readonly string[],
): AsyncGenerator<JudgedNeed> {
  for (let start = 0; start < ids.length; start += NEEDS_AT_ONCE) {
    const batch = ids.slice(start, start + NEEDS_AT_ONCE);
    // A loader keeps what it has read: each few get one of their own.
    const judged = await createMatchLoader(db, clock).forNeed.loadMany(batch);
    for (const [at, id] of batch.entries()) {
      const one = judged[at] ?? null;
      if (one instanceof Error) throw one;
      yield { id, judged: one };
    }
    await nextTurn();
  }
}
