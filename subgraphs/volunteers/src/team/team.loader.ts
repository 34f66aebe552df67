import DataLoader from "dataloader";
import { In, type DataSource } from "typeorm";
import { createPageLoader, type PageLoader } from "../page-loader.ts";
import { isUuid } from "../uuid.ts";
import { TeamRow } from "./team.row.ts";

export type TeamLoader = DataLoader<string, TeamRow | null>;
export type TeamsLoader = DataLoader<string, TeamRow[]>;

export function createTeamLoader(db: DataSource): TeamLoader {
  return new DataLoader(async (ids) => {
    const rows = await db.getRepository(TeamRow).findBy({ id: In(ids.filter(isUuid)) });
    const rowsById = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => rowsById.get(id.toLowerCase()) ?? null);
  });
}

const TEAM_COLUMNS = `
  t.id, t.external_id as "externalId", t.list_key as "listKey", t.name, t.kind, t.colour,
  t.area_code as "areaCode", t.lead_unit_id as "leadUnitId", t.contact_masked as "contactMasked",
  t.phone_masked as "phoneMasked", t.state, t.content_hash as "contentHash"
`;

export interface OwnedTeamRow extends TeamRow {
  readonly owner: string;
}

const TEAMS_OF_UNITS = `
  select o.owner, t.*
  from unnest($1::uuid[]) as o (owner)
    cross join lateral (
      select ${TEAM_COLUMNS} from team t
      where t.lead_unit_id = o.owner and t.state = 'PUBLISHED' and ($3::uuid is null or t.id > $3)
      order by t.id limit $2
    ) t
  order by t.id
`;

const TEAMS_OF_AREAS = TEAMS_OF_UNITS.replace("::uuid[]", "::text[]").replace(
  "t.lead_unit_id = o.owner",
  "starts_with(t.area_code, o.owner)",
);

const ownerOf = ({ owner }: OwnedTeamRow): string => owner;

export function createTeamsOfUnitLoader(db: DataSource): PageLoader<OwnedTeamRow> {
  return createPageLoader(
    (units, limit, after) => db.query<OwnedTeamRow[]>(TEAMS_OF_UNITS, [units.filter(isUuid), limit, after]),
    ownerOf,
  );
}

/** Teams at home in an area or below it. */
export function createTeamsOfAreaLoader(db: DataSource): PageLoader<OwnedTeamRow> {
  return createPageLoader(
    (codes, limit, after) => db.query<OwnedTeamRow[]>(TEAMS_OF_AREAS, [codes, limit, after]),
    ownerOf,
  );
}

export function createTeamsOfVolunteerLoader(db: DataSource): TeamsLoader {
  return new DataLoader(async (volunteerIds) => {
    const rows = await db.query<OwnedTeamRow[]>(
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
