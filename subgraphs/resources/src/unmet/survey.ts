import type { Clock } from "@gongjian/shared/clock";
import type { DataSource } from "typeorm";
import { judgeInTurns } from "../matching/judge-in-turns.ts";
import { reasonsOf, type UnmetNeedView } from "./reasons-of-need.ts";
import { SEEN_NEEDS, type SeenNeedXRow } from "./seen-needs.sql.ts";

/** More needs than a committee can talk about; the most urgent are looked at. */
const MOST_NEEDS = 2_000;
/** A survey that takes longer ends where it is. */
const TIME_OUT_MS = 60_000;

/** What a survey has found so far. */
export interface Findings {
  readonly asked: number;
  readonly met: number;
  readonly notJudged: number;
  /** Urgent ones first. */
  readonly unmet: readonly UnmetNeedView[];
}

/** Looks at all needs that a committee sees, one after the other; what it has found can be read meanwhile. */
export class Survey {
  private readonly db: DataSource;
  private readonly clock: Clock;
  private readonly needs: readonly SeenNeedXRow[];
  private readonly unmet: UnmetNeedView[] = [];
  private asked = 0;

  private constructor(db: DataSource, clock: Clock, needs: readonly SeenNeedXRow[]) {
    this.db = db;
    this.clock = clock;
    this.needs = needs;
  }

  /** @param committee its key */
  static async of(db: DataSource, clock: Clock, committee: string): Promise<Survey> {
    return new Survey(db, clock, await db.query<SeenNeedXRow[]>(SEEN_NEEDS, [committee, MOST_NEEDS]));
  }

  get findings(): Findings {
    const { asked, unmet, needs } = this;
    const total = needs[0]?.total ?? 0;
    return { asked, met: asked - unmet.length, notJudged: total - asked, unmet: [...unmet] };
  }

  /** How many unmet needs it holds. */
  get size(): number {
    return this.unmet.length;
  }

  async run(): Promise<void> {
    const end = performance.now() + TIME_OUT_MS;
    const open = this.needs.filter(({ isServed }) => !isServed).map(({ id }) => id);
    this.asked = this.needs.length - open.length;
    for await (const { id, judged } of judgeInTurns(this.db, this.clock, open)) {
      const reasons = judged === null ? [] : reasonsOf(judged);
      if (reasons.length > 0) this.unmet.push({ needId: id, reasons });
      this.asked += 1;
      if (performance.now() > end) return;
    }
  }
}
