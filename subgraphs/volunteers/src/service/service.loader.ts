import DataLoader from "dataloader";
import { In, type DataSource } from "typeorm";
import { createPageLoader, type PageLoader } from "../page-loader.ts";
import { isUuid } from "../uuid.ts";
import { VolunteerServiceRow } from "./service.row.ts";

export type VolunteerServiceLoader = DataLoader<string, VolunteerServiceRow | null>;

/** Any state: a match that was made keeps showing what it was made with. */
export function createServiceLoader(db: DataSource): VolunteerServiceLoader {
  return new DataLoader(async (ids) => {
    const rows = await db.getRepository(VolunteerServiceRow).findBy({ id: In(ids.filter(isUuid)) });
    const rowsById = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => rowsById.get(id.toLowerCase()) ?? null);
  });
}

const SERVICES_OF_TEAMS = `
  select s.id, s.external_id as "externalId", s.list_key as "listKey", s.team_id as "teamId",
    s.category_code as "categoryCode", s.title, s.description, s.quantity,
    s.unit_of_measure as "unitOfMeasure", s.coverage_area_code as "coverageAreaCode", s.audience,
    s.valid_from as "validFrom", s.valid_to as "validTo", s.schedule,
    s.min_notice_days as "minNoticeDays", s.qualification, s.state, s.version,
    s.content_hash as "contentHash"
  from unnest($1::uuid[]) as o (team_id)
    cross join lateral (
      select * from volunteer_service s
      where s.team_id = o.team_id and s.state = 'PUBLISHED' and ($3::uuid is null or s.id > $3)
      order by s.id limit $2
    ) s
  order by s.id
`;

export function createServicesOfTeamLoader(db: DataSource): PageLoader<VolunteerServiceRow> {
  return createPageLoader(
    (teams, limit, after) => db.query<VolunteerServiceRow[]>(SERVICES_OF_TEAMS, [teams, limit, after]),
    ({ teamId }) => teamId,
  );
}
