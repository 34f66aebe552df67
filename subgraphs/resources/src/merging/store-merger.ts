import { newId } from "@gongjian/shared/id";
import { maskPersonalNumbers } from "@gongjian/shared/import/values/personal-numbers";
import { Rejection } from "@gongjian/shared/user-error";
import type { Viewer } from "@gongjian/shared/viewer";
import type { EntityManager } from "typeorm";
import { NoCommonArea, type NeedMergerKind } from "./merger.type.ts";

interface NewMerger {
  readonly viewer: Viewer;
  readonly now: Date;
  /** Locked and published. */
  readonly ids: readonly string[];
  readonly kind: `${NeedMergerKind}`;
  readonly title: string | null;
}

/**
 * Writes the need that the others are merged into. It belongs to the unit whose need was published first, and
 * no list can name it: titles and contents of lines have no spaces in their keys where it has.
 *
 * @returns its id
 * @throws Rejection NO_COMMON_AREA
 */
export async function insertMerger(
  tx: EntityManager,
  { viewer, now, ids, kind, title }: NewMerger,
): Promise<string> {
  await requireCommonArea(tx, ids);
  const id = newId();
  const at = now.toISOString();
  // What it says follows from its children; here only what the table insists on.
  await tx.query(
    `insert into need (id, unit_id, title, description, area_code, audience, schedule, urgency, tokens, state,
       title_key, content_key, content_hash, version, published_at, updated_at)
     select $1::uuid, n.unit_id, n.title, '', n.area_code, '{}', '', n.urgency, '{}', 'PUBLISHED',
       'merger ' || $1, 'merger ' || $1, '', 1, $3, $3
     from need n where n.id = any($2) order by n.published_at, n.id limit 1`,
    [id, ids, at],
  );
  await tx.query(
    `insert into need_merger (id, kind, title, merged_at, merged_by, merged_role) values ($1, $2, $3, $4, $5, $6)`,
    [id, kind, title === null ? null : maskPersonalNumbers(title.trim()), at, viewer.subject, viewer.role],
  );
  await tx.query(`insert into need_merger_child (merger_id, need_id) select $1, unnest($2::uuid[])`, [
    id,
    ids,
  ]);
  await tx.query(`update need set state = 'MERGED', version = version + 1 where id = any($1)`, [ids]);
  await tx.query(`select follow_children($1, $2)`, [id, at]);
  return id;
}

interface EndedMerger {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly id: string;
  /** Those that are still in it, locked. */
  readonly children: readonly string[];
}

/** The children stand again, as fresh as they were before; the need they were merged into is withdrawn. */
export async function endMerger(
  tx: EntityManager,
  { viewer, now, id, children }: EndedMerger,
): Promise<void> {
  const at = now.toISOString();
  await tx.query(`update need_merger set undone_at = $2, undone_by = $3, undone_role = $4 where id = $1`, [
    id,
    at,
    viewer.subject,
    viewer.role,
  ]);
  await tx.query(`update need_merger_child set left_at = $2 where merger_id = $1 and left_at is null`, [
    id,
    at,
  ]);
  await tx.query(`update need set state = 'PUBLISHED', version = version + 1 where id = any($1)`, [children]);
  await tx.query(`select follow_children($1, $2)`, [id, at]);
}

async function requireCommonArea(tx: EntityManager, ids: readonly string[]): Promise<void> {
  const [common] = await tx.query<{ exists: boolean }[]>(
    `select exists (
       select from area a where not exists (
         select from need n where n.id = any($1) and not starts_with(n.area_code, a.code)))`,
    [ids],
  );
  if (common?.exists !== true) throw new Rejection(new NoCommonArea());
}
