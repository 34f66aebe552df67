import type { ListColumn } from "@gongjian/shared/import/list-definition";
import { listing } from "@gongjian/shared/import/values/choice";
import { measured } from "@gongjian/shared/import/values/number";
import { phoneWithNote } from "@gongjian/shared/import/values/phone";
import { code, contactName, line, required, text } from "@gongjian/shared/import/values/text";
import { AUDIENCE_WORDS } from "./words.ts";

const UNIT_COLUMN = {
  field: "unit",
  label: "单位",
  tags: ["#org+uscc", "#org+name"],
  headings: [
    "单位名称",
    "报送单位",
    "填报单位",
    "提供单位",
    "成员单位",
    "来源单位",
    "提出单位",
    "统一社会信用代码",
    "信用代码",
    "单位代码",
    "unit_uscc",
    "uscc",
    "unit",
    "organisation",
    "organization",
  ],
  parse: line({ maxLength: 200 }),
} as const satisfies ListColumn;

/** Columns that both lists have, so that a unit's habits work in either. */
export const COMMON = {
  externalId: {
    field: "externalId",
    label: "编号",
    tags: ["#id"],
    headings: ["id", "外部编号", "自编号", "资源编号", "需求编号", "external_id", "externalId", "number"],
    parse: code(),
  },
  unit: UNIT_COLUMN,
  unitOfMeasure: {
    field: "unitOfMeasure",
    label: "计量单位",
    tags: ["#unit"],
    headings: ["单位", "数量单位", "unit_of_measure", "unitOfMeasure", "measure"],
    headingAfter: ["quantity"],
    parse: line({ maxLength: 20 }),
  },
  quantity: {
    field: "quantity",
    label: "数量",
    tags: ["#qty"],
    headings: ["quantity", "提供数量", "需求数量", "需要数量", "可提供数量", "容纳人数", "容量", "数额"],
    parse: measured(),
  },
  audience: {
    field: "audience",
    label: "服务对象",
    tags: ["#audience"],
    headings: ["audience", "适用人群", "对象", "面向对象", "服务人群", "受益人群", "适用对象", "面向人群"],
    parse: listing({ words: AUDIENCE_WORDS }),
  },
  category: {
    field: "category",
    label: "类别",
    tags: ["#category"],
    headings: [
      "category",
      "所属类别",
      "服务类别",
      "类型",
      "分类",
      "资源类别",
      "需求类别",
      "资源类型",
      "类目",
    ],
    parse: line({ maxLength: 100 }),
  },
  contact: {
    field: "contact",
    label: "联系人",
    tags: ["#contact"],
    headings: ["contact", "经办人", "联络员", "负责人", "联系人姓名", "对接人"],
    personal: true,
    parse: contactName(),
  },
  phone: {
    field: "phone",
    label: "联系电话",
    tags: ["#phone", "#contact+phone"],
    headings: ["phone", "电话", "办公电话", "手机", "联系方式", "手机号", "电话号码", "tel", "telephone"],
    personal: true,
    parse: phoneWithNote(),
  },
  remarks: {
    field: "remarks",
    label: "备注",
    tags: ["#remarks"],
    headings: ["remarks", "remark", "notes", "附注", "备注说明", "其他说明"],
    parse: text({ maxLength: 1_000 }),
  },
} as const satisfies Record<string, ListColumn>;

export const title = required(line({ maxLength: 200 }));
export const longText = text({ maxLength: 4_000 });
export const shortText = text({ maxLength: 500 });
