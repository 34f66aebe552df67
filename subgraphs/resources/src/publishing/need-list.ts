import { columnsFor, type ListDefinition } from "@gongjian/shared/import/list-definition";
import { choice } from "@gongjian/shared/import/values/choice";
import { date, period } from "@gongjian/shared/import/values/date";
import { wholeNumber } from "@gongjian/shared/import/values/number";
import { line } from "@gongjian/shared/import/values/text";
import { authorise } from "@gongjian/shared/viewer";
import { afterPublishing } from "./after-publishing.ts";
import { NEED_GUIDES } from "./column-guides.ts";
import { completeLine } from "./complete-line.ts";
import { doubtCategory, tokensOf } from "./doubt-category.ts";
import { predict } from "../matching/understanding/predict.ts";
import { withCategories } from "../matching/understanding/tokens.ts";
import { keepContacts } from "./keep-contacts.ts";
import { adoptNumbers } from "./known-lines.ts";
import { keysOf, likelyKeyOf } from "./line-table.ts";
import { COMMON, longText, shortText, title } from "./list-columns.ts";
import { resolveAreas } from "./resolve-areas.ts";
import { findUnit, resolveUnits } from "./resolve-units.ts";
import { NEED_TABLE, streamedNeeds, type NeedValues } from "./store-needs.ts";
import { URGENCY_WORDS } from "./words.ts";

const columns = columnsFor<NeedValues>([
  COMMON.externalId,
  COMMON.unit,
  COMMON.category,
  {
    field: "title",
    label: "需求名称",
    tags: ["#need+name"],
    headings: ["title", "需求项目", "名称", "项目名称", "需求", "name"],
    required: true,
    parse: title,
  },
  {
    field: "description",
    label: "具体情况",
    tags: ["#description"],
    headings: ["description", "需求内容", "需求说明", "情况说明", "内容", "说明", "具体内容", "需求描述"],
    parse: longText,
  },
  COMMON.quantity,
  COMMON.unitOfMeasure,
  {
    field: "area",
    label: "地点",
    tags: ["#area"],
    headings: [
      "area_code",
      "areaCode",
      "area",
      "区域",
      "所在区域",
      "所在社区",
      "需求地点",
      "社区",
      "所属社区",
    ],
    parse: line({ maxLength: 100 }),
  },
  COMMON.audience,
  {
    field: "from",
    label: "开始时间",
    tags: ["#date+start"],
    headings: ["needed_from", "neededFrom", "from", "开始日期", "起始日期", "起始时间", "需要时间起"],
    parse: date({ end: "from" }),
  },
  {
    field: "to",
    label: "结束时间",
    tags: ["#date+end"],
    headings: [
      "needed_to",
      "neededTo",
      "to",
      "until",
      "结束日期",
      "截止日期",
      "截止时间",
      "完成时限",
      "需要时间止",
    ],
    parse: date({ end: "to" }),
  },
  {
    field: "period",
    label: "需要时段",
    headings: ["有效期", "起止日期", "需求时间", "时段", "period"],
    parse: period(),
  },
  {
    field: "schedule",
    label: "时间要求",
    tags: ["#time+open"],
    headings: ["schedule", "时间/频次", "时间频次", "方便时间", "服务时间"],
    parse: shortText,
  },
  {
    field: "urgency",
    label: "紧急程度",
    tags: ["#urgency"],
    headings: ["urgency", "缓急", "缓急程度", "紧急", "优先级"],
    parse: choice(URGENCY_WORDS, { whenEmpty: "NORMAL" }),
  },
  {
    field: "peopleServed",
    label: "受益人数",
    tags: ["#people"],
    headings: ["people_served", "peopleServed", "受益人群与人数", "服务人数", "惠及人数", "涉及人数"],
    parse: wholeNumber(),
  },
  {
    field: "submittedOn",
    label: "提交日期",
    tags: ["#date+submitted"],
    headings: [
      "submitted_on",
      "submittedOn",
      "登记日期",
      "申报日期",
      "填报日期",
      "提交时间",
      "登记时间",
      "申报时间",
    ],
    parse: date({ end: "from" }),
  },
  COMMON.contact,
  COMMON.phone,
  COMMON.remarks,
]);

/** 需求清单: what units ask for. */
export const needList: ListDefinition<NeedValues> = {
  name: "needs",
  label: "需求清单",
  columns,
  guides: NEED_GUIDES,
  findUnit,
  keepsMapping: true,
  authorise: ({ viewer, unitId }) => {
    authorise(viewer, "list.publish", viewer.unitId === null ? undefined : { unitId });
  },
  complete: completeLine,
  resolve: async (tx, rows, scope) => {
    await resolveAreas(tx, rows, await resolveUnits(tx, rows, scope), { isWhereTheUnitIs: true });
    await adoptNumbers(tx, NEED_TABLE, rows);
    await keepContacts(tx, NEED_TABLE, rows);
  },
  keysOf,
  likelyKeyOf,
  prepare: (row) => {
    const tokens = tokensOf(row);
    const guesses = predict(tokens);
    doubtCategory(row, guesses);
    return withCategories(tokens, null, guesses);
  },
  streamed: streamedNeeds,
  published: afterPublishing("needs"),
};
