import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "@gongjian/shared/clock";
import type { DataSource } from "typeorm";
import { matchIndexOf } from "../matching/index/match-index.ts";
import { policyInForce } from "../matching/policy/policy.sql.ts";
import { Survey } from "./survey.ts";

/** For how long a finished survey is shown again. */
const FRESH_MS = 60_000;
/** Surveys that wait for their turn: one runs at a time, so that other requests are served. */
const MOST_WAITING = 50;
/** Unmet needs of finished surveys kept in memory, some 1 kB each. */
const MOST_KEPT = 50_000;

/** What a survey's findings hang on, beside the values of rows that change no words, areas or windows. */
interface Grounds {
  readonly supplies: object;
  readonly needs: object;
  readonly policy: string;
}

interface Kept {
  readonly survey: Survey;
  readonly grounds: Grounds;
  readonly done: Promise<void>;
  /** On the clock; null while it is under way. */
  finishedAt: number | null;
}

/** The surveys of a database: of one committee there is one at a time, whoever asks. */
export class Surveys {
  private readonly db: DataSource;
  private readonly kept = new Map<string, Kept>();
  private last: Promise<void> = Promise.resolve();
  private waiting = 0;

  constructor(db: DataSource) {
    this.db = db;
  }

  /**
   * The survey of a committee, finished or after `patienceMs` as far as it has come: it goes on meanwhile.
   *
   * @param committee its key
   * @param county six digits, where its area lies
   */
  async of(committee: string, county: string, clock: Clock, patienceMs: number): Promise<Survey> {
    const grounds = await this.groundsOf(county, clock.today());
    const known = this.kept.get(committee);
    if (known !== undefined && isFresh(known, grounds, clock)) return within(known, patienceMs);
    const survey = await Survey.of(this.db, clock, committee);
    // Somebody else may have come first while the needs were read.
    const other = this.kept.get(committee);
    if (other !== undefined && other !== known) return within(other, patienceMs);
    if (this.waiting >= MOST_WAITING) return survey;
    return within(this.start(committee, survey, grounds, clock), patienceMs);
  }

  private start(committee: string, survey: Survey, grounds: Grounds, clock: Clock): Kept {
    this.waiting += 1;
    const done = this.last.then(async () => {
      this.waiting -= 1;
      await survey.run();
    });
    const kept: Kept = { survey, grounds, done, finishedAt: null };
    this.kept.delete(committee);
    this.kept.set(committee, kept);
    this.last = done.then(
      () => {
        kept.finishedAt = clock.now().getTime();
        this.forget();
      },
      () => {
        // Whoever waits for it is told; the next to ask starts anew.
        if (this.kept.get(committee) === kept) this.kept.delete(committee);
      },
    );
    return kept;
  }

  /** A map hands out its entries in the order they were set: the oldest go first. */
  private forget(): void {
    let needs = 0;
    for (const { survey } of this.kept.values()) needs += survey.size;
    for (const [committee, { survey, finishedAt }] of this.kept) {
      if (needs <= MOST_KEPT) return;
      if (finishedAt === null) continue;
      this.kept.delete(committee);
      needs -= survey.size;
    }
  }

  /** An index is another object as soon as one of its rows has changed. */
  private async groundsOf(county: string, today: string): Promise<Grounds> {
    const index = matchIndexOf(this.db);
    const [supplies, needs, policies] = await Promise.all([
      index.supplies.of(county),
      index.needs.of(county),
      this.db.query<{ policy: object | null }[]>(`select ${policyInForce("$1", "$2::date")} as policy`, [
        county,
        today,
      ]),
    ]);
    return { supplies, needs, policy: `${today} ${JSON.stringify(policies[0]?.policy)}` };
  }
}

const surveys = new WeakMap<DataSource, Surveys>();

export function surveysOf(db: DataSource): Surveys {
  const known = surveys.get(db) ?? new Surveys(db);
  surveys.set(db, known);
  return known;
}

/** One that is under way has begun a moment ago: nobody starts a second beside it. */
function isFresh({ grounds, finishedAt }: Kept, now: Grounds, clock: Clock): boolean {
  if (finishedAt === null) return true;
  const isUnchanged =
    grounds.supplies === now.supplies && grounds.needs === now.needs && grounds.policy === now.policy;
  return isUnchanged && clock.now().getTime() - finishedAt < FRESH_MS;
}

async function within({ survey, done }: Kept, patienceMs: number): Promise<Survey> {
  const late = new AbortController();
  const patience = wait(patienceMs, undefined, { signal: late.signal }).catch(() => undefined);
  try {
    await Promise.race([done, patience]);
  } finally {
    late.abort();
  }
  return survey;
}
