import { isOfList } from "../merging/of-list.sql.ts";
import { dueOnSql, NEED_CONFIRMED_ON, NOTICE_DAYS } from "./freshness-rule.ts";

/** For how long a day that nobody was told of is still worth telling: longer than a stay of work lasts. */
const MOST_DAYS_LATE = 30;

/** All lines that can be told of, with the days that matter; withdrawn ones have none. */
const LISTINGS = `
  select r.id, r.unit_id, 'resources' as list, r.title, r.valid_to as ends_on,
    ${dueOnSql("r.confirmed_on", "r.valid_to")} as confirm_by, r.published_at
  from resource r where r.state <> 'WITHDRAWN'
  union all
  select r.id, r.unit_id, 'needs', r.title, r.needed_to,
    ${dueOnSql(NEED_CONFIRMED_ON, "r.needed_to")}, r.published_at
  from need r where r.state <> 'WITHDRAWN' and ${isOfList("r")}`;

/**
 * What units are to be told on day $1 and have not been, at most $2 notices. A day that was missed is made
 * up for; a line that had ended when it was published is not told of.
 */
export const NOTICES_TO_GIVE = `
  select l.unit_id as "unitId", l.list, l.id as "rowId", told.kind, told.due_on as "dueOn"
  from (${LISTINGS}) l
  cross join lateral (values
    ('EXPIRES_IN_7_DAYS', l.ends_on, l.ends_on - ${NOTICE_DAYS}),
    ('EXPIRES_IN_1_DAY', l.ends_on, l.ends_on - 1),
    ('CONFIRMATION_DUE', l.confirm_by, l.confirm_by - ${NOTICE_DAYS})
  ) told (kind, due_on, tell_on)
  where told.tell_on <= $1::date
    and (told.kind = 'CONFIRMATION_DUE' or told.due_on >= $1::date - ${MOST_DAYS_LATE})
    and (l.published_at at time zone interval '8 hours')::date <= told.due_on
    and not exists (
      select from listing_notice n
      where n.row_id = l.id and n.kind = told.kind and n.due_on = told.due_on)
  order by told.due_on, l.id
  limit $2`;

/**
 * Notices that still say something, as `n` with the line's `title`: those that were put away, that speak of
 * another day than the line's now, or that a later notice of the same day has overtaken are not among them.
 */
export const STANDING_NOTICES = `
  listing_notice n join (${LISTINGS}) l on l.id = n.row_id and l.unit_id = n.unit_id
    and n.due_on = case when n.kind = 'CONFIRMATION_DUE' then l.confirm_by else l.ends_on end
    and n.dismissed_at is null
    and not (n.kind = 'EXPIRES_IN_7_DAYS' and exists (
      select from listing_notice later
      where later.row_id = n.row_id and later.kind = 'EXPIRES_IN_1_DAY' and later.due_on = n.due_on))`;
