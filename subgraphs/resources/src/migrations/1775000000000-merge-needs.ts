import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Needs can be merged into one, which is kept in the table of needs and matched instead of them. It always
 * says what its children say: a trigger follows them, whichever way they change (import, revert, withdrawal),
 * because whoever may write a child need not be allowed to write the need it was merged into.
 */
export class MergeNeeds1775000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table need drop constraint need_state_known;
      alter table need add constraint need_state_known check (state in ('PUBLISHED', 'MERGED', 'WITHDRAWN'))`);
    await createTables(db);
    await protectTables(db);
    await db.query(FOLD_MEASURE);
    await db.query(FOLLOW_CHILDREN);
    await createTriggers(db);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger need_merged_has_merger on need;
      drop trigger need_tells_merger on need;
      drop function need_merged_has_merger();
      drop function need_tells_merger();
      drop function follow_children(uuid, timestamptz);
      drop function folded_measure(text);
      update need set state = 'WITHDRAWN' where id in (select id from need_merger);
      update need set state = 'PUBLISHED' where state = 'MERGED';
      drop table need_merger_child;
      drop table need_merger;
      drop function may_merge_needs();
      alter table need drop constraint need_state_known;
      alter table need add constraint need_state_known check (state in ('PUBLISHED', 'WITHDRAWN'))`);
  }
}

async function createTables(db: QueryRunner): Promise<void> {
  await db.query(`
    create table need_merger (
      id uuid constraint need_merger_pkey primary key
        constraint need_merger_need_fkey references need (id) on delete cascade,
      kind text not null,
      title text,
      merged_at timestamptz not null,
      merged_by text not null,
      merged_role text not null,
      undone_at timestamptz,
      undone_by text,
      undone_role text,
      constraint need_merger_kind_known check (kind in ('SIMILAR', 'SAME')),
      constraint need_merger_undone_whole check (num_nonnulls(undone_at, undone_by, undone_role) in (0, 3))
    );
    create table need_merger_child (
      merger_id uuid constraint need_merger_child_merger_fkey references need_merger (id) on delete cascade,
      need_id uuid constraint need_merger_child_need_fkey references need (id) on delete cascade,
      left_at timestamptz,
      constraint need_merger_child_pkey primary key (merger_id, need_id)
    );
    create unique index need_merger_child_now_key on need_merger_child (need_id) where left_at is null;
    create index need_merger_child_need_idx on need_merger_child (need_id)`);
}

/** Only those merge, and undo it, who may write every need in question and whose office it is. */
async function protectTables(db: QueryRunner): Promise<void> {
  const mayMerge = (needId: string): string =>
    `may_merge_needs() and coalesce((select may_write_unit(n.unit_id) from need n where n.id = ${needId}), false)`;
  await db.query(`
    create function may_merge_needs() returns boolean language sql stable as $$
      select coalesce(current_setting('gongjian.system', true) = 'on'
        or current_setting('gongjian.role', true) in ('SECRETARIAT', 'COMMITTEE_HEAD'), false)
    $$`);
  for (const [table, needId] of [
    ["need_merger", "need_merger.id"],
    ["need_merger_child", "need_merger_child.need_id"],
  ] as const) {
    await db.query(`
      alter table ${table} enable row level security;
      create policy ${table}_read on ${table} for select using (true);
      create policy ${table}_insert on ${table} for insert with check (${mayMerge(needId)});
      create policy ${table}_update on ${table} for update
        using (${mayMerge(needId)}) with check (${mayMerge(needId)})`);
  }
}

/**
 * Persons of several needs add up to 人次: one of them may be in two. Every other measure only adds up with
 * itself.
 */
const FOLD_MEASURE = `
  create function folded_measure(measure text) returns text language sql immutable as $$
    select case when measure in ('人', '名', '位', '个人', '人次') then '人次' else coalesce(measure, '') end
  $$`;

/**
 * Writes the merged need anew from those that are in it; without any it is withdrawn. Who comes second waits
 * at the merger and then reads what the first has written. Of a text that is in one child of many no word is
 * left: a token stands as often as it does in the average child.
 */
