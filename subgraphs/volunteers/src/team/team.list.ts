import type { ImportRow } from "@gongjian/shared/import/import-row";
import { columnsFor, type ImportScope, type ListDefinition } from "@gongjian/shared/import/list-definition";
import { resolveAreas } from "@gongjian/shared/import/resolve-areas";
import { storeRows } from "@gongjian/shared/import/store-rows";
import type { ListTable } from "@gongjian/shared/import/list-table";
import { choice } from "@gongjian/shared/import/values/choice";
import { phone } from "@gongjian/shared/import/values/phone";
import { code, contactName, line, required } from "@gongjian/shared/import/values/text";
import { maskName, maskPhone } from "@gongjian/shared/masked-text";
import { normaliseUscc } from "@gongjian/shared/uscc";
import type { EntityManager } from "typeorm";
import { listKey } from "../list-key.ts";
import { reannounceTeams, withdrawServicesOf } from "../service/announce-services.ts";
import type { TeamRow } from "./team.row.ts";
import { authoriseUpload, checkTeamOfRow } from "./upload-permission.ts";

interface TeamValues {
  externalId: string | null;
  name: string;
  kind: TeamRow["kind"];
  colour: TeamRow["colour"];
  areaCode: string;
  /** A credit code or a name as it is written; the unit's id after `resolve`. */
  leadUnit: string | null;
  contact: string | null;
  phone: string | null;
}

type Row = ImportRow<TeamValues>;

const KINDS: Record<TeamValues["kind"], readonly string[]> = {
  COMMUNITY: ["社区", "社区队", "居民"],
  UNIT: ["单位", "机关", "企业"],
  PROPERTY: ["物业", "红色管家"],
  STUDENT: ["学生", "学校", "大学生"],
  PROFESSIONAL: ["专业", "专业队"],
};

const COLOURS: Record<NonNullable<TeamValues["colour"]>, readonly string[]> = {
  RED: ["红", "红色"],
  ORANGE: ["橙", "橙色"],
  YELLOW: ["黄", "黄色"],
  GREEN: ["绿", "绿色"],
  CYAN: ["青", "青色"],
  BLUE: ["蓝", "蓝色"],
  VIOLET: ["紫", "紫色"],
};

const TEAM_TABLE: ListTable<TeamValues> = {
  name: "team",
  identity: [["list_key"]],
  withdrawWithin: "lead_unit_id",
  columns: [
    { name: "external_id", type: "text", value: ({ values }) => values.externalId },
    { name: "list_key", type: "text", value: keyOf },
    { name: "name", type: "text", value: ({ values }) => values.name },
    { name: "kind", type: "text", value: ({ values }) => values.kind },
    { name: "colour", type: "text", value: ({ values }) => values.colour },
    { name: "area_code", type: "text", value: ({ values }) => values.areaCode },
    { name: "lead_unit_id", type: "uuid", value: ({ values }) => values.leadUnit },
    { name: "contact_masked", type: "text", value: ({ values }) => masked(values.contact, maskName) },
    { name: "phone_masked", type: "text", value: ({ values }) => masked(values.phone, maskPhone) },
  ],
};

