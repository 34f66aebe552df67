import { columnsFor } from "@gongjian/shared/import/list-definition";
import { listing } from "@gongjian/shared/import/values/choice";
import { date } from "@gongjian/shared/import/values/date";
import { days } from "@gongjian/shared/import/values/days";
import { measured, type Measured } from "@gongjian/shared/import/values/number";
import { code, line, required, text } from "@gongjian/shared/import/values/text";

/** A line of the list. While it is read `team` is a number or name; after `resolve` it is the team's id. */
export interface ServiceValues {
  externalId: string | null;
  team: string;
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
  minNoticeDays: number | null;
  qualification: string | null;
}

export const serviceColumns = columnsFor<ServiceValues>([
  {
    field: "externalId",
    label: "服务编号",
    headings: ["id", "external_id", "编号", "项目编号"],
    parse: code(),
  },
  {
    field: "team",
    label: "队伍",
    headings: ["team_id", "team", "队伍编号", "队伍名称", "志愿队伍", "所属队伍", "服务队伍"],
    required: true,
    parse: required(line({ maxLength: 100 })),
  },
  {
    field: "category",
    label: "类别",
    headings: ["category", "服务类别", "类别代码", "所属类别", "资源类别"],
    parse: line({ maxLength: 50 }),
  },
  {
    field: "title",
    label: "服务名称",
    headings: ["title", "名称", "服务项目", "项目名称", "服务内容", "标题"],
    required: true,
    parse: required(line()),
  },
  {
    field: "description",
    label: "说明",
    headings: ["description", "服务说明", "项目说明", "内容说明", "备注"],
    parse: text(),
  },
  {
    field: "quantity",
    label: "数量",
    headings: ["quantity", "提供数量", "人数", "可服务数量"],
    parse: measured(),
  },
  {
    field: "unitOfMeasure",
    label: "计量单位",
    headings: ["unit_of_measure", "数量单位", "单位"],
    parse: line({ maxLength: 20 }),
  },
  {
    field: "coverageAreaCode",
    label: "服务区域",
    headings: ["coverage_area_code", "覆盖区域", "服务范围", "区域代码", "适用网格", "服务社区"],
    required: true,
    parse: required(line({ maxLength: 100 })),
  },
  {
    field: "audience",
    label: "服务对象",
    headings: ["audience", "适用人群", "服务人群", "对象"],
    parse: listing(),
  },
  {
    field: "validFrom",
    label: "有效期起",
    headings: ["valid_from", "开始日期", "起始日期", "有效期自"],
    parse: date({ end: "from" }),
  },
  {
    field: "validTo",
    label: "有效期止",
    headings: ["valid_to", "结束日期", "截止日期", "有效期至"],
    parse: date({ end: "to" }),
  },
  {
    field: "schedule",
    label: "服务时间",
    headings: ["schedule", "开放时间", "开放时段", "时间", "服务时段"],
    parse: line({ maxLength: 500 }),
  },
  {
    field: "minNoticeDays",
    label: "提前天数",
    headings: ["min_notice_days", "预约提前天数", "提前量", "提前预约"],
    parse: days(),
  },
  {
    field: "qualification",
    label: "资质",
    headings: ["qualification", "资质证明", "资质要求", "证照"],
    parse: line(),
  },
]);
