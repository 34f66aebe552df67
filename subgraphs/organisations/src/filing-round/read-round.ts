import { notFound } from "@gongjian/shared/errors";
import { isId } from "@gongjian/shared/id";
import { authorise, type Viewer } from "@gongjian/shared/viewer";
import type { EntityManager } from "typeorm";
import type { ViewerQueries } from "../viewer-queries.ts";
import { ROUND_COLUMNS, ROUNDS, type FilingRoundView } from "./filing-round.loader.ts";

/** The one round for which a condition over `round` holds. */
export async function findRound(
  db: ViewerQueries,
  condition: string,
  parameters: unknown[],
): Promise<FilingRoundView | null> {
  const [round] = await db.query<FilingRoundView[]>(
    `select ${ROUND_COLUMNS} from ${ROUNDS} where ${condition}`,
    parameters,
  );
  return round ?? null;
}

/** A round that is there, with its numbers. */
export async function readRound(
  tx: EntityManager,
  by: { id: string } | { committeeId: string; name: string },
): Promise<FilingRoundView> {
  const round =
    "id" in by
      ? await findRound(tx, "round.id = $1", [by.id])
      : await findRound(tx, "round.committee_id = $1 and round.name = $2", [by.committeeId, by.name]);
  if (!round) throw new Error("The round is gone.");
  return round;
}

/**
 * Locks a round that the viewer manages, so that of two decisions on it the second sees the first.
 *
 * @returns when it was closed
 * @throws NOT_FOUND, FORBIDDEN
 */
export async function lockRound(tx: EntityManager, viewer: Viewer, id: string): Promise<Date | null> {
  const [found] = isId(id)
    ? await tx.query<{ areaCode: string }[]>(
        `select area_code as "areaCode" from filing_round join committee on committee.id = committee_id
         where filing_round.id = $1`,
        [id],
      )
    : [];
  if (!found) throw notFound("这一轮报送");
  authorise(viewer, "filingRound.manage", found);
  const [round] = await tx.query<{ closedAt: Date | null }[]>(
    `select closed_at as "closedAt" from filing_round where id = $1 for no key update`,
    [id],
  );
  if (!round) throw notFound("这一轮报送");
  return round.closedAt;
}
