/**
 * A list is filed in a round when it is published from the first day of the round until the round is
 * closed; the first publication counts, and it is late after the end of the last day, Asia/Shanghai.
 * Nothing of this is stored: it follows from what was published, in whatever order the events come.
 */
export const FILINGS = `list_filing f join filing_round r on r.id = f.round_id
  left join lateral (
    select p.publication_id, p.published_at from list_publication p
    where p.organisation_id = f.organisation_id and p.list = f.list
      and p.published_at >= r.opens_on::timestamp at time zone 'Asia/Shanghai'
      and p.published_at < coalesce(r.closed_at, 'infinity')
    order by p.published_at, p.publication_id limit 1
  ) p on true`;

export const IS_MISSING = `p.published_at is null`;
export const IS_LATE = `p.published_at >= (r.due_on + 1)::timestamp at time zone 'Asia/Shanghai'`;

/** What each unit of a round still owes. */
export function missingLists(roundId: string): string {
  return `select f.organisation_id, array_agg(f.list order by array_position(r.lists, f.list)) as missing
    from ${FILINGS} where f.round_id = ${roundId} and ${IS_MISSING} group by f.organisation_id`;
}
