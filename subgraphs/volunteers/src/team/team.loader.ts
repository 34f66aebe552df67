import { byId, createPageLoader, type PageLoader } from "@gongjian/shared/page-loader";
import { createRowLoader, type RowLoader } from "@gongjian/shared/row-loader";
import DataLoader from "dataloader";
import { In, type DataSource } from "typeorm";
import { TeamRow } from "./team.row.ts";

export type TeamLoader = RowLoader<TeamRow>;
export type TeamsLoader = DataLoader<string, TeamRow[]>;

export function createTeamLoader(db: DataSource): TeamLoader {
  return createRowLoader((ids) => db.getRepository(TeamRow).findBy({ id: In(ids) }));
}

const TEAM_COLUMNS = `
  t.id, t.external_id as "externalId", t.list_key as "listKey", t.name, t.kind, t.colour,
  t.area_code as "areaCode", t.lead_unit_id as "leadUnitId", t.contact_masked as "contactMasked",
  t.phone_masked as "phoneMasked", t.state, t.content_hash as "contentHash"
`;

export function createTeamsOfUnitLoader(db: DataSource): PageLoader<TeamRow> {
  return createPageLoader<TeamRow>(db, {
    columns: TEAM_COLUMNS,
    from: "team t",
    belongs: "t.lead_unit_id = page.parent and t.state = 'PUBLISHED'",
    parent: "uuid",
    order: byId("t"),
  });
}

/** Teams at home in an area or below it. */
export function createTeamsOfAreaLoader(db: DataSource): PageLoader<TeamRow> {
  return createPageLoader<TeamRow>(db, {
    columns: TEAM_COLUMNS,
    from: "team t",
    belongs: "starts_with(t.area_code, page.parent) and t.state = 'PUBLISHED'",
    parent: "text",
    order: byId("t"),
  });
}

export function createTeamsOfVolunteerLoader(db: DataSource): TeamsLoader {
  return new DataLoader(async (volunteerIds) => {
    const rows = await db.query<(TeamRow & { owner: string })[]>(
      `select m.volunteer_id as owner, ${TEAM_COLUMNS}
       from team_membership m join team t on t.id = m.team_id
       where m.volunteer_id = any($1) order by m.joined_at, t.id`,
      [volunteerIds],
    );
    return volunteerIds.map((id) => rows.filter(({ owner }) => owner === id));
  });
}

export function createMemberCountLoader(db: DataSource): DataLoader<string, number> {
  return new DataLoader(async (teamIds) => {
    const rows = await db.query<{ team_id: string; members: number }[]>(
      `select m.team_id, count(*)::integer as members
       from team_membership m join volunteer v on v.id = m.volunteer_id and v.state = 'ACTIVE'
       where m.team_id = any($1) group by m.team_id`,
      [teamIds],
    );
    const members = new Map(rows.map((row) => [row.team_id, row.members]));
    return teamIds.map((id) => members.get(id) ?? 0);
  });
}
