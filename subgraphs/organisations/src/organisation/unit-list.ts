import { resolveAreas } from "@gongjian/shared/import/resolve-areas";
import { ImportRefused } from "@gongjian/shared/import/import-refused";
import type { ImportRow } from "@gongjian/shared/import/import-row";
import { columnsFor, type ImportScope, type ListDefinition } from "@gongjian/shared/import/list-definition";
import { choice } from "@gongjian/shared/import/values/choice";
import { phone } from "@gongjian/shared/import/values/phone";
import { contactName, line, required } from "@gongjian/shared/import/values/text";
import { uscc } from "@gongjian/shared/import/values/uscc";
import { authorise } from "@gongjian/shared/viewer";
import type { EntityManager } from "typeorm";
import { formCommittees } from "../committee/committee-formation.ts";
import type { OrganisationKind } from "./organisation-kind.ts";
import {
  lockRegistry,
  matchOrganisations,
  registerOrganisations,
  type NewOrganisation,
} from "./organisation-registry.ts";

type UnitRow = ImportRow<UnitValues>;

/** `areaCode` is what the cell says, a code or the name of a community, until `resolve` makes it a code. */
type UnitValues = Omit<NewOrganisation, "areaCode"> & { areaCode: string };

const KIND_WORDS: Record<OrganisationKind, readonly string[]> = {
  GOVERNMENT: ["机关", "党政机关", "机关单位", "行政机关", "政府部门"],
  PUBLIC_INSTITUTION: ["事业单位", "事业", "群团", "群团组织"],
  STATE_ENTERPRISE: ["国有企业", "国企"],
  PRIVATE_ENTERPRISE: ["民营企业", "民企", "企业", "非公企业", "私营企业", "个体工商户", "个体户"],
  SCHOOL: ["学校", "教育机构"],
  HOSPITAL: ["医院", "医疗机构", "卫生机构"],
  PROPERTY_MANAGER: ["物业", "物业公司", "物业服务企业"],
  OWNERS_COMMITTEE: ["业主委员会", "业委会"],
  SOCIAL_ORGANISATION: ["社会组织", "社会团体", "民办非企业单位", "民非"],
  FINANCIAL: ["金融机构", "银行", "保险", "金融"],
  COMMUNITY: ["社区居民委员会", "社区居委会", "居委会", "社区", "村委会"],
};

/** The list of member units. Publishing it forms the committees of their communities. */
export const unitList: ListDefinition<UnitValues> = {
  name: "units",
  label: "成员单位",
  columns: columnsFor<UnitValues>([
    {
      field: "uscc",
      label: "统一社会信用代码",
      headings: ["uscc", "信用代码", "社会信用代码", "统一信用代码", "单位代码"],
      parse: uscc(),
    },
    {
      field: "name",
      label: "单位名称",
      headings: ["name", "名称", "单位", "单位全称", "全称", "成员单位"],
      required: true,
      parse: required(line()),
    },
    {
      field: "shortName",
      label: "简称",
      headings: ["short_name", "单位简称"],
      parse: line({ maxLength: 100 }),
    },
    {
      field: "kind",
      label: "单位类别",
      headings: ["kind", "类别", "单位性质", "单位类型", "性质", "类型"],
      required: true,
      parse: (text, cell) =>
        choice(KIND_WORDS)(text, cell) ?? cell.refuse("REQUIRED", "“单位类别”必填，不能为空。"),
    },
    {
      field: "areaCode",
      label: "所在社区",
      headings: ["community_code", "area_code", "社区代码", "社区", "所属社区", "区域代码", "所在区域"],
      required: true,
      parse: required(line({ maxLength: 100 })),
    },
    { field: "address", label: "地址", headings: ["address", "办公地址", "单位地址"], parse: line() },
    {
      field: "contact",
      label: "联系人",
      headings: ["contact", "联络员", "负责人", "联系人姓名"],
      personal: true,
      parse: contactName(),
    },
    {
      field: "phone",
      label: "电话",
      headings: ["phone", "联系电话", "电话号码", "手机", "手机号", "办公电话"],
      personal: true,
      parse: phone(),
    },
  ]),

  authorise({ viewer, mode }: ImportScope): void {
    authorise(viewer, "organisation.register");
    authorise(viewer, "committee.form");
    if (mode === "replace") {
      throw new ImportRefused(
        "MODE_NOT_SUPPORTED",
        "单位清单只能合并导入（mode=merge），单位不会因缺行而撤销。",
      );
    }
  },

  async resolve(tx: EntityManager, rows: UnitRow[]): Promise<void> {
    await resolveAreas(tx, rows, "areaCode", "COMMUNITY");
    await refuseSameUnit(
      tx,
      rows.filter(({ isRefused }) => !isRefused),
    );
  },

  keysOf: ({ values: { uscc: code, areaCode, name } }) =>
    code === null ? [`${areaCode} ${name}`] : [code, `${areaCode} ${name}`],

  async store(tx: EntityManager, rows: UnitRow[], { clock }: ImportScope): Promise<{ withdrawn: number }> {
    const registered = await registerOrganisations(
      tx,
      rows.map(({ values }) => values),
    );
    const units = rows.map((row, i) => {
      const unit = registered[i];
      if (!unit) throw new Error(`Row ${row.row} was not registered.`);
      row.outcome = unit.outcome;
      row.id = unit.id;
      return { ...unit, areaCode: row.values.areaCode };
    });
    await formCommittees(tx, units, clock.today());
    return { withdrawn: 0 };
  },
};

/** Two rows can name one registered unit by different keys: its code, and its name and place. */
async function refuseSameUnit(tx: EntityManager, rows: UnitRow[]): Promise<void> {
  await lockRegistry(tx);
  const known = await matchOrganisations(
    tx,
    rows.map(({ values }) => values),
  );
  const firstRows = new Map<string, number>();
  rows.forEach((row, i) => {
    const id = known.get(i)?.id;
    if (id === undefined) return;
    const first = firstRows.get(id);
    if (first === undefined) firstRows.set(id, row.row);
    else row.refuse(null, "DUPLICATE_ROW", `与第 ${first} 行是同一个单位，只取第 ${first} 行。`);
  });
}
