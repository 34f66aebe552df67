import { BROUGHT_TO_NEED } from "../project/residual.sql.ts";

/**
 * Needs that a plan of an area is about: published, in the area $1 or below, not over on day $2 (null: whenever), and
 * not yet brought in full by projects. "left" is null without a quantity.
 */
const OF_AREA = `
  from need n cross join lateral (select n.quantity - (${BROUGHT_TO_NEED}) as missing) brought
  where n.state = 'PUBLISHED' and n.area_code >= $1 and n.area_code < $1 || 'z'
    and coalesce(n.needed_to >= $2::date, true)
    and (coalesce(n.quantity, 0) = 0 or brought.missing > 0)`;

/** $3: at most so many. */
export const PLANNED_NEEDS = `
  select n.id, n.title, n.urgency, nullif(brought.missing, 0)::float8 as "left"
  ${OF_AREA} order by n.id limit $3`;

/** Counts no further than $3 + 1. */
export const PLANNED_NEEDS_COUNT = `
  select count(*)::integer as count from (select 1 ${OF_AREA} limit $3 + 1) needs`;
