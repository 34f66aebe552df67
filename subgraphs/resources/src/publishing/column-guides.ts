import { categories } from "@gongjian/shared/contracts/categories";
import type { ColumnGuide, ColumnGuides } from "@gongjian/shared/import/template/column-guide";
import type { Words } from "@gongjian/shared/import/values/choice";
import type { ProjectValues } from "./project-values.ts";
import type { ListValues } from "./list-values.ts";
import type { NeedValues } from "./store-needs.ts";
import type { ResourceValues } from "./store-resources.ts";
import { AUDIENCE_WORDS, COST_WORDS, URGENCY_WORDS } from "./words.ts";

/** What is offered is the first word people use; the code and the other words are taken too. */
function choiceOf(how: ColumnGuide["how"], example: string, words: Words<string>): ColumnGuide {
  const all = Object.entries(words);
  return {
    how,
    example,
    choices: all.map(([value, [first]]) => first ?? value),
    alsoTaken: all.flatMap(([value, others]) => [value, ...others]),
  };
}

const FROM: ColumnGuide = {
  how: ["从哪天起，如 2026-09-01。", "The first day, as 2026-09-01."],
  example: "2026-09-01",
  kind: "DATE",
};
const TO: ColumnGuide = {
  how: ["到哪天为止，如 2027-08-31；长期有效请留空。", "The last day, as 2027-08-31; empty for no end."],
  example: "2027-08-31",
  kind: "DATE",
};
const PERIOD: ColumnGuide = {
  how: ["起止写在一格，如 2026-09-01 至 2027-08-31。", "Both ends in one cell: 2026-09-01 至 2027-08-31."],
  example: "2026-09-01 至 2027-08-31",
  inTemplate: false,
};

const COMMON = {
  externalId: {
    how: [
      "单位自己的编号，同一条每次都用同一个号，改动时才认得出是哪一条；没有就留空。",
      "Your own number, always the same for the same line, so that a change is recognised; empty if none.",
    ],
    example: "R0001",
    maxLength: 64,
  },
  unit: {
    how: [
      "单位的全称、简称或统一社会信用代码；只报本单位的可以留空。",
      "The unit's name or USCC; may be empty where the list is your own unit's.",
    ],
    example: "",
    maxLength: 200,
  },
  category: {
    how: [
      "从下拉里选末级类别；也认得代码（A01）和常用叫法。",
      "Choose from the list; codes (A01) and usual words are known too.",
    ],
    example: "会议室与培训室",
    choices: categories().flatMap(({ name, parentCode }) => (parentCode === null ? [] : name)),
    alsoTaken: categories().flatMap(({ code, parentCode }) => (parentCode === null ? [] : code)),
  },
  description: {
    how: [
      "具体内容。会公开，请不要写个人电话。",
      "The details. They are public: no personal numbers, please.",
    ],
    example: "可容纳 30 人，有投影",
    maxLength: 4_000,
  },
  quantity: {
    how: ["一个数；不确定就留空，不要写“若干”。", "One number; empty where it is not known."],
    example: 1,
    kind: "NUMBER",
  },
  unitOfMeasure: {
    how: [
      "数量的单位：间、个、台、名、场、小时、元 …",
      "What the quantity counts: 间, 个, 台, 名, 场, 小时, 元 …",
    ],
    example: "间",
    maxLength: 20,
  },
  audience: {
    how: ["为谁：从下拉里选；几类人用、隔开。", "For whom: choose from the list; several are joined by 、."],
    example: "全体居民",
    choices: Object.keys(AUDIENCE_WORDS),
    several: true,
  },
  from: FROM,
  to: TO,
  period: PERIOD,
  schedule: {
    how: [
      "什么时间，如 周一至周五 9:00-17:00、每月8日、工作日晚间。",
      "When: 周一至周五 9:00-17:00, 每月8日, 工作日晚间.",
    ],
    example: "周一至周五 9:00-17:00",
    maxLength: 500,
  },
  contact: {
    how: ["联系人姓名，不公开。", "The contact's name; not public."],
    example: "王敏",
    maxLength: 100,
  },
  phone: { how: ["联系人电话，不公开。", "The contact's phone; not public."], example: "0563-4012345" },
  remarks: { how: ["其他要说的。", "Anything else."], example: "", maxLength: 1_000 },
} as const satisfies ColumnGuides<keyof ListValues>;

