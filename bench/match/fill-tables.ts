import type { Client } from "pg";
import { TEXTS } from "./texts.ts";

/** The sample city's county. */
export const SAMPLE_COUNTY = "341881";

const STREETS = 3;
const COMMUNITIES_OF_STREET = 4;
const UNITS_OF_COUNTY = 20;

/** How many rows have a text of the sample, which its needs ask for; the generated ones are seldom asked for. */
const SAMPLE_SHARE = 0.3;

/** So that a run is like the one before. */
const SEED = 0.25;

/**
 * Counties with streets, communities and units of their own beside the sample's.
 * @returns their codes, six digits
 */
export async function addCounties(db: Client, count: number): Promise<string[]> {
  const codes = Array.from({ length: count }, (_, i) => String(999_900 - count + i));
  await db.query(
    `insert into area (code, parent_code, level, name, version)
     select code, null, 'COUNTY', code || '县', 1 from unnest($1::text[]) code
     union all
     select code || lpad(s::text, 3, '0'), code, 'STREET', s || '街道', 1
     from unnest($1::text[]) code, generate_series(1, $2) s
     union all
     select code || lpad(s::text, 3, '0') || lpad(c::text, 3, '0'), code || lpad(s::text, 3, '0'),
       'COMMUNITY', s || '-' || c || '社区', 1
     from unnest($1::text[]) code, generate_series(1, $2) s, generate_series(1, $3) c`,
    [codes, STREETS, COMMUNITIES_OF_STREET],
  );
  await db.query(
    `insert into unit (id, uscc, name, short_name, kind, area_code, version)
     select uuidv7(), null, code || '单位' || n, code || '单位' || n, 'GOVERNMENT',
       code || lpad((1 + n % $2)::text, 3, '0') || lpad((1 + n % $3)::text, 3, '0'), 1
     from unnest($1::text[]) code, generate_series(1, $4) n`,
    [codes, STREETS, COMMUNITIES_OF_STREET, UNITS_OF_COUNTY],
  );
  return codes;
}

/**
 * Fills counties evenly up to so many resources in all, with texts drawn from the table of texts, straight
 * into the tables that an import writes: a third of the rows for the county, a third for a street, the rest
 * for a community.
 */
export async function fillResources(db: Client, counties: readonly string[], rows: number): Promise<void> {
  await fast(db);
  await db.query("create unlogged table bench_row (like resource)");
  await db.query(RESOURCE_ROWS, [counties, rows]);
  await db.query("insert into resource select * from bench_row");
  await db.query(SUPPLIES);
  await db.query("drop table bench_row");
  await db.query("analyze resource, supply");
}

/** Copies of the sample's needs, up to so many in each county. */
export async function fillNeeds(db: Client, counties: readonly string[], each: number): Promise<void> {
  await fast(db);
  await db.query(NEED_ROWS, [counties, each]);
  await db.query("analyze need");
}

/** Superuser: what the tables check and announce for others is known to hold here. */
async function fast(db: Client): Promise<void> {
  await db.query(`set session_replication_role = replica; set synchronous_commit = off;
    set work_mem = '256MB'; set maintenance_work_mem = '256MB'; select setseed(${SEED})`);
}

/** Codes of a county by level, and its units, as arrays to draw from. $1: the counties. */
const PLACES = `
  select county,
    (select array_agg(code) from area where left(code, 6) = county and level = 'STREET') as streets,
    (select array_agg(code) from area where left(code, 6) = county and level = 'COMMUNITY') as communities,
    (select array_agg(id) from unit where left(area_code, 6) = county) as units
  from unnest($1::text[]) county`;

const drawn = (array: string): string => `${array}[1 + floor(random() * cardinality(${array}))::int]`;

