import { NEEDS_SEEN_BY_COMMITTEE } from "../committee/committee.loader.ts";
import { BROUGHT_TO_NEED } from "../project/residual.sql.ts";

export interface SeenNeedXRow {
  readonly id: string;
  /** Whether projects bring everything it asks for. */
  readonly isServed: boolean;
  /** How many needs the committee sees altogether. */
  readonly total: number;
}

/** The needs that a committee sees, urgent ones first, then in the order made. $1: its key, $2: how many. */
export const SEEN_NEEDS = `
  with seen as (
    select r.id, (count(*) over ())::integer as total,
      array_position(array['URGENT', 'HIGH', 'NORMAL', 'LOW'], r.urgency) as rank
    from (select $1::text as parent) page join need r on ${NEEDS_SEEN_BY_COMMITTEE}
    order by rank, r.id limit $2
  )
  select n.id, seen.total,
    coalesce(n.quantity > 0 and (${BROUGHT_TO_NEED}) >= n.quantity, false) as "isServed"
  from seen join need n on n.id = seen.id
  order by seen.rank, n.id`;
