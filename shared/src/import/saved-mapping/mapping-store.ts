import type { EntityManager } from "typeorm";
import type { Clock } from "../../clock.ts";
import { notFound } from "../../errors.ts";
import { authorise, type Viewer } from "../../viewer.ts";
import { foldHeading } from "../fold-heading.ts";
import { ImportRefused } from "../import-refused.ts";
import type { ColumnMapping } from "../report.ts";
import type { SavedMapping } from "../saved-mapping.ts";
import {
  ChoiceRefused,
  LONGEST_HEADING,
  MOST_HEADINGS,
  tooManyHeadings,
  type ChosenHeading,
} from "./choose-fields.ts";

/** One list of one unit. */
export interface MappingOwner {
  readonly list: string;
  readonly unitId: string;
}

/** Who says so, and when. */
interface Saying {
  readonly viewer: Viewer;
  readonly clock: Clock;
}

export interface SavedHeading {
  readonly heading: string;
  readonly shownHeading: string;
  readonly field: string | null;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

/** What the unit has said of its headings of this list, or null where it has said nothing. */
export async function savedMappingOf(
  tx: EntityManager,
  list: string,
  unitId: string | null,
): Promise<SavedMapping | null> {
  if (unitId === null) return null;
  const saved = await savedHeadingsOf(tx, { list, unitId });
  return saved.length === 0 ? null : new Map(saved.map(({ heading, field }) => [heading, field]));
}

/** The same with everything that is kept, in the order of the headings. */
export function savedHeadingsOf(tx: EntityManager, { list, unitId }: MappingOwner): Promise<SavedHeading[]> {
  return tx.query(
    `select heading, shown_heading as "shownHeading", field, updated_at as "updatedAt",
       updated_by as "updatedBy"
     from list_mapping where list = $1 and unit_id = $2 order by heading limit ${MOST_HEADINGS}`,
    [list, unitId],
  );
}

/**
 * Saves the parameter `mapping` of an upload for the next one, in the transaction that publishes.
 *
 * @param columns the mapping of the report, for the headings as the sheet writes them
 * @throws ImportRefused MAPPING_INVALID without a unit or with too many headings; NOT_FOUND, FORBIDDEN
 */
export async function rememberMapping(
  tx: EntityManager,
  { list, unitId, ...saying }: Saying & { readonly list: string; readonly unitId: string | null },
  mapping: SavedMapping,
  columns: readonly Pick<ColumnMapping, "heading">[],
): Promise<void> {
  if (unitId === null) {
    throw new ImportRefused(
      "MAPPING_INVALID",
      "要记住列名对应（rememberMapping），请用参数 unit 指明是哪个单位的。",
      400,
    );
  }
  const shown = new Map(columns.map(({ heading }) => [foldHeading(heading), heading.trim()]));
  const chosen = [...mapping].map(([heading, field]) => ({
    heading,
    shown: shown.get(heading)?.slice(0, LONGEST_HEADING) ?? heading,
    field,
  }));
  try {
    await saveHeadings(tx, { list, unitId }, chosen, saying);
  } catch (error) {
    if (error instanceof ChoiceRefused) throw new ImportRefused("MAPPING_INVALID", error.message, 400);
    throw error;
  }
}

/**
 * Adds to what the unit has said; a heading or a field that is named again follows the newest word.
 *
 * @throws ChoiceRefused TOO_MANY_HEADINGS; NOT_FOUND, FORBIDDEN
 */
export async function saveHeadings(
  tx: EntityManager,
  owner: MappingOwner,
  chosen: readonly ChosenHeading[],
  { viewer, clock }: Saying,
): Promise<void> {
  await lockMapping(tx, owner, viewer);
  const headings = chosen.map(({ heading }) => heading);
  const fields = chosen.flatMap(({ field }) => field ?? []);
  await tx.query(
    `delete from list_mapping
     where list = $1 and unit_id = $2 and (heading = any($3::text[]) or field = any($4::text[]))`,
    [owner.list, owner.unitId, headings, fields],
  );
  const [{ count } = { count: 0 }] = await tx.query<{ count: number }[]>(
    `select count(*)::integer as count from list_mapping where list = $1 and unit_id = $2`,
    [owner.list, owner.unitId],
  );
  if (count + chosen.length > MOST_HEADINGS) throw tooManyHeadings(count + chosen.length);
  await tx.query(
    `insert into list_mapping (list, unit_id, heading, shown_heading, field, updated_at, updated_by)
     select $1, $2, said.heading, said.shown, said.field, $6, $7
     from unnest($3::text[], $4::text[], $5::text[]) as said (heading, shown, field)`,
    [
      owner.list,
      owner.unitId,
      headings,
      chosen.map(({ shown }) => shown),
      chosen.map(({ field }) => field),
      clock.now(),
      viewer.role,
    ],
  );
}

/** Forgets these headings, or all. @param headings as written or folded @throws NOT_FOUND, FORBIDDEN */
export async function forgetHeadings(
  tx: EntityManager,
  owner: MappingOwner,
  headings: readonly string[] | null,
  viewer: Viewer,
): Promise<void> {
  await lockMapping(tx, owner, viewer);
  await tx.query(
    `delete from list_mapping
     where list = $1 and unit_id = $2 and ($3::text[] is null or heading = any($3::text[]))`,
    [owner.list, owner.unitId, headings?.map(foldHeading) ?? null],
  );
}

/** @throws NOT_FOUND, FORBIDDEN */
export async function authoriseMapping(tx: EntityManager, unitId: string, viewer: Viewer): Promise<void> {
  const [unit] = await tx.query<{ area_code: string }[]>(`select area_code from unit where id = $1`, [
    unitId,
  ]);
  if (!unit) throw notFound("这个单位");
  authorise(viewer, "list.mapping.manage", { unitId, areaCode: unit.area_code });
}

/** Two who correct the same mapping at once do so one after the other. */
async function lockMapping(tx: EntityManager, owner: MappingOwner, viewer: Viewer): Promise<void> {
  await authoriseMapping(tx, owner.unitId, viewer);
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 2))`, [
    `mapping:${owner.list}:${owner.unitId}`,
  ]);
}
