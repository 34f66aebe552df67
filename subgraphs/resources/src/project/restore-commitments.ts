import { ImportRefused } from "@gongjian/shared/import/import-refused";
import { QueryFailedError, type EntityManager } from "typeorm";
import { storeCommitments } from "./store-commitments.ts";

const GUARDS = /^project_commitment_within_(?:resource|need)$/;

/**
 * Brings promises to what projects say that went back to an earlier revision.
 *
 * @throws ImportRefused OVERCOMMITTED where others have been promised it since
 */
export async function restoreCommitments(tx: EntityManager, projectIds: readonly string[]): Promise<void> {
  try {
    await storeCommitments(tx, projectIds);
    // What only a reopened project would break is checked at the end; here it can still be told.
    await tx.query("set constraints project_reopened immediate");
  } catch (error) {
    if (!isOvercommitted(error)) throw error;
    throw new ImportRefused("OVERCOMMITTED", "那一版项目用的资源已经另有安排，余量不够，不能退回。", 409);
  }
}

function isOvercommitted(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { constraint } = error.driverError as { constraint?: string };
  return constraint !== undefined && GUARDS.test(constraint);
}
