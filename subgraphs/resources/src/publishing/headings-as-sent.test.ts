import type { ImportReport } from "@gongjian/shared/import/report";
import { startCity, type City } from "../testing/city.ts";

const UNIT = "启工职校";

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());
afterEach(() => city.clear());

async function send(
  list: "resources" | "needs" | "projects",
  lines: readonly string[],
): Promise<ImportReport> {
  const { report } = await city.clerkOf(UNIT).upload({ list, file: `${lines.join("\n")}\n` });
  return report;
}

const LISTED = `select external_id as number, title, category_code as category, quantity::text, unit_of_measure as measure,
  array_to_string(audience, '、') as audience, schedule, contact_masked as contact, phone_masked as phone`;

const NAMES = "自编,谁家,什么,说明白,哪类,多少,按什么计,几点,哪天起,哪天止,哪里,给谁,找谁,打哪";
const TAGS =
  "#id,#org+name,#res+name,#description,#category,#qty,#unit,#time+open,#date+start,#date+end,#area,#audience,#contact,#phone,#cost,#notice";
const LINE =
  "A1,启工职校,阶梯报告厅,带投影,A01,60,间,周末,2026-09-01,2027-08-31,全市,老人,张三,0563-5550101,免费,3";
const RESOURCE = {
  number: "A1",
  title: "阶梯报告厅",
  category: "A01",
  quantity: "60",
  measure: "间",
  audience: "老年人",
  schedule: "周末",
  contact: "张*",
  phone: "0563-***0101",
  description: "带投影",
  area: "341881",
  since: "2026-09-01",
  until: "2027-08-31",
  cost: "FREE",
  notice: 3,
};

describe("a line of tags", () => {
  test.each([
    ["under headings that nobody knows", [`${NAMES},要钱吗,提前几天`, TAGS, LINE]],
    ["alone", [TAGS, LINE]],
    ["in another order of attributes, with more of them", [TAGS.replace("#org+name", "#org+zh+name"), LINE]],
  ])("%s says what the columns of a resource are", async (_where, lines) => {
    const report = await send("resources", lines);
    expect(report.problems).toEqual([]);
    expect(report.mapping.map(({ by }) => by)).toEqual(Array.from({ length: 16 }, () => "TAG"));
    const stored = await city.db.query<object[]>(
      `${LISTED}, description, coverage_area_code as area, valid_from::text as since, valid_to::text as until, cost,
         min_notice_days as notice from resource`,
    );
    expect(stored).toEqual([RESOURCE]);
  });

  test("says what the columns of a need are", async () => {
    const report = await send("needs", [
      "#id,#org+name,#need+name,#qty,#unit,#area,#time+open,#date+start,#date+end,#audience,#contact+name,#contact+phone,#urgency,#people",
      "N1,启工职校,借轮椅,2,辆,全市,周末,2026-09-01,2026-12-31,老人,张三,0563-5550101,紧急,40",
    ]);
    expect(report.problems).toEqual([]);
    expect(await city.db.query(`${LISTED}, urgency, people_served as people from need`)).toEqual([
      {
        ...{
          number: "N1",
          title: "借轮椅",
          category: null,
          quantity: "2",
          measure: "辆",
          audience: "老年人",
        },
        ...{ schedule: "周末", contact: "张*", phone: "0563-***0101", urgency: "URGENT", people: 40 },
      },
    ]);
  });

  test("says what the columns of a project are", async () => {
    const report = await send("projects", [
      "#id,#org+name,#project+name,#org+name+partner,#area,#date+start,#date+end,#status,#value+budget,#contact",
      "P1,启工职校,共享出行,康禾医院,全市,2026-09-01,2026-12-31,进行中,2万元,王五",
    ]);
    expect(report.problems).toEqual([]);
    expect(
      await city.db.query(
        `select external_id as number, title, unit_id as lead, partner_ids as partners, starts_on::text as since,
           ends_on::text as until, progress, budget::text, contact_masked as contact from project`,
      ),
    ).toEqual([
      {
        ...{ number: "P1", title: "共享出行", lead: city.unit(UNIT), partners: [city.unit("康禾医院")] },
        ...{ since: "2026-09-01", until: "2026-12-31", progress: "ONGOING", budget: "20000", contact: "王*" },
      },
    ]);
  });
});

describe("a list in traditional characters and full width", () => {
  const SIMPLIFIED = [
    "单位,类别,资源名称,资源内容,数量,联系电话,开放时间,收费,服务对象,服务范围",
    "启工职校,会议室与培训室,会议厅,设备齐全,60,0563-5550101,周末,免费,全体居民,全市",
  ];
  const TRADITIONAL = [
    "單位,類別,資源名稱,資源內容,數量,聯繫電話,開放時間,收費,服務對象,服務範圍",
    "启工职校,會議室與培訓室,會議廳,設備齊全,６０,０５６３－５５５０１０１,週末,免費,全體居民,全市",
  ];
  const STORED = `${LISTED}, description, cost, coverage_area_code as area from resource`;

  test("comes to what its simplified one comes to, and its free texts stay as written", async () => {
    await send("resources", SIMPLIFIED);
    const [simplified] = await city.db.query<object[]>(STORED);
    expect(simplified).toMatchObject({
      category: "A01",
      audience: "全体居民",
      cost: "FREE",
      schedule: "周末",
    });
    await city.clear();
    const report = await send("resources", TRADITIONAL);
    expect(report.mapping.map(({ by }) => by)).toEqual(Array.from({ length: 10 }, () => "ALIAS"));
    expect(report.counts).toMatchObject({ new: 1, refused: 0 });
    expect(await city.db.query(STORED)).toEqual([
      { ...simplified, title: "會議廳", description: "設備齊全", schedule: "週末" },
    ]);
  });
});

test.each([
  ["resources", "资源名称", "服务范围"],
  ["needs", "需求名称", "地点"],
  ["projects", "项目名称", "地点"],
] as const)(
  "of 公开范围 in a list of %s it is told that nothing was made of it",
  async (list, title, area) => {
    const report = await send(list, [`${title},${area},公开范围`, "会议室,全市,仅成员单位"]);
    expect(report.counts).toMatchObject({ new: 1, refused: 0 });
    expect(report.problems).toEqual([
      expect.objectContaining({
        severity: "NOTICE",
        code: "UNKNOWN_COLUMN",
        column: "C",
        heading: "公开范围",
      }),
    ]);
  },
);
