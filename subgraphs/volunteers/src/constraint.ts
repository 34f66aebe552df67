import { QueryFailedError } from "typeorm";

/** Whether a statement failed on the named constraint or unique index. */
export function violates(error: unknown, constraint: string): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { driverError } = error as { driverError?: { constraint?: string } };
  return driverError?.constraint === constraint;
}
