import type { EntityManager } from "typeorm";
import { forbidden } from "../../errors.ts";
import { imageOf, type RevisableList } from "./revisable-list.ts";

export interface Revert {
  /** The new publication that the revert becomes. */
  readonly publicationId: string;
  readonly unitIds: readonly string[];
  /** Number of the revision whose outcome is wanted; 0: before the first. */
  readonly after: number;
  readonly now: Date;
  /** False where part of what stood then is no longer kept: such rows count as changed when sent again. */
  readonly isComplete: boolean;
}

export interface RevertCounts {
  readonly changed: number;
  readonly withdrawn: number;
  readonly restored: number;
}

/**
 * Brings the units' rows of a list back to what they were after a revision, in the caller's transaction and
 * under its lock, and records the changes. What a unit has suspended and what others have merged since
 * stays so.
 *
 * @throws FORBIDDEN where row security lets a row not be written
 */
export async function revertList(
  tx: EntityManager,
  list: RevisableList,
  revert: Revert,
): Promise<RevertCounts> {
  await planRevert(tx, list, revert);
  await list.beside?.mark(tx, list, revert.after);
  for (const key of list.identity) await findThoseInTheWay(tx, list, key);
  await tx.query(`delete from reverted where not is_touched; analyze reverted`);

  const counts = await countPlan(tx);
  await recordChanges(tx, list, revert.publicationId);
  await list.beside?.restore(tx, list, revert.publicationId);
  await releaseKeys(tx, list);
  const written = [...(await restoreRows(tx, list, revert)), ...(await withdrawRows(tx, list, revert))];
  if (written.length !== counts.planned) throw forbidden();
  await list.refresh(tx, written);
  return counts;
}

/** `before` is null for a row that did not stand then: it is withdrawn as it is. */
async function planRevert(
  tx: EntityManager,
  { name, table, derived }: RevisableList,
  { unitIds, after }: Revert,
): Promise<void> {
  await tx.query(`
    create temporary table reverted (
      id uuid primary key, before jsonb, state text not null, was text not null,
      is_touched boolean not null, gives_way boolean not null
    ) on commit drop`);
  await tx.query(
    `with since as (
       select c.row_id, min(p.number) as number
       from publication p join publication_change c on c.publication_id = p.id
       where p.list = $1 and p.number > $2 and (p.unit_id = any($3::uuid[]) or p.unit_id is null)
       group by c.row_id
     ), locked as (
       select t.* from ${table} t join since on since.row_id = t.id
       where t.unit_id = any($3::uuid[]) order by t.id for update of t
     ), planned as (
       select locked.id, locked.state as was,
         case when c.before ->> 'state' <> 'WITHDRAWN' then c.before - $4::text[] end as before,
         case
           when c.kind = 'NEW' or c.before ->> 'state' = 'WITHDRAWN' then 'WITHDRAWN'
           when locked.state in ('SUSPENDED', 'MERGED') then locked.state
           else c.before ->> 'state'
         end as state
       from locked
       join since on since.row_id = locked.id
       join publication p on p.list = $1 and p.number = since.number
       join publication_change c on c.publication_id = p.id and c.row_id = locked.id
     )
     insert into reverted (id, before, state, was, is_touched, gives_way)
     select id, before, state, was, state <> was, false from planned`,
    [name, after, unitIds, derived],
  );
  await tx.query(`
    analyze reverted;
    update reverted r set is_touched = true
    from reverted plan join ${table} t on t.id = plan.id
    cross join lateral jsonb_populate_record(t, plan.before - 'state') target
    where plan.id = r.id and r.state <> 'WITHDRAWN' and not r.is_touched and target is distinct from t`);
}

/** A line that came later may have taken the number of one that gets it back. */
async function findThoseInTheWay(
  tx: EntityManager,
  { table }: RevisableList,
  key: readonly string[],
): Promise<void> {
  await tx.query(`
    with wanted as (
      select target.* from reverted r
      join ${table} t on t.id = r.id
      cross join lateral jsonb_populate_record(t, r.before) target
      where r.is_touched and r.state <> 'WITHDRAWN'
    )
    update reverted r set is_touched = true, gives_way = true
    from ${table} t join wanted on ${key.map((column) => `wanted.${column} = t.${column}`).join(" and ")}
    where t.id = r.id and r.state = 'WITHDRAWN' and wanted.id <> t.id`);
}

async function countPlan(tx: EntityManager): Promise<RevertCounts & { readonly planned: number }> {
  const [counts] = await tx.query<[RevertCounts & { readonly planned: number }]>(`
    select count(*)::integer as planned,
      count(*) filter (where state <> 'WITHDRAWN' and was <> 'WITHDRAWN')::integer as changed,
      count(*) filter (where state = 'WITHDRAWN' and was <> 'WITHDRAWN')::integer as withdrawn,
      count(*) filter (where state <> 'WITHDRAWN' and was = 'WITHDRAWN')::integer as restored
    from reverted`);
  return counts;
}

async function recordChanges(tx: EntityManager, list: RevisableList, publicationId: string): Promise<void> {
  await tx.query(
    `insert into publication_change (publication_id, row_id, kind, before)
     select $1, t.id, case r.state when 'WITHDRAWN' then 'WITHDRAWN' else 'CHANGED' end, ${imageOf(list, "t")}
     from reverted r join ${list.table} t on t.id = r.id`,
    [publicationId],
  );
}

/** Two lines may have to swap their numbers, and a unique index looks at every line as it is written. */
async function releaseKeys(tx: EntityManager, { table, identity, giveWay }: RevisableList): Promise<void> {
  const columns = [...new Set(identity.flat())];
  const moves = columns.map((column) => `target.${column} is distinct from own.${column}`).join(" or ");
  await tx.query(`
    update ${table} t set ${giveWay}
    from reverted r join ${table} own on own.id = r.id
    cross join lateral jsonb_populate_record(own, coalesce(r.before, '{}')) target
    where t.id = r.id and (r.gives_way or (r.before is not null and (${moves})))`);
}

async function restoreRows(
  tx: EntityManager,
  { table, columns, derived, restore }: RevisableList,
  { now, isComplete }: Revert,
): Promise<string[]> {
  const kept = columns.filter((column) => !derived.includes(column));
  const assignments = [
    ...kept.map((column) => `${column} = target.${column}`),
    "content_hash = case when $2 then coalesce(r.before ->> 'content_hash', 'restored') else 'restored' end",
    ...(restore === undefined ? [] : [restore]),
  ];
  const written = await tx.query<[{ id: string }[], number]>(
    `update ${table} t set ${assignments.join(", ")}, state = r.state, version = t.version + 1, updated_at = $1
     from reverted r join ${table} own on own.id = r.id
     cross join lateral jsonb_populate_record(own, r.before) target
     where t.id = r.id and r.state <> 'WITHDRAWN'
     returning t.id`,
    [now, isComplete],
  );
  return written[0].map(({ id }) => id);
}

async function withdrawRows(tx: EntityManager, { table }: RevisableList, { now }: Revert): Promise<string[]> {
  const written = await tx.query<[{ id: string }[], number]>(
    `update ${table} t set state = r.state, version = t.version + 1, updated_at = $1
     from reverted r where t.id = r.id and r.state = 'WITHDRAWN' returning t.id`,
    [now],
  );
  return written[0].map(({ id }) => id);
}
