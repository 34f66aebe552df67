import { emitEvents } from "@gongjian/shared/events/outbox";
import type { EntityManager } from "typeorm";
import type { VolunteerServiceRow } from "./service.row.ts";

interface AnnouncedRow extends VolunteerServiceRow {
  readonly ownerUnitId: string | null;
  readonly ownerName: string;
}

const ANNOUNCED = `
  select s.id, s.external_id as "externalId", s.category_code as "categoryCode", s.title, s.description,
    s.quantity, s.unit_of_measure as "unitOfMeasure", s.coverage_area_code as "coverageAreaCode", s.audience,
    s.valid_from as "validFrom", s.valid_to as "validTo", s.schedule, s.min_notice_days as "minNoticeDays",
    s.qualification, s.state, s.version, t.lead_unit_id as "ownerUnitId", t.name as "ownerName"
  from volunteer_service s join team t on t.id = s.team_id
  where s.id = any($1)
  order by s.id
`;

/** Tells the match index how these services stand now, inside the transaction that changed them. */
export async function announceServices(tx: EntityManager, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx.query<AnnouncedRow[]>(ANNOUNCED, [ids]);
  await emitEvents(
    tx,
    rows.map(({ version, categoryCode, id, ...row }) => ({
      type: "supply.changed",
      aggregate: id,
      version,
      state: {
        id,
        externalId: row.externalId,
        kind: "VOLUNTEER_SERVICE",
        ownerUnitId: row.ownerUnitId,
        ownerName: row.ownerName,
        title: row.title,
        description: row.description,
        category: categoryCode,
        quantity: row.quantity,
        unitOfMeasure: row.unitOfMeasure,
        coverageAreaCode: row.coverageAreaCode,
        audience: row.audience,
        validFrom: row.validFrom,
        validTo: row.validTo,
        schedule: row.schedule,
        minNoticeDays: row.minNoticeDays,
        qualification: row.qualification,
        cost: "FREE",
        eligibility: null,
        state: row.state,
      },
    })),
  );
}

/** Services of teams that changed say so too, because the announcement names the team and its unit. */
export async function reannounceTeams(tx: EntityManager, teamIds: readonly string[]): Promise<void> {
  await bump(tx, teamIds, "version = version + 1");
}

/** The services of teams that were withdrawn go with them. */
export async function withdrawServicesOf(tx: EntityManager, teamIds: readonly string[]): Promise<void> {
  await bump(tx, teamIds, "version = version + 1, state = 'WITHDRAWN'");
}

async function bump(tx: EntityManager, teamIds: readonly string[], change: string): Promise<void> {
  if (teamIds.length === 0) return;
  const changed = await tx.query<{ id: string }[]>(
    `with changed as (
       update volunteer_service set ${change}
       where team_id = any($1) and state = 'PUBLISHED' returning id
     )
     select id from changed`,
    [teamIds],
  );
  await announceServices(
    tx,
    changed.map(({ id }) => id),
  );
}
