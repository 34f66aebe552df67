import { columnsFor, type ListDefinition } from "@gongjian/shared/import/list-definition";
import type { ImportRow } from "@gongjian/shared/import/import-row";
import { listing } from "@gongjian/shared/import/values/choice";
import { date, period } from "@gongjian/shared/import/values/date";
import { contactName, line, text } from "@gongjian/shared/import/values/text";
import { authorise } from "@gongjian/shared/viewer";
import { PROJECT_GUIDES } from "./column-guides.ts";
import { afterPublishing } from "./after-publishing.ts";
import { COMMON, longText, shortText, title } from "./list-columns.ts";
import { contentKeyOf } from "./list-values.ts";
import { completeCategory, completePeriod } from "./complete-line.ts";
import {
  commitments,
  LONGEST_NOTE,
  progress,
  references,
  steps,
  yuan,
  type ProjectValues,
} from "./project-values.ts";
import { resolveProjects } from "./resolve-projects.ts";
import { findUnit } from "./resolve-units.ts";
import { storeProjects } from "./store-projects.ts";

/** Those named, and the owners of up to 50 resources. */
const MOST_PARTNERS = 100;

const columns = columnsFor<ProjectValues>([
  {
    ...COMMON.externalId,
    headings: ["id", "项目编号", "外部编号", "自编号", "external_id", "externalId", "number"],
  },
  {
    ...COMMON.unit,
    label: "牵头单位",
    headings: ["单位", "主办单位", "责任单位", "实施单位", "申报单位", "lead", ...COMMON.unit.headings],
  },
  {
    field: "title",
    label: "项目名称",
    tags: ["#project+name"],
    headings: ["title", "名称", "项目", "name", "project"],
    required: true,
    parse: title,
  },
  {
    field: "partners",
    label: "参与单位",
    tags: ["#org+partner", "#org+name+partner"],
    headings: [
      "partners",
      "协办单位",
      "配合单位",
      "共建单位",
      "参加单位",
      "牵头与参与单位",
      "牵头及参与单位",
    ],
    parse: listing({ maxItems: MOST_PARTNERS }),
  },
  {
    field: "otherPartners",
    label: "其他参与单位",
    headings: ["otherPartners", "other_partners", "其它参与单位", "其他参加单位"],
    parse: listing({ maxItems: MOST_PARTNERS }),
  },
  {
    field: "contact",
    label: "责任人",
    tags: ["#contact"],
    headings: ["contact", "负责人", "联系人", "项目负责人", "联络员", "经办人"],
    personal: true,
    parse: contactName(),
  },
  {
    field: "description",
    label: "主要内容",
    tags: ["#description"],
    headings: ["description", "内容", "项目内容", "具体内容", "建设内容", "主要任务", "说明"],
    parse: longText,
  },
  { ...COMMON.category, headings: ["项目类别", ...COMMON.category.headings] },
  {
    field: "area",
    label: "地点",
    tags: ["#area"],
    headings: ["area", "area_code", "areaCode", "实施地点", "项目地点", "区域", "社区", "所在社区"],
    parse: line({ maxLength: 100 }),
  },
  {
    field: "from",
    label: "开始",
    tags: ["#date+start"],
    headings: ["starts_on", "startsOn", "from", "开始日期", "开始时间", "启动时间", "起始时间"],
    parse: date({ end: "from" }),
  },
  {
    field: "to",
    label: "完成时限",
    tags: ["#date+end"],
    headings: ["ends_on", "endsOn", "to", "完成时间", "截止日期", "结束时间", "结束日期", "完成日期", "时限"],
    parse: date({ end: "to" }),
  },
  {
    field: "period",
    label: "起止日期",
    headings: ["period", "起止时间", "实施时间", "实施周期", "项目周期"],
    parse: period(),
  },
  {
    field: "progress",
    label: "进展",
    tags: ["#status"],
    headings: ["progress", "状态", "进展/状态", "项目进展", "进展情况", "完成情况", "进度"],
    parse: progress(),
  },
  {
    field: "progressNote",
    label: "进展说明",
    headings: ["progressNote", "progress_note", "进展备注", "进展情况说明"],
    parse: text({ maxLength: LONGEST_NOTE }),
  },
  {
    field: "funding",
    label: "经费来源",
    tags: ["#funding"],
    headings: ["funding", "资金来源", "经费", "资金渠道"],
    parse: shortText,
  },
  {
    field: "budget",
    label: "预算",
    tags: ["#value+budget"],
    headings: ["budget", "预算（元）", "经费预算", "项目预算", "预算金额", "金额"],
    parse: yuan(),
  },
  {
    field: "acceptance",
    label: "验收",
    headings: ["acceptance", "验收方式", "验收标准", "验收情况", "验收人"],
    parse: shortText,
  },
  {
    field: "needs",
    label: "对应需求号",
    tags: ["#need+id"],
    headings: ["needs", "需求号", "需求编号", "对应需求", "对应需求编号", "need_ids"],
    parse: references(),
  },
  {
    field: "commitments",
    label: "对应资源号",
    tags: ["#res+id"],
    headings: ["commitments", "资源号", "资源编号", "对应资源", "对应资源编号", "resources", "resource_ids"],
    parse: commitments(),
  },
  {
    field: "milestones",
    label: "里程碑",
    headings: ["milestones", "里程碑节点", "节点", "关键节点", "阶段目标"],
    parse: steps(),
  },
  {
    field: "risks",
    label: "风险",
    headings: ["risks", "风险点", "主要风险", "问题与风险"],
    parse: shortText,
  },
]);

