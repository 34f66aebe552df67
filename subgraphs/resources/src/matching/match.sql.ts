import type { IndexedSupply, NeedFacts } from "./facts.ts";
import type { MatchPolicy } from "./policy.ts";

export type NeedXRow = NeedFacts & { readonly policy: MatchPolicy };
export type SupplyXRow = IndexedSupply & { readonly policy: MatchPolicy };
export type SupplyForNeedXRow = IndexedSupply & { readonly needIds: string[] };
export type NeedForSupplyXRow = NeedFacts & { readonly supplyIds: string[] };
export interface FrequencyXRow {
  readonly token: string;
  readonly frequency: number;
}

/** How many rows of the index are judged for one need. */
const DEPTH = 200;
/** How many needs are judged for one supply. */
const NEEDS_DEPTH = 100;
const SAMPLE = 2000;

const NEED_COLUMNS = `
  n.id, n.unit_id as "unitId", n.category_code as "category", n.title, n.description, n.quantity,
  n.unit_of_measure as "unitOfMeasure", n.area_code as "areaCode", n.audience,
  n.needed_from as "neededFrom", n.needed_to as "neededTo", n.schedule, n.people_served as "peopleServed",
  n.tokens, (
    select coalesce(jsonb_object_agg(a.code, a.name), '{}') from area a
    where a.code in (left(n.area_code, 6), left(n.area_code, 9), left(n.area_code, 12), left(n.area_code, 15), n.area_code)
  ) as "areaNames"`;

const SUPPLY_COLUMNS = `
  s.id, s.kind, s.owner_unit_id as "ownerUnitId", s.owner_name as "ownerName", s.title, s.description,
  s.category, s.quantity, s.unit_of_measure as "unitOfMeasure", s.coverage_area_code as "coverageAreaCode",
  sa.name as "coverageAreaName", s.audience, s.valid_from as "validFrom", s.valid_to as "validTo",
  s.schedule, s.min_notice_days as "minNoticeDays", s.qualification, s.cost, s.eligibility, s.state,
  s.confirmed_on as "confirmedOn", s.version, s.tokens`;

/** The policy in force comes with the rows: its change counts at once, and costs no statement. */
const POLICY = `
  (
    select jsonb_build_object('version', p.version, 'weights', p.weights, 'minScore', p.min_score)
    from match_policy p where p.effective_from <= $2::date order by p.version desc limit 1
  ) as policy`;

/** How much a shared token promises: the very category, then a concept, a category's name, a word, a family. */
const PROMISE = `
  case when t.token like '=___' then 4 when t.token like '#%' then 3 when t.token like '@%' then 2 else 1 end`;

export const NEEDS = `
  select ${NEED_COLUMNS}, ${POLICY}
  from need n
  where n.id = any ($1::uuid[])`;

export const SUPPLIES = `
  select ${SUPPLY_COLUMNS}, ${POLICY}
  from supply s left join area sa on sa.code = s.coverage_area_code
  where s.id = any ($1::uuid[])`;

/** $1: [{id, county, terms}]. A supply that several needs found comes once, with their ids. */
export const SUPPLIES_FOR_NEEDS = `
  with picked as (
    select found.id, array_agg(a.id) as need_ids
    from jsonb_to_recordset($1::jsonb) as a (id uuid, county text, terms text[])
    cross join lateral (
      select s.id
      from supply s
      where s.county_code = a.county and s.state <> 'WITHDRAWN' and s.tokens && a.terms
      order by (
        select sum(${PROMISE}) from unnest(s.tokens) as t (token) where t.token = any (a.terms)
      ) desc, s.id
      limit ${DEPTH}
    ) found
    group by found.id
  )
  select ${SUPPLY_COLUMNS}, p.need_ids as "needIds"
  from picked p
  join supply s on s.id = p.id
  left join area sa on sa.code = s.coverage_area_code`;

/** $1: [{id, county, terms, categories}]. */
export const NEEDS_FOR_SUPPLIES = `
  with picked as (
    select found.id, array_agg(a.id) as supply_ids
    from jsonb_to_recordset($1::jsonb) as a (id uuid, county text, terms text[], categories text[])
    cross join lateral (
      select n.id
      from need n
      where n.state = 'PUBLISHED' and left(n.area_code, 6) = a.county
        and (n.tokens && a.terms or n.category_code = any (a.categories))
      order by (
        select coalesce(sum(${PROMISE}), 0) from unnest(n.tokens) as t (token) where t.token = any (a.terms)
      ) + case when n.category_code = any (a.categories) then 4 else 0 end desc, n.id
      limit ${NEEDS_DEPTH}
    ) found
    group by found.id
  )
  select ${NEED_COLUMNS}, p.supply_ids as "supplyIds"
  from picked p
  join need n on n.id = p.id`;

/**
 * How many rows hold each token, counted in the first rows of the index: enough to tell rare words from
 * common ones, at a cost that does not grow. The empty token stands for the number of rows looked at.
 */
export const FREQUENCIES = `
  with sample as materialized (select s.id, s.tokens from supply s order by s.id limit ${SAMPLE})
  select t.token, count(distinct sample.id)::int as frequency
  from sample cross join unnest(sample.tokens) as t (token)
  where t.token = any ($1::text[])
  group by t.token
  union all
  select '', count(*)::int from sample`;