/** The roll of volunteer teams, of one unit or of many. */
export const teamsList: ListDefinition<TeamValues> = {
  name: "teams",
  label: "志愿队伍",
  columns: columnsFor<TeamValues>([
    {
      field: "externalId",
      label: "队伍编号",
      headings: ["id", "external_id", "team_id", "编号", "队伍代码"],
      parse: code(),
    },
    {
      field: "name",
      label: "队伍名称",
      headings: ["name", "名称", "队名", "志愿队伍", "志愿队伍名称", "志愿服务队"],
      required: true,
      parse: required(line({ maxLength: 100 })),
    },
    {
      field: "kind",
      label: "队伍类型",
      headings: ["kind", "类型", "类别", "队伍类别", "性质"],
      required: true,
      parse: (text, cell) =>
        choice(KINDS)(text, cell) ?? cell.refuse("REQUIRED", "“队伍类型”必填，不能为空。"),
    },
    {
      field: "colour",
      label: "颜色",
      headings: ["colour", "color", "七彩", "队伍颜色", "七彩颜色"],
      parse: choice(COLOURS),
    },
    {
      field: "areaCode",
      label: "所在社区",
      headings: ["community_code", "area_code", "社区代码", "社区", "所属社区", "区域", "区域代码"],
      required: true,
      parse: required(line({ maxLength: 100 })),
    },
    {
      field: "leadUnit",
      label: "牵头单位",
      headings: ["lead_unit_uscc", "lead_unit", "牵头单位代码", "统一社会信用代码", "单位", "所属单位"],
      parse: line({ maxLength: 100 }),
    },
    {
      field: "contact",
      label: "联系人",
      headings: ["contact", "联络员", "队长", "负责人"],
      personal: true,
      parse: contactName(),
    },
    {
      field: "phone",
      label: "电话",
      headings: ["phone", "联系电话", "手机", "手机号", "联系方式"],
      personal: true,
      parse: phone(),
    },
  ]),

  authorise: authoriseUpload,

  async resolve(tx: EntityManager, rows: Row[], scope: ImportScope): Promise<void> {
    await resolveAreas(tx, rows, "areaCode");
    await resolveLeadUnits(tx, rows, scope);
    await checkPermissions(
      tx,
      rows.filter((row) => !row.isRefused),
      scope,
    );
  },

  keysOf: (row) => [keyOf(row)],

  async store(tx: EntityManager, rows: Row[], scope: ImportScope): Promise<{ withdrawn: number }> {
    const { withdrawn, withdrawnIds } = await storeRows(tx, TEAM_TABLE, rows, scope);
    await storeContacts(
      tx,
      rows.filter(({ outcome }) => outcome !== "UNCHANGED"),
    );
    const changed = rows.filter(({ outcome }) => outcome === "CHANGED");
    await reannounceTeams(tx, changed.map(idOf));
    await withdrawServicesOf(tx, withdrawnIds);
    return { withdrawn };
  },
};

/** A team without a lead unit is known by its area. */
function keyOf({ values: { leadUnit, areaCode, externalId, name } }: Row): string {
  return listKey(leadUnit ?? areaCode, externalId, name);
}

function idOf({ id }: Row): string {
  if (id === null) throw new Error("A stored team has no id.");
  return id;
}

function masked(text: string | null, mask: (text: string) => string): string | null {
  return text === null ? null : mask(text);
}

async function resolveLeadUnits(tx: EntityManager, rows: readonly Row[], scope: ImportScope): Promise<void> {
  const written = rows.flatMap(({ values: { leadUnit } }) => leadUnit ?? []);
  const units = await tx.query<{ id: string; uscc: string | null; name: string; short_name: string }[]>(
    `select id, uscc, name, short_name from unit
     where uscc = any($1) or name = any($2) or short_name = any($2) order by id`,
    [written.map(normaliseUscc), written],
  );
  for (const row of rows) {
    const { leadUnit } = row.values;
    if (leadUnit === null) {
      row.values.leadUnit = scope.unitId;
      continue;
    }
    const matches =
      units.filter(({ uscc }) => uscc === normaliseUscc(leadUnit)).length > 0
        ? units.filter(({ uscc }) => uscc === normaliseUscc(leadUnit))
        : units.filter(({ name, short_name: short }) => name === leadUnit || short === leadUnit);
    const [unit, ...others] = matches;
    if (unit !== undefined && others.length === 0) row.values.leadUnit = unit.id;
    else refuseUnit(row, leadUnit, others.length > 0);
  }
}

function refuseUnit(row: Row, written: string, isAmbiguous: boolean): void {
  if (isAmbiguous) {
    row.refuse("leadUnit", "UNIT_AMBIGUOUS", `叫“${written}”的单位不止一家。`, "请填统一社会信用代码。");
  } else {
    row.refuse("leadUnit", "UNKNOWN_UNIT", `没有登记“${written}”这家单位。`, "请先登记单位，或核对代码。");
  }
}

/** For the place the row names, and for the place where the team stands now, if it moves. */
async function checkPermissions(tx: EntityManager, rows: readonly Row[], scope: ImportScope): Promise<void> {
  const standing = await tx.query<{ list_key: string; area_code: string }[]>(
    `select list_key, area_code from team where list_key = any($1)`,
    [rows.map(keyOf)],
  );
  const areaOf = new Map(standing.map((team) => [team.list_key, team.area_code]));
  for (const row of rows) {
    const { leadUnit: unitId, areaCode } = row.values;
    checkTeamOfRow(row, "leadUnit", { unitId, areaCode }, scope);
    const before = areaOf.get(keyOf(row));
    if (!row.isRefused && before !== undefined) {
      checkTeamOfRow(row, "areaCode", { unitId, areaCode: before }, scope);
    }
  }
}

async function storeContacts(tx: EntityManager, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(`select store_team_contacts($1, $2, $3)`, [
    rows.map(idOf),
    rows.map(({ values }) => values.contact),
    rows.map(({ values }) => values.phone),
  ]);
}