/** 项目清单: what units do together. */
export const projectList: ListDefinition<ProjectValues> = {
  name: "projects",
  label: "项目清单",
  columns,
  guides: PROJECT_GUIDES,
  findUnit,
  keepsMapping: true,
  authorise: ({ viewer, unitId }) => {
    authorise(viewer, "list.publish", viewer.unitId === null ? undefined : { unitId });
  },
  complete: (row, { unitId }) => {
    completePeriod(row);
    completeCategory(row);
    completeLead(row, unitId);
    completePartners(row);
    completeProgress(row);
  },
  resolve: resolveProjects,
  keysOf: ({ values }) => {
    const own = values.externalId === null ? JSON.stringify(values) : `#${values.externalId}`;
    return [`${values.unit ?? ""} ${own}`];
  },
  likelyKeyOf: ({ values }) =>
    values.externalId === null ? `${values.unit ?? ""} ${contentKeyOf(values)}` : null,
  store: storeProjects,
  published: afterPublishing("projects"),
};

/** Where 牵头与参与单位 is one column, the first of them leads. */
function completeLead({ values }: ImportRow<ProjectValues>, unitOfList: string | null): void {
  if (values.unit !== null || unitOfList !== null) return;
  const [lead = null, ...others] = values.partners;
  values.unit = lead;
  values.partners = others;
}

/** Who is registered by now and who is not is found anew on every import. */
function completePartners({ values }: ImportRow<ProjectValues>): void {
  values.partners = [...new Set([...values.partners, ...values.otherPartners])];
  values.otherPartners = [];
}

/** Whether a note stands in 进展 or in a column of its own, it is the same note. */
function completeProgress(row: ImportRow<ProjectValues>): void {
  const { progress: sent, progressNote } = row.values;
  const note = [...new Set([sent.note, progressNote ?? ""])].filter((part) => part !== "").join("；");
  if (note.length > LONGEST_NOTE) {
    row.refuse(
      "progressNote",
      "TEXT_TOO_LONG",
      `“进展”和“进展说明”合起来有 ${note.length} 字，最多 ${LONGEST_NOTE} 字。`,
    );
  }
  row.values.progress = { ...sent, note };
  row.values.progressNote = null;
}
