import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { ShortMemory } from "../authentication/short-memory.ts";
import { Refusal } from "../refusal.ts";

const WINDOW_S = 60;
/** Some 25 MB. Whoever comes from more networks than this in a minute has as many budgets anyway. */
const MOST_CALLERS = 50_000;

/** So many points of one caller in a minute; remembered in this process only. */
export class RateLimit {
  private readonly limiter: RateLimiterMemory;
  /** Those who have nothing left, so that they are turned away without asking. */
  private readonly spent = new ShortMemory<number>();
  /** Longest unseen first. */
  private readonly callers = new Set<string>();

  /** @param sentence tells a caller how many seconds to wait */
  constructor(
    private readonly pointsPerMinute: number,
    private readonly sentence: (seconds: number) => string,
  ) {
    this.limiter = new RateLimiterMemory({ points: pointsPerMinute, duration: WINDOW_S, keyPrefix: "" });
  }

  /** Counts the points, also those of a refusal. @throws Refusal 429 RATE_LIMITED with the seconds to wait */
  async take(caller: string, points = 1): Promise<void> {
    const state = await this.limiter.consume(caller, points).catch((spent: unknown) => spent);
    if (!(state instanceof RateLimiterRes)) throw state;
    if (state.isFirstInDuration) await this.remember(caller);
    if (state.consumedPoints <= this.pointsPerMinute) return;
    const until = Date.now() + state.msBeforeNext;
    this.spent.set(caller, until, until);
    throw this.refusal(state.msBeforeNext);
  }

  /** Counts nothing and asks nobody. @throws Refusal 429 RATE_LIMITED where the caller was refused in this minute */
  assertNotSpent(caller: string): void {
    const now = Date.now();
    const until = this.spent.get(caller, now);
    if (until !== undefined) throw this.refusal(until - now);
  }

  /** Counts nothing. @throws Refusal 429 RATE_LIMITED where no point is left */
  async assertLeft(caller: string): Promise<void> {
    const state = await this.limiter.get(caller);
    if (state && state.msBeforeNext > 0 && state.remainingPoints === 0)
      throw this.refusal(state.msBeforeNext);
  }

  private async remember(caller: string): Promise<void> {
    this.callers.delete(caller);
    this.callers.add(caller);
    const [oldest] = this.callers;
    if (oldest === undefined || this.callers.size <= MOST_CALLERS) return;
    this.callers.delete(oldest);
    await this.limiter.delete(oldest);
  }

  private refusal(msBeforeNext: number): Refusal {
    const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
    return new Refusal(429, "RATE_LIMITED", this.sentence(seconds), { "retry-after": String(seconds) });
  }
}
