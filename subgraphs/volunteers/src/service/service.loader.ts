import { byId, createPageLoader, type PageLoader } from "@gongjian/shared/page-loader";
import { createRowLoader, type RowLoader } from "@gongjian/shared/row-loader";
import { In, type DataSource } from "typeorm";
import { VolunteerServiceRow } from "./service.row.ts";

export type VolunteerServiceLoader = RowLoader<VolunteerServiceRow>;

/** Any state: a match that was made keeps showing what it was made with. */
export function createServiceLoader(db: DataSource): VolunteerServiceLoader {
  return createRowLoader((ids) => db.getRepository(VolunteerServiceRow).findBy({ id: In(ids) }));
}

const COLUMNS = `
  s.id, s.external_id as "externalId", s.list_key as "listKey", s.team_id as "teamId",
  s.category_code as "categoryCode", s.title, s.description, s.quantity,
  s.unit_of_measure as "unitOfMeasure", s.coverage_area_code as "coverageAreaCode", s.audience,
  s.valid_from as "validFrom", s.valid_to as "validTo", s.schedule,
  s.min_notice_days as "minNoticeDays", s.qualification, s.state, s.version,
  s.content_hash as "contentHash"`;

export function createServicesOfTeamLoader(db: DataSource): PageLoader<VolunteerServiceRow> {
  return createPageLoader<VolunteerServiceRow>(db, {
    columns: COLUMNS,
    from: "volunteer_service s",
    belongs: "s.team_id = page.parent and s.state = 'PUBLISHED'",
    parent: "uuid",
    order: byId("s"),
  });
}