const FOLLOW_CHILDREN = `
  create function follow_children(merger uuid, at timestamptz) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
  begin
    perform from need_merger where id = merger for update;
    if not exists (select from need_merger_child where merger_id = merger and left_at is null) then
      update need set state = 'WITHDRAWN', version = version + 1, updated_at = at
      where id = merger and state <> 'WITHDRAWN';
      return;
    end if;

    with child as (
      select n.*, row_number() over (order by n.published_at, n.id) as place, count(*) over () as children,
        greatest(n.confirmed_on, (n.updated_at at time zone interval '8 hours')::date) as held_on
      from need_merger_child c join need n on n.id = c.need_id
      where c.merger_id = merger and c.left_at is null
    ), first as (
      select * from child where place = 1
    ), token as (
      select array_agg(token order by token) as tokens
      from (select token, count(*) as times from child, unnest(tokens) token group by token) counted,
        generate_series(1, round(times::numeric / (select children from first)))
    ), amount as (
      select count(distinct folded_measure(unit_of_measure)) = 1 as agrees, sum(quantity) as total,
        max(quantity) as largest
      from child where quantity is not null
    ), place as (
      select max(a.code) as code
      from area a join first on a.code in (select left(first.area_code, n) from generate_series(2, 18) n)
      where not exists (select from child where not starts_with(child.area_code, a.code))
    ), said as (
      select
        mode() within group (order by category_code) as category_code,
        left(string_agg(child.place || '. ' || title ||
          case description when '' then '' else '：' || left(description, 300) end, E'\\n' order by child.place), 4000)
          as description,
        case when bool_and(needed_from is not null) then min(needed_from) end as needed_from,
        case when bool_and(needed_to is not null) then max(needed_to) end as needed_to,
        left(coalesce(string_agg(distinct nullif(schedule, ''), '；'), ''), 500) as schedule,
        max(array_position(array['LOW', 'NORMAL', 'HIGH', 'URGENT'], urgency)) as urgency,
        sum(people_served) as people, max(people_served) as most_people,
        min(submitted_on) as submitted_on, min(held_on) as held_on
      from child
    ), merged as (
      select first.unit_id, said.category_code, coalesce(m.title, first.title) as title, said.description,
        case when amount.agrees then case m.kind when 'SIMILAR' then amount.total else amount.largest end end
          as quantity,
        case
          when not amount.agrees then null
          when m.kind = 'SIMILAR' and first.children > 1 then nullif((
            select min(folded_measure(unit_of_measure)) from child where quantity is not null), '')
          else (select unit_of_measure from child where quantity is not null order by place limit 1)
        end as unit_of_measure,
        place.code as area_code, (select coalesce(array_agg(distinct group_), '{}') from child, unnest(audience) group_)
          as audience,
        said.needed_from, said.needed_to, said.schedule,
        (array['LOW', 'NORMAL', 'HIGH', 'URGENT'])[said.urgency] as urgency,
        case m.kind when 'SIMILAR' then said.people else said.most_people end as people_served,
        said.submitted_on, coalesce(token.tokens, first.tokens) as tokens
      from need_merger m, first, token, amount, place, said where m.id = merger
    )
    update need n set
      unit_id = merged.unit_id, category_code = merged.category_code, title = merged.title,
      description = merged.description, quantity = merged.quantity, unit_of_measure = merged.unit_of_measure,
      area_code = coalesce(merged.area_code, n.area_code), audience = merged.audience,
      needed_from = merged.needed_from, needed_to = merged.needed_to, schedule = merged.schedule,
      urgency = merged.urgency, people_served = merged.people_served, submitted_on = merged.submitted_on,
      tokens = merged.tokens, confirmed_on = said.held_on, content_hash = md5((to_jsonb(merged) - 'tokens')::text),
      version = case
        when n.content_hash = '' or n.content_hash = md5((to_jsonb(merged) - 'tokens')::text) then n.version else n.version + 1
      end,
      updated_at = case when n.content_hash = md5((to_jsonb(merged) - 'tokens')::text) then n.updated_at else at end
    from merged, said
    where n.id = merger
      and (n.content_hash <> md5((to_jsonb(merged) - 'tokens')::text) or n.tokens is distinct from merged.tokens
        or n.confirmed_on is distinct from said.held_on);
  end $$`;

async function createTriggers(db: QueryRunner): Promise<void> {
  await db.query(`
    create function need_tells_merger() returns trigger
      language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      merger uuid;
    begin
      select merger_id into merger from need_merger_child where need_id = new.id and left_at is null;
      if merger is null then
        return null;
      end if;
      if new.state <> 'MERGED' then
        update need_merger_child set left_at = new.updated_at where need_id = new.id and left_at is null;
      end if;
      perform follow_children(merger, new.updated_at);
      return null;
    end $$;
    create trigger need_tells_merger after update on need for each row
      when (old.state = 'MERGED') execute function need_tells_merger();

    create function need_merged_has_merger() returns trigger
      language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if not exists (select from need_merger_child where need_id = new.id and left_at is null) then
        raise check_violation using constraint = 'need_merged_has_merger',
          message = 'a merged need has to be in a merger';
      end if;
      return null;
    end $$;
    create trigger need_merged_has_merger after update on need for each row
      when (new.state = 'MERGED' and old.state <> 'MERGED') execute function need_merged_has_merger()`);
}
