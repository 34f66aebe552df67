/**
 * The planner gave no plan for an operation, and why. NO_WAY, CRASHED, TOO_LONG: it will not the next time
 * either. BUSY: others are in the way. UNAVAILABLE: it cannot run here at all.
 */
export class NotPlanned extends Error {
  constructor(
    readonly reason: "NO_WAY" | "CRASHED" | "TOO_LONG" | "BUSY" | "UNAVAILABLE",
    message: string,
  ) {
    super(message);
  }
}
