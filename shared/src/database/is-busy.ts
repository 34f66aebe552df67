import { QueryFailedError } from "typeorm";
import { sqlStateOf } from "../log.ts";

/** Lock and statement time-outs, deadlocks, serialisation. */
const BUSY_STATES = new Set(["55P03", "57014", "40P01", "40001"]);

/** Whether the database was in the way of others: nothing was written, and a retry may succeed. */
export function isBusy(error: unknown): boolean {
  return error instanceof QueryFailedError && BUSY_STATES.has(sqlStateOf(error.driverError) ?? "");
}
