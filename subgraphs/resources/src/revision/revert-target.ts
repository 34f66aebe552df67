import { notFound } from "@gongjian/shared/errors";
import { ImportRefused } from "@gongjian/shared/import/import-refused";
import type { EntityManager } from "typeorm";
import { touches } from "./publication.loader.ts";

/** What a revert brings back: whose lines, and to which point in the order of revisions. */
export interface RevertTarget {
  readonly unitIds: readonly string[];
  /** Number of the revision whose outcome is wanted. */
  readonly after: number;
  /** That revision; null: nothing had been published then. */
  readonly publicationId: string | null;
}

interface Wanted {
  readonly list: string;
  readonly unitId: string | null;
  readonly publicationId: string | null;
}

interface RevisionRow {
  readonly id: string;
  readonly number: number;
  readonly unitIds: readonly string[];
}

const REVISION = `
  p.id, p.number, case
    when p.unit_id is not null then array[p.unit_id]
    else array(select unit_id from publication_unit where publication_id = p.id)
  end as "unitIds"`;

/**
 * Finds what is to be brought back, under the list's lock.
 *
 * @throws NOT_FOUND for a revision that is not of this list or unit
 * @throws ImportRefused NOTHING_TO_REVERT where nothing has been published
 */
export async function findTarget(tx: EntityManager, wanted: Wanted): Promise<RevertTarget> {
  return wanted.publicationId === null ? beforeLatest(tx, wanted) : afterNamed(tx, wanted);
}

async function afterNamed(tx: EntityManager, { list, unitId, publicationId }: Wanted): Promise<RevertTarget> {
  const [named] = await tx.query<RevisionRow[]>(
    `select ${REVISION} from publication p where p.id = $1 and p.list = $2 and ${touches("$3", "null")}`,
    [publicationId, list, unitId],
  );
  if (!named) throw notFound("这一版");
  return { unitIds: unitId === null ? named.unitIds : [unitId], after: named.number, publicationId };
}

async function beforeLatest(tx: EntityManager, { list, unitId }: Wanted): Promise<RevertTarget> {
  const [latest, previous] = await latestTwo(tx, list, unitId);
  if (!latest) throw new ImportRefused("NOTHING_TO_REVERT", "这份清单还没有发布过，没有可以退回的。", 409);
  const unitIds = unitId === null ? latest.unitIds : [unitId];
  return { unitIds, after: latest.number - 1, publicationId: previous?.id ?? null };
}

function latestTwo(tx: EntityManager, list: string, unitId: string | null): Promise<RevisionRow[]> {
  return tx.query<RevisionRow[]>(
    `select ${REVISION} from publication p
     where p.list = $1 and ${touches("$2", "null")} order by p.number desc limit 2`,
    [list, unitId],
  );
}
