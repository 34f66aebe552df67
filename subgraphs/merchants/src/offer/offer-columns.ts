import { findCategory } from "@gongjian/shared/contracts/categories";
import { columnsFor, type CellParser } from "@gongjian/shared/import/list-definition";
import { listing } from "@gongjian/shared/import/values/choice";
import { date } from "@gongjian/shared/import/values/date";
import { measured, type Measured } from "@gongjian/shared/import/values/number";
import { code, line, required, text } from "@gongjian/shared/import/values/text";
import { parseEligibility, type OfferEligibility } from "./eligibility.ts";

/** A row of a list of offers. */
export interface OfferValues {
  externalId: string | null;
  /** As sent, the shop's own number; after `resolve` our id. */
  merchantId: string;
  category: string | null;
  title: string;
  description: string | null;
  quantity: Measured | null;
  unitOfMeasure: string | null;
  coverageAreaCode: string;
  audience: string[];
  validFrom: string | null;
  validTo: string | null;
  schedule: string | null;
  eligibility: OfferEligibility;
}

const parseLine = line();

/** A category by code, name or alias; one that nobody knows is left empty, with a notice. */
const categoryCell: CellParser<string | null> = (sent, cell) => {
  const words = parseLine(sent, cell);
  if (words === null) return null;
  const found = findCategory(words);
  if (!found) {
    cell.correct("UNKNOWN_CATEGORY", `类别“${words.slice(0, 50)}”不在目录里，已留空，请核对。`);
    return null;
  }
  if (found.parentCode === null) {
    cell.correct("CATEGORY_TOO_BROAD", `“${words}”只到大类“${found.name}”，请补到小类。`);
  }
  return found.code;
};

const eligibilityCell: CellParser<OfferEligibility> = (sent, cell) =>
  parseEligibility(sent) ??
  cell.refuse(
    "ELIGIBILITY_INVALID",
    `享受条件“${sent.trim().slice(0, 50)}”认不出，可写 NONE、STARS>=5（家庭星数）、HOURS>=300（服务分钟数）。`,
  );

export const offerColumns = columnsFor<OfferValues>([
  { field: "externalId", label: "编号", headings: ["id", "优惠编号", "项目编号"], parse: code() },
  {
    field: "merchantId",
    label: "商户编号",
    headings: ["merchant_id", "商户号", "店铺编号"],
    required: true,
    parse: required(code()),
  },
  {
    field: "category",
    label: "类别",
    headings: ["category", "优惠类别", "项目类别", "所属类别"],
    parse: categoryCell,
  },
  {
    field: "title",
    label: "名称",
    headings: ["title", "优惠名称", "项目名称", "优惠内容", "标题"],
    required: true,
    parse: required(line()),
  },
  { field: "description", label: "说明", headings: ["description", "优惠说明", "项目说明"], parse: text() },
  { field: "quantity", label: "数量", headings: ["quantity", "提供数量", "份数"], parse: measured() },
  {
    field: "unitOfMeasure",
    label: "计量单位",
    headings: ["unit_of_measure", "数量单位", "单位"],
    parse: line({ maxLength: 20 }),
  },
  {
    field: "coverageAreaCode",
    label: "覆盖区域",
    headings: ["coverage_area_code", "适用区域", "服务区域", "区域代码"],
    required: true,
    parse: required(line({ maxLength: 50 })),
  },
  { field: "audience", label: "对象", headings: ["audience", "服务对象", "适用人群"], parse: listing() },
  {
    field: "validFrom",
    label: "开始日期",
    headings: ["valid_from", "生效日期", "起始日期"],
    parse: date({ end: "from" }),
  },
  {
    field: "validTo",
    label: "截止日期",
    headings: ["valid_to", "结束日期", "失效日期"],
    parse: date({ end: "to" }),
  },
  {
    field: "schedule",
    label: "时段",
    headings: ["schedule", "开放时间", "开放时段", "优惠时段"],
    parse: line(),
  },
  {
    field: "eligibility",
    label: "享受条件",
    headings: ["eligibility", "使用条件", "兑换条件"],
    parse: eligibilityCell,
  },
]);
