/** The planner gave no plan for an operation, and why. */
export class NotPlanned extends Error {
  constructor(
    readonly reason: "NO_WAY" | "CRASHED" | "TOO_LONG" | "UNAVAILABLE",
    message: string,
  ) {
    super(message);
  }
}
