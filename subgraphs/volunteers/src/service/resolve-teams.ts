import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { ImportScope } from "@gongjian/shared/import/list-definition";
import { may } from "@gongjian/shared/viewer";
import type { EntityManager } from "typeorm";
import { checkTeamOfRow } from "../team/upload-permission.ts";
import type { ServiceValues } from "./service-columns.ts";

interface FoundTeam {
  readonly id: string;
  readonly externalId: string | null;
  readonly name: string;
  readonly unitId: string | null;
  readonly areaCode: string;
}

type Row = ImportRow<ServiceValues>;

/**
 * Puts the team's id into every line, found by number or else by name. Two units may number alike: a number
 * means the team that the sender may publish for.
 */
export async function resolveTeams(
  tx: EntityManager,
  rows: readonly Row[],
  scope: ImportScope,
): Promise<void> {
  const written = [...new Set(rows.map(({ values }) => values.team))];
  const teams = await tx.query<FoundTeam[]>(
    `select id, external_id as "externalId", name, lead_unit_id as "unitId", area_code as "areaCode"
     from team where external_id = any($1) or name = any($1) order by id`,
    [written],
  );
  const found = new Map(written.map((text) => [text, candidatesFor(text, teams, scope)]));
  for (const row of rows) settle(row, found.get(row.values.team) ?? [], scope);
  await refuseWithdrawn(
    tx,
    rows.filter((row) => !row.isRefused),
  );
}

/** Those of the sender if there are any, so that a foreign team is named as such and not as unknown. */
function candidatesFor(
  text: string,
  teams: readonly FoundTeam[],
  { viewer, unitId }: ImportScope,
): FoundTeam[] {
  const byNumber = teams.filter(({ externalId }) => externalId === text);
  const meant = byNumber.length > 0 ? byNumber : teams.filter(({ name }) => name === text);
  const own = meant.filter(
    (team) => may(viewer, "team.publish", team) && (unitId === null || team.unitId === unitId),
  );
  return own.length > 0 ? own : meant;
}

function settle(row: Row, [team, ...others]: readonly FoundTeam[], scope: ImportScope): void {
  const written = row.values.team;
  if (team === undefined) {
    row.refuse("team", "UNKNOWN_TEAM", `没有编号或名称为“${written}”的队伍。`, "请先上传队伍清单。");
    return;
  }
  checkTeamOfRow(row, "team", team, scope);
  if (row.isRefused) return;
  if (others.length > 0) {
    row.refuse("team", "TEAM_AMBIGUOUS", `“${written}”对应不止一支队伍。`, "请用 unit 参数指明单位。");
    return;
  }
  row.values.team = team.id;
}

/** Keeps the teams as they are until the transaction ends. */
async function refuseWithdrawn(tx: EntityManager, rows: readonly Row[]): Promise<void> {
  const teams = await tx.query<{ id: string; state: string }[]>(
    `select id, state from team where id = any($1) order by id for share`,
    [rows.map(({ values }) => values.team)],
  );
  const published = new Set(teams.filter(({ state }) => state === "PUBLISHED").map(({ id }) => id));
  for (const row of rows) {
    if (!published.has(row.values.team)) row.refuse("team", "TEAM_WITHDRAWN", "这支队伍已撤下。");
  }
}