/** 资源清单 */
export const RESOURCE_GUIDES: ColumnGuides<keyof ResourceValues> = {
  ...COMMON,
  title: { how: ["资源叫什么。", "What is offered."], example: "三楼会议室", maxLength: 200 },
  area: {
    how: [
      "给哪里用：社区、街道的名称或代码，全市写“全市”。",
      "For where: a community or street by name or code; 全市 for the whole city.",
    ],
    example: "全市",
    maxLength: 100,
  },
  minNoticeDays: {
    how: ["要提前几天预约；不用提前填 0。", "How many days ahead it is booked; 0 for none."],
    example: 3,
    kind: "WHOLE_NUMBER",
  },
  qualification: { how: ["资质、证照，没有就留空。", "Licences, if any."], example: "", maxLength: 500 },
  cost: choiceOf(
    ["从下拉里选；留空为免费。", "Choose from the list; empty is free of charge."],
    "免费",
    COST_WORDS,
  ),
};

/** 需求清单 */
export const NEED_GUIDES: ColumnGuides<keyof NeedValues> = {
  ...COMMON,
  externalId: { ...COMMON.externalId, example: "N0001" },
  title: { how: ["需要什么。", "What is needed."], example: "借会议室开居民议事会", maxLength: 200 },
  area: {
    how: ["在哪里：社区、街道的名称或代码。", "Where: a community or street by name or code."],
    example: "全市",
    maxLength: 100,
  },
  urgency: choiceOf(
    ["从下拉里选；留空为一般。", "Choose from the list; empty is normal."],
    "一般",
    URGENCY_WORDS,
  ),
  peopleServed: {
    how: ["多少人受益，一个整数。", "How many people it serves."],
    example: 40,
    kind: "WHOLE_NUMBER",
  },
  submittedOn: {
    how: [
      "哪天提出的，如 2026-08-20；填了才能判断预约来不来得及。",
      "The day it was handed in, as 2026-08-20; with it can be judged whether there is notice enough.",
    ],
    example: "2026-08-20",
    kind: "DATE",
  },
};

/** 项目清单 */
export const PROJECT_GUIDES: ColumnGuides<keyof ProjectValues> = {
  externalId: { ...COMMON.externalId, example: "P0001" },
  unit: {
    how: [
      "牵头单位的名称或信用代码；本单位牵头可以留空。",
      "The leading unit; may be empty where it is your own.",
    ],
    example: "",
    maxLength: 200,
  },
  title: { how: ["项目叫什么。", "The project's name."], example: "老旧小区楼道照明", maxLength: 200 },
  partners: {
    how: ["参与单位，用、隔开。", "The units that take part, joined by 、."],
    example: "",
    several: true,
  },
  otherPartners: {
    how: [
      "没有登记的参与单位，用、隔开；也可以直接写进参与单位。",
      "Partners that are not registered, joined by 、; 参与单位 takes them as well.",
    ],
    example: "",
    several: true,
    inTemplate: false,
  },
  contact: {
    how: ["责任人姓名，不公开。", "Who answers for it; not public."],
    example: "王敏",
    maxLength: 100,
  },
  description: {
    how: ["主要做什么。", "What is done."],
    example: "更换楼道感应灯 60 盏",
    maxLength: 4_000,
  },
  category: COMMON.category,
  area: {
    how: [
      "在哪里：社区、街道的名称或代码，全市写“全市”。",
      "Where: by name or code; 全市 for the whole city.",
    ],
    example: "全市",
    maxLength: 100,
  },
  from: FROM,
  to: { ...TO, how: ["哪天完成，如 2027-08-31。", "Done by, as 2027-08-31."] },
  period: PERIOD,
  progress: {
    how: ["从下拉里选；留空为未开始。", "Choose from the list; empty is not begun."],
    example: "未开始",
    choices: ["未开始", "进行中", "有风险", "已完成", "已停止"],
  },
  progressNote: {
    how: ["进展到哪一步，没有就留空。", "How far it has come, if there is more to say."],
    example: "",
    maxLength: 500,
  },
  funding: { how: ["钱从哪里来。", "Where the money comes from."], example: "单位自筹", maxLength: 500 },
  budget: { how: ["预算，单位元。", "The budget in yuan."], example: 20_000, kind: "NUMBER" },
  acceptance: { how: ["怎样验收。", "How it is accepted."], example: "社区现场验收", maxLength: 500 },
  needs: {
    how: ["对应的需求编号，用、隔开。", "The numbers of the needs it meets, joined by 、."],
    example: "",
    several: true,
  },
  commitments: {
    how: [
      "用哪些资源、用多少：R0137×20；几项用、隔开。",
      "Which resources and how much: R0137×20; several joined by 、.",
    ],
    example: "",
    several: true,
  },
  milestones: {
    how: ["几个节点，用；隔开。", "Milestones, joined by ；."],
    example: "9月底前勘察；11月底前完工",
    several: true,
  },
  risks: { how: ["可能的风险，没有就留空。", "Risks, if any."], example: "", maxLength: 500 },
};
