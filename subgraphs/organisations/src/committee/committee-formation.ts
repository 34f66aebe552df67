import { newId } from "@gongjian/shared/id";
import type { EntityManager } from "typeorm";
import { communityOf } from "../area/area-level.ts";
import type { SeatRole } from "./seat-state.ts";

/** A unit that was just registered, as far as committees are concerned. */
export interface SeatedUnit {
  readonly id: string;
  readonly areaCode: string;
  /** Where the unit was before; null for a new one. */
  readonly formerAreaCode: string | null;
}

// A community that has a residents' committee and no 党委 yet.
const UNFORMED = `
  select code as "areaCode", name || '大党委' as name from area
  where code = any($1)
    and not exists (select from committee where committee.area_code = area.code)
    and exists (
      select from organisation where kind = 'COMMUNITY' and left(area_code, length(area.code)) = area.code
    )
  order by code
`;

// Units without a seat, past seats included: what people have ended stays ended.
const UNSEATED = `
  select c.id as "committeeId", o.id as "organisationId",
    case when o.kind = 'COMMUNITY'
      and not exists (
        select from seat where committee_id = c.id and role = 'LEAD' and state <> 'ENDED'
      )
      and row_number() over (partition by c.id, o.kind order by o.id) = 1
    then 'LEAD' else 'MEMBER' end as role
  from committee c
  join organisation o on starts_with(o.area_code, c.area_code)
  where c.area_code = any($1)
    and not exists (select from seat where committee_id = c.id and organisation_id = o.id)
  order by c.id, role, o.id
`;

const END_SEATS_OF_MOVED = `
  update seat set state = 'ENDED', until = greatest($2::date, since)
  from committee c, jsonb_to_recordset($1) as moved (id uuid, community text)
  where c.id = seat.committee_id and c.area_code = moved.community
    and seat.organisation_id = moved.id and seat.state <> 'ENDED'
`;

/**
 * The rule of the joint committee: a community's residents' committee leads a committee (社区大党委) of that
 * community, and the units of the community hold its seats. Doing it again changes nothing. Set-based.
 */
export async function formCommittees(
  tx: EntityManager,
  units: readonly SeatedUnit[],
  today: string,
): Promise<void> {
  const communities = [...new Set(units.map(({ areaCode }) => communityOf(areaCode)))];
  const unformed = await tx.query<{ areaCode: string; name: string }[]>(UNFORMED, [communities]);
  await tx.query(
    `insert into committee (id, name, area_code)
     select id, name, "areaCode" from jsonb_to_recordset($1) as r (id uuid, name text, "areaCode" text)
     on conflict (area_code) do nothing`,
    [JSON.stringify(unformed.map((committee) => ({ ...committee, id: newId() })))],
  );
  await endSeatsOfMoved(tx, units, today);
  await seatUnits(tx, communities, today);
}

/** A unit that moved to another community leaves the committee of the one it came from. */
async function endSeatsOfMoved(
  tx: EntityManager,
  units: readonly SeatedUnit[],
  today: string,
): Promise<void> {
  const moved = units.flatMap(({ id, areaCode, formerAreaCode }) => {
    const community = formerAreaCode === null ? null : communityOf(formerAreaCode);
    return community === null || community === communityOf(areaCode) ? [] : [{ id, community }];
  });
  if (moved.length > 0) await tx.query(END_SEATS_OF_MOVED, [JSON.stringify(moved), today]);
}

async function seatUnits(
  tx: EntityManager,
  communities: readonly (string | null)[],
  today: string,
): Promise<void> {
  const unseated = await tx.query<{ committeeId: string; organisationId: string; role: SeatRole }[]>(
    UNSEATED,
    [communities],
  );
  await tx.query(
    `insert into seat (id, committee_id, organisation_id, role, state, since)
     select id, "committeeId", "organisationId", role, 'SERVING', $2
     from jsonb_to_recordset($1)
       as r (id uuid, "committeeId" uuid, "organisationId" uuid, role text)
     on conflict (committee_id, organisation_id) where state <> 'ENDED' do nothing`,
    [JSON.stringify(unseated.map((seat) => ({ ...seat, id: newId() }))), today],
  );
}
