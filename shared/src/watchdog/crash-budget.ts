const WINDOW_MS = 60_000;
const MOST_IN_WINDOW = 5;
const FIRST_DELAY_MS = 250;
/** The longest that a process is waited with before it is started again, in milliseconds. */
export const LONGEST_DELAY_MS = 8_000;

/** How often a process may be lost before everything is given up. */
export class CrashBudget {
  private crashes: number[] = [];

  /** Milliseconds to wait before the next start, or null when there have been too many. */
  spend(now = Date.now()): number | null {
    this.crashes = [...this.crashes.filter((time) => now - time < WINDOW_MS), now];
    if (this.crashes.length > MOST_IN_WINDOW) return null;
    return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (this.crashes.length - 1));
  }
}
