import { newId } from "@gongjian/shared/id";
import type { RequestScope } from "@gongjian/shared/subgraph/define-subgraph";
import { Rejection } from "@gongjian/shared/user-error";
import type { EntityManager } from "typeorm";
import type { FilingList } from "./filing-list.ts";
import { UnitsNotSeated } from "./filing-round.type.ts";

interface NewRound {
  readonly committeeId: string;
  readonly areaCode: string;
  readonly name: string;
  readonly lists: readonly FilingList[];
  readonly opensOn: string;
  readonly dueOn: string;
  readonly unitIds: readonly string[];
}

/**
 * Who has to file: the units named, or all with a serving seat.
 *
 * @throws Rejection UNITS_NOT_SEATED where a unit has no serving seat, or nobody has one
 */
export async function obligedUnits(
  tx: EntityManager,
  committeeId: string,
  given: readonly string[] | null,
): Promise<string[]> {
  const seats = await tx.query<{ id: string }[]>(
    `select organisation_id as id from seat
     where committee_id = $1 and state = 'SERVING' order by organisation_id`,
    [committeeId],
  );
  const seated = new Set(seats.map(({ id }) => id));
  const asked = given === null ? [...seated] : [...new Set(given.map((id) => id.toLowerCase()))].sort();
  const unseated = asked.filter((id) => !seated.has(id));
  if (unseated.length > 0 || asked.length === 0) throw new Rejection(new UnitsNotSeated(unseated));
  return asked;
}

/**
 * Writes a round with all its duties in two statements; the unique index decides who is first.
 *
 * @returns null where the committee has a round of this name
 */
export async function insertRound(
  tx: EntityManager,
  { viewer, clock }: RequestScope,
  { committeeId, areaCode, name, lists, opensOn, dueOn, unitIds }: NewRound,
): Promise<string | null> {
  const [round] = await tx.query<{ id: string }[]>(
    `insert into filing_round (id, committee_id, name, lists, opens_on, due_on, opened_by, opened_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (committee_id, name) do nothing returning id`,
    [newId(), committeeId, name, lists, opensOn, dueOn, viewer.subject, clock.now().toISOString()],
  );
  if (!round) return null;
  const duties = unitIds.flatMap((unitId) => lists.map((list) => ({ id: newId(), unitId, list })));
  await tx.query(
    `insert into list_filing (id, round_id, organisation_id, list, area_code)
     select id, $2, "unitId", list, $3 from jsonb_to_recordset($1) as r (id uuid, "unitId" uuid, list text)`,
    [JSON.stringify(duties), round.id, areaCode],
  );
  return round.id;
}
