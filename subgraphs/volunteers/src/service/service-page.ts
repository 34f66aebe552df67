import { idAfter, type PageArgs } from "@gongjian/shared/connection";
import type { DataSource } from "typeorm";
import { VolunteerServiceRow } from "./service.row.ts";
import { VolunteerServiceState, type VolunteerServiceFilter } from "./service.type.ts";

/** One page of services and one more, in the order they were made. */
export function servicePage(
  db: DataSource,
  filter: VolunteerServiceFilter,
  { first, after }: PageArgs,
): Promise<VolunteerServiceRow[]> {
  return db
    .getRepository(VolunteerServiceRow)
    .createQueryBuilder("s")
    .where("s.state = :state", { state: filter.state ?? VolunteerServiceState.PUBLISHED })
    .andWhere("(cast(:after as uuid) is null or s.id > :after)", { after: idAfter({ after }) })
    .andWhere("(cast(:team as uuid) is null or s.teamId = :team)", { team: filter.teamId ?? null })
    .andWhere(
      `(cast(:unit as uuid) is null
        or exists (select from team t where t.id = s.team_id and t.lead_unit_id = :unit))`,
      { unit: filter.unitId ?? null },
    )
    .andWhere("starts_with(s.coverageAreaCode, :area)", { area: filter.areaCode ?? "" })
    .andWhere("(cast(:category as text) is null or starts_with(s.categoryCode, :category))", {
      category: filter.category ?? null,
    })
    .andWhere("strpos(s.title || ' ' || s.description, :text) > 0", { text: filter.text ?? "" })
    .andWhere(
      `(cast(:day as date) is null
        or coalesce(s.validFrom <= :day, true) and coalesce(s.validTo >= :day, true))`,
      { day: filter.openOn ?? null },
    )
    .andWhere("(cast(:number as text) is null or s.externalId = :number)", {
      number: filter.externalId ?? null,
    })
    .orderBy("s.id")
    .limit(first + 1)
    .getMany();
}