/** $2: rows in all the counties when it is done. */
const RESOURCE_ROWS = `
  with place as materialized (${PLACES}),
  missing as materialized (
    select place.*, $2::int / cardinality($1::text[]) - (
      select count(*)::int from supply where county_code = county and state <> 'WITHDRAWN') as rows
    from place
  ),
  draw as materialized (
    select missing.*, n, random() as reach, random() as luck,
      1 + floor(random() * case when random() < ${SAMPLE_SHARE}
        then (select count(*) from ${TEXTS} where is_sample) else (select count(*) from ${TEXTS}) end
      )::int as number,
      current_date - 30 + floor(random() * 60)::int as since
    from missing, generate_series(1, missing.rows) n
  )
  insert into bench_row (
    id, unit_id, external_id, category_code, title, description, quantity, unit_of_measure,
    coverage_area_code, audience, valid_from, valid_to, schedule, min_notice_days, qualification, cost, state,
    title_key, content_hash, version, published_at, updated_at, confirmed_on
  )
  select uuidv7(), ${drawn("units")}, 'BENCH-' || $2::int || '-' || n, t.category, t.title, t.description, t.quantity,
    t.unit_of_measure,
    case when reach < 0.33 then county when reach < 0.66 then ${drawn("streets")} else ${drawn("communities")} end,
    t.audience, since, since + 180 + floor(luck * 200)::int, t.schedule, t.min_notice_days, t.qualification,
    t.cost, 'PUBLISHED', t.title, md5(t.number::text || county || n), 1, now(), now(),
    current_date - floor(luck * 180)::int
  from draw join ${TEXTS} t using (number)`;

/** The searchable copy of the same rows; the texts' tokens are found by the text. */
const SUPPLIES = `
  insert into supply (
    id, kind, owner_unit_id, owner_name, title, description, category, quantity, unit_of_measure,
    coverage_area_code, audience, valid_from, valid_to, schedule, min_notice_days, qualification, cost,
    eligibility, state, confirmed_on, version, tokens, county_code
  )
  select r.id, 'RESOURCE', r.unit_id, u.name, r.title, r.description, r.category_code, r.quantity,
    r.unit_of_measure, r.coverage_area_code, r.audience, r.valid_from, r.valid_to, r.schedule,
    r.min_notice_days, r.qualification, r.cost, null, r.state, r.confirmed_on, 1, t.tokens,
    left(r.coverage_area_code, 6)
  from bench_row r
  join unit u on u.id = r.unit_id
  join (select distinct on (title, description) title, description, tokens from ${TEXTS}) t
    using (title, description)`;

/** $2: needs in each county when it is done. Their windows begin soon, as those of the sample do. */
const NEED_ROWS = `
  with place as materialized (${PLACES}),
  missing as materialized (
    select place.*, $2::int - (
      select count(*)::int from need where left(area_code, 6) = county and state = 'PUBLISHED') as rows
    from place
  ),
  sample as (
    select need.*, row_number() over (order by id) as number, count(*) over () as total
    from need where left(area_code, 6) = '${SAMPLE_COUNTY}' and state = 'PUBLISHED'
  ),
  draw as materialized (
    select missing.*, n, 1 + (n * 7 + ('x' || left(md5(county), 6))::bit(24)::int) % (select max(total) from sample) as number
    from missing, generate_series(1, missing.rows) n
  )
  insert into need (
    id, unit_id, external_id, category_code, title, description, quantity, unit_of_measure, area_code,
    audience, needed_from, needed_to, schedule, urgency, people_served, tokens, state, title_key,
    content_hash, version, published_at, updated_at
  )
  select uuidv7(), ${drawn("units")}, 'BENCH-' || n, s.category_code, s.title, s.description, s.quantity,
    s.unit_of_measure, ${drawn("communities")}, s.audience, s.needed_from, s.needed_to, s.schedule,
    s.urgency, s.people_served, s.tokens, 'PUBLISHED', s.title_key, md5(s.content_hash || county || n), 1,
    now(), now()
  from draw join sample s using (number)`;
