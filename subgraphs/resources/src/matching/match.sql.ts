import { TAKEN_OF_RESOURCE } from "../project/residual.sql.ts";
import type { IndexedSupply, NeedFacts } from "./facts.ts";
import type { MatchPolicy } from "./policy/policy.ts";
import { policyInForce } from "./policy/policy.sql.ts";

export type NeedXRow = NeedFacts & { readonly policy: MatchPolicy };
export type SupplyXRow = IndexedSupply & { readonly policy: MatchPolicy };
const NEED_COLUMNS = `
  n.id, n.unit_id as "unitId", n.category_code as "category", n.title, n.description, n.quantity,
  n.unit_of_measure as "unitOfMeasure", n.area_code as "areaCode", n.audience,
  n.needed_from as "neededFrom", n.needed_to as "neededTo", n.schedule, n.people_served as "peopleServed",
  n.submitted_on as "submittedOn", n.tokens, (
    select coalesce(jsonb_object_agg(a.code, a.name), '{}') from area a
    where a.code in (left(n.area_code, 6), left(n.area_code, 9), left(n.area_code, 12), left(n.area_code, 15), n.area_code)
  ) as "areaNames"`;

const SUPPLY_COLUMNS = `
  s.id, s.kind, s.owner_unit_id as "ownerUnitId", s.owner_name as "ownerName", s.title, s.description,
  s.category, s.quantity, s.unit_of_measure as "unitOfMeasure", s.coverage_area_code as "coverageAreaCode",
  sa.name as "coverageAreaName", s.audience, s.valid_from as "validFrom", s.valid_to as "validTo",
  s.schedule, s.min_notice_days as "minNoticeDays", s.qualification, s.cost, s.eligibility, s.state,
  s.confirmed_on as "confirmedOn", s.version, s.tokens, (${TAKEN_OF_RESOURCE.replaceAll("r.id", "s.id")})::float8 as promised`;

/** The county's policy in force comes with the rows: its change counts at once, and costs no statement. */
const policyOf = (county: string): string => `${policyInForce(county, "$2::date")} as policy`;

export const NEEDS = `
  select ${NEED_COLUMNS}, ${policyOf("left(n.area_code, 6)")}
  from need n
  where n.id = any ($1::uuid[]) and n.state = 'PUBLISHED'`;

export const SUPPLIES = `
  select ${SUPPLY_COLUMNS}, ${policyOf("s.county_code")}
  from supply s left join area sa on sa.code = s.coverage_area_code
  where s.id = any ($1::uuid[])`;

/** The rows that the index found; $1: their ids. */
export const SUPPLIES_FOUND = `
  select ${SUPPLY_COLUMNS}
  from supply s left join area sa on sa.code = s.coverage_area_code
  where s.id = any ($1::uuid[]) and s.state <> 'WITHDRAWN'`;

export const NEEDS_FOUND = `
  select ${NEED_COLUMNS}
  from need n
  where n.id = any ($1::uuid[]) and n.state = 'PUBLISHED'`;
