/** Where an index gets its rows from, and how it learns of changes. Only texts of this file become SQL. */
export interface IndexSource {
  /** All listed rows of a county ($1), with the snapshot that they were read in. */
  readonly load: string;
  /** The rows of a county ($1) that were not visible in an earlier snapshot ($2), likewise. */
  readonly changes: string;
}

/** `snapshot` stands on every row; the other columns are null where there was none to read. */
export interface IndexXRow {
  readonly snapshot: string;
  readonly id: string | null;
  readonly tokens: string;
  readonly areaCode: string;
  readonly ownerUnitId: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly isListed: boolean;
}

interface SourceTable {
  readonly columns: string;
  readonly from: string;
  readonly county: string;
  readonly isListed: string;
}

/**
 * A row tells in `changed_in` which transaction wrote it last. What a snapshot saw, and what it did not,
 * PostgreSQL knows exactly; so no change is missed, however long a transaction took to commit, and no clock
 * and no message is relied upon.
 */
function sourceOf({ columns, from, county, isListed }: SourceTable): IndexSource {
  const select = (condition: string): string => `
    select now.snapshot, row.*
    from (select pg_current_snapshot()::text as snapshot) now
    left join lateral (
      select r.id, array_to_string(r.tokens, ' ') as tokens, ${isListed} as "isListed", ${columns}
      from ${from} r
      where ${county} = $1 and ${condition}
    ) row on true`;
  return {
    load: select(isListed),
    // A number above what this cluster has given out is of another, from which the rows were restored.
    changes: select(
      `r.changed_in >= pg_snapshot_xmin($2::pg_snapshot)::text::bigint
       and r.changed_in < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
       and not pg_visible_in_snapshot(r.changed_in::text::xid8, $2::pg_snapshot)`,
    ),
  };
}

export const SUPPLIES: IndexSource = sourceOf({
  columns: `r.coverage_area_code as "areaCode", r.owner_unit_id as "ownerUnitId", r.valid_from as "from", r.valid_to as "to"`,
  from: "supply",
  county: "r.county_code",
  isListed: "r.state <> 'WITHDRAWN'",
});

export const NEEDS: IndexSource = sourceOf({
  columns: `r.area_code as "areaCode", r.unit_id as "ownerUnitId", r.needed_from as "from", r.needed_to as "to"`,
  from: "need",
  county: "left(r.area_code, 6)",
  isListed: "r.state = 'PUBLISHED'",
});
