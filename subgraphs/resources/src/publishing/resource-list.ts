import { columnsFor, type ImportScope, type ListDefinition } from "@gongjian/shared/import/list-definition";
import type { ImportRow } from "@gongjian/shared/import/import-row";
import { choice } from "@gongjian/shared/import/values/choice";
import { date, period } from "@gongjian/shared/import/values/date";
import { days } from "@gongjian/shared/import/values/days";
import { line } from "@gongjian/shared/import/values/text";
import { authorise } from "@gongjian/shared/viewer";
import { afterPublishing } from "./after-publishing.ts";
import { RESOURCE_GUIDES } from "./column-guides.ts";
import { completeLine, endField } from "./complete-line.ts";
import { doubtCategory, tokensOf } from "./doubt-category.ts";
import { predict } from "../matching/understanding/predict.ts";
import { withCategories } from "../matching/understanding/tokens.ts";
import { keepContacts } from "./keep-contacts.ts";
import { adoptNumbers } from "./known-lines.ts";
import { keysOf, likelyKeyOf } from "./line-table.ts";
import { COMMON, longText, shortText, title } from "./list-columns.ts";
import { takeRemarks } from "./take-remarks.ts";
import { resolveAreas } from "./resolve-areas.ts";
import { findUnit, resolveUnits } from "./resolve-units.ts";
import { RESOURCE_TABLE, streamedResources, type ResourceValues } from "./store-resources.ts";
import { COST_WORDS } from "./words.ts";

const columns = columnsFor<ResourceValues>([
  COMMON.externalId,
  COMMON.unit,
  COMMON.category,
  {
    field: "title",
    label: "资源名称",
    tags: ["#res+name"],
    headings: ["title", "项目名称", "名称", "服务名称", "资源项目", "服务项目", "资源", "name"],
    required: true,
    parse: title,
  },
  {
    field: "description",
    label: "资源内容",
    tags: ["#description"],
    headings: [
      "description",
      "项目说明",
      "服务内容",
      "内容",
      "说明",
      "资源名称/服务内容",
      "使用条件/须知",
      "资源说明",
      "具体内容",
      "情况说明",
    ],
    parse: longText,
  },
  COMMON.quantity,
  COMMON.unitOfMeasure,
  {
    field: "area",
    label: "服务范围",
    tags: ["#area"],
    headings: [
      "coverage_area_code",
      "coverageAreaCode",
      "coverage_area",
      "coverage",
      "覆盖区域",
      "覆盖范围",
      "适用网格",
      "服务区域",
      "适用范围",
      "适用区域",
    ],
    parse: line({ maxLength: 100 }),
  },
  COMMON.audience,
  {
    field: "from",
    label: "起始日期",
    tags: ["#date+start"],
    headings: ["valid_from", "validFrom", "from", "开始日期", "开始时间", "起始时间", "生效日期", "有效期起"],
    parse: date({ end: "from" }),
  },
  {
    field: "to",
    label: "截止日期",
    tags: ["#date+end"],
    headings: [
      "valid_to",
      "validTo",
      "to",
      "until",
      "结束日期",
      "结束时间",
      "截止时间",
      "失效日期",
      "有效期止",
    ],
    parse: date({ end: "to" }),
  },
  {
    field: "period",
    label: "有效期",
    headings: ["有效期限", "有效时间", "起止日期", "valid", "validity"],
    parse: period(),
  },
  {
    field: "schedule",
    label: "可提供时间",
    tags: ["#time+open"],
    headings: ["schedule", "开放时段", "开放时间", "服务时间", "可用时间", "提供时间", "可预约时间"],
    parse: shortText,
  },
  {
    field: "minNoticeDays",
    label: "提前天数",
    tags: ["#notice"],
    headings: [
      "min_notice_days",
      "minNoticeDays",
      "需提前",
      "需提前（天）",
      "提前量",
      "预约提前量",
      "提前预约天数",
    ],
    parse: days(),
  },
  {
    field: "qualification",
    label: "资质",
    tags: ["#qualification"],
    headings: ["qualification", "执业资质", "资质证明", "资质要求", "证照", "资格证", "持证情况"],
    parse: shortText,
  },
  {
    field: "cost",
    label: "收费",
    tags: ["#cost"],
    headings: ["cost", "费用", "收费方式", "收费标准", "是否收费", "收费情况"],
    parse: choice(COST_WORDS),
  },
  COMMON.contact,
  COMMON.phone,
  COMMON.remarks,
]);

/** 资源清单: what units can offer. */
export const resourceList: ListDefinition<ResourceValues> = {
  name: "resources",
  label: "资源清单",
  columns,
  guides: RESOURCE_GUIDES,
  findUnit,
  keepsMapping: true,
  authorise: ({ viewer, unitId }) => {
    authorise(viewer, "list.publish", viewer.unitId === null ? undefined : { unitId });
  },
  complete: (row, scope) => {
    takeRemarks(row, scope);
    completeLine(row);
    row.values.minNoticeDays ??= 0;
    row.values.cost ??= "FREE";
    noteExpired(row, scope);
  },
  resolve: async (tx, rows, scope) => {
    await resolveAreas(tx, rows, await resolveUnits(tx, rows, scope));
    await adoptNumbers(tx, RESOURCE_TABLE, rows);
    await keepContacts(tx, RESOURCE_TABLE, rows);
  },
  keysOf,
  likelyKeyOf,
  prepare: (row) => {
    const tokens = tokensOf(row);
    const guesses = predict(tokens);
    doubtCategory(row, guesses);
    return withCategories(tokens, row.values.category, guesses);
  },
  streamed: streamedResources,
  published: afterPublishing("resources"),
};

/** Such a line is kept as a record of what was offered; its period keeps it out of every match. */
function noteExpired(row: ImportRow<ResourceValues>, { clock }: ImportScope): void {
  const { to } = row.values;
  if (row.isRefused || to === null || to >= clock.today()) return;
  row.correct(
    endField(row),
    "ROW_EXPIRED",
    `有效期到 ${to}，已过期：照收并标为过期，不参与匹配。`,
    "还能提供的，请改有效期再报。",
  );
}
