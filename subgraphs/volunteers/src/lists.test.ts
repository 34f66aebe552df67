import { sample } from "@gongjian/shared/testing/sample-city";
import { emptyQueue } from "@gongjian/shared/testing/job-queue";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { volunteers } from "./subgraph.ts";
import { announced } from "./testing/announced.ts";
import { BAIYUN, CHENGDONG, PROPERTY_FIRM, settleCity, STREET, UNION } from "./testing/city.ts";

let subgraph: TestSubgraph;

beforeAll(async () => {
  subgraph = await startTestSubgraph(volunteers);
  await settleCity(subgraph);
});
afterAll(() => subgraph.stop());

beforeEach(async () => {
  await subgraph.db.query(`truncate team cascade`);
  await emptyQueue(subgraph.jobsUrl);
});

const UNION_USCC = "13341881M002584583";
const FIRM_USCC = "91341881M03426058C";
const TEAM_HEADINGS = "队伍编号,队伍名称,队伍类型,七彩,所属社区,牵头单位,联系人,联系电话";

function teams(...lines: string[]): string {
  return [TEAM_HEADINGS, ...lines].join("\n");
}

const UNION_TEAM = `T1,工会队,单位,红,白云社区,${UNION_USCC},钱部长,0563-5550410`;
const UNION_TEAM_IN_CODES = `T1,工会队,UNIT,RED,${BAIYUN},${UNION_USCC},钱部长,0563-5550410`;

function services(...lines: string[]): string {
  return [
    "编号,队伍编号,类别,服务名称,数量,服务区域,服务对象,有效期起,有效期止,服务时间,提前天数",
    ...lines,
  ].join("\n");
}

async function count(table: string): Promise<number> {
  const [row] = await subgraph.db.query<[{ n: number }]>(`select count(*)::integer as n from ${table}`);
  return row.n;
}

const secretariat = () => subgraph.as({ role: "SECRETARIAT" });

test("the sample city's 24 teams and 70 services are taken whole, and sent again nothing changes", async () => {
  const admin = subgraph.as({ role: "ADMIN" });
  const teamsFile = { list: "teams", file: sample("teams.csv") } as const;
  const servicesFile = { list: "volunteer-services", file: sample("volunteer_services.csv") } as const;

  const first = [await admin.upload(teamsFile), await admin.upload(servicesFile)];
  expect(first.map(({ report }) => report.counts)).toMatchObject([
    { total: 24, new: 24, refused: 0, corrected: 0 },
    { total: 70, new: 70, refused: 0, corrected: 0 },
  ]);
  expect(await count("team_contact")).toBe(24);
  const events = await announced(subgraph.jobsUrl);
  expect(events).toHaveLength(70);
  expect(events.find(({ state }) => state.externalId === "V0049")?.state).toMatchObject({
    ownerUnitId: PROPERTY_FIRM,
    ownerName: "安居乐“小扳手”队",
    category: "G03",
    quantity: 5,
    unitOfMeasure: "人",
    audience: ["老年人", "残疾人"],
    minNoticeDays: 1,
  });

  const again = [await admin.upload(teamsFile), await admin.upload(servicesFile)];
  expect(again.map(({ report }) => report.counts)).toMatchObject([
    { new: 0, changed: 0, unchanged: 24 },
    { new: 0, changed: 0, unchanged: 70 },
  ]);
  expect(await announced(subgraph.jobsUrl)).toHaveLength(70);
});

test("Chinese headings, kinds, colours and place names mean the same as codes", async () => {
  const { report } = await secretariat().upload({ list: "teams", file: teams(UNION_TEAM) });
  expect(report.counts).toMatchObject({ new: 1, refused: 0 });
  expect(await subgraph.db.query(`select kind, colour, area_code, lead_unit_id from team`)).toEqual([
    { kind: "UNIT", colour: "RED", area_code: BAIYUN, lead_unit_id: UNION },
  ]);
  const again = await secretariat().upload({ list: "teams", file: teams(UNION_TEAM_IN_CODES) });
  expect(again.report.counts).toMatchObject({ unchanged: 1 });
});

test("the contact is stored raw out of sight and shown masked; a report never quotes it", async () => {
  await secretariat().upload({ list: "teams", file: teams(UNION_TEAM) });
  expect(await subgraph.db.query(`select contact, phone from team_contact`)).toEqual([
    { contact: "钱部长", phone: "0563-5550410" },
  ]);
  expect(await subgraph.db.query(`select contact_masked, phone_masked from team`)).toEqual([
    { contact_masked: "钱*", phone_masked: "0563-***0410" },
  ]);
  const changed = UNION_TEAM.replace("钱部长,0563-5550410", "钱*,05635550411");
  const { report } = await secretariat().upload({ list: "teams", file: teams(changed) });
  expect(report.problems).toMatchObject([
    { field: "contact", code: "MASKED_VALUE", value: null },
    { field: "phone", code: "PHONE_FORMATTED", value: null },
  ]);
  expect(JSON.stringify(report)).not.toContain("5550411");
});

test.each([
  ["an unknown place", UNION_TEAM.replace("白云社区", "月亮社区"), "areaCode", "UNKNOWN_AREA"],
  ["an unknown unit", UNION_TEAM.replace(UNION_USCC, "11341881M0033764XX"), "leadUnit", "UNKNOWN_UNIT"],
  ["an unknown kind", UNION_TEAM.replace("单位", "神秘"), "kind", "UNKNOWN_VALUE"],
  ["an unknown colour", UNION_TEAM.replace(",红,", ",彩虹,"), "colour", "UNKNOWN_VALUE"],
  ["no name", UNION_TEAM.replace("工会队", ""), "name", "REQUIRED"],
])("a team with %s is refused with its row and field, and not written", async (_what, line, field, code) => {
  const { report } = await secretariat().upload({ list: "teams", file: teams(line) });
  expect(report.problems).toMatchObject([{ row: 2, field, code, severity: "REFUSED" }]);
  expect(await count("team")).toBe(0);
});

test("a unit's clerk publishes for the own unit only", async () => {
  const clerk = subgraph.as({ role: "UNIT_CLERK", unitId: UNION });
  const foreign = UNION_TEAM.replace(UNION_USCC, FIRM_USCC).replace("T1", "T2");
  const unnamed = UNION_TEAM.replace(UNION_USCC, "").replace("T1", "T3");
  const { report } = await clerk.upload({ list: "teams", file: teams(UNION_TEAM, foreign, unnamed) });

  expect(report.results.map(({ verdict }) => verdict)).toEqual(["ACCEPT", "REJECT", "ACCEPT"]);
  expect(report.problems).toMatchObject([{ row: 3, code: "UNIT_MISMATCH" }]);
  expect(await subgraph.db.query(`select distinct lead_unit_id as unit from team`)).toEqual([
    { unit: UNION },
  ]);

  const other = await clerk.upload({
    list: "teams",
    file: teams(UNION_TEAM),
    params: { unit: PROPERTY_FIRM },
  });
  expect(other.status).toBe(403);
});

test("a secretariat publishes within its area, and pulls no team in from another", async () => {
  const street = subgraph.as({ role: "SECRETARIAT", areaCode: STREET });
  const outside = UNION_TEAM.replace("白云社区", CHENGDONG);
  const refused = await street.upload({ list: "teams", file: teams(outside) });
  expect(refused.report.problems).toMatchObject([{ row: 2, code: "OUT_OF_SCOPE" }]);

  await secretariat().upload({ list: "teams", file: teams(outside) });
  const pulled = await street.upload({ list: "teams", file: teams(UNION_TEAM) });
  expect(pulled.report.problems).toMatchObject([{ row: 2, field: "areaCode", code: "OUT_OF_SCOPE" }]);
  expect(await subgraph.db.query(`select area_code from team`)).toEqual([{ area_code: CHENGDONG }]);
});

test("two units may number alike, and each means its own team", async () => {
  const firmTeam = `T1,小扳手,物业,黄,白云社区,${FIRM_USCC},,`;
  await secretariat().upload({ list: "teams", file: teams(UNION_TEAM, firmTeam) });
  expect(await count("team")).toBe(2);

  const line = services("V1,T1,理发,剪发,2人,白云社区,老年人,2026-09-01,2027-08-31,周六,2天");
  const ambiguous = await secretariat().upload({ list: "volunteer-services", file: line });
  expect(ambiguous.report.problems).toMatchObject([{ row: 2, field: "team", code: "TEAM_AMBIGUOUS" }]);

  const firm = subgraph.as({ role: "UNIT_CLERK", unitId: PROPERTY_FIRM });
  const { report } = await firm.upload({ list: "volunteer-services", file: line });
  expect(report.counts).toMatchObject({ new: 1 });
  expect((await announced(subgraph.jobsUrl)).map(({ state }) => state.ownerName)).toEqual(["小扳手"]);
});

test.each([
  ["an unknown team", "V1,T9,理发,剪发,2,白云社区,,,,,", "team", "UNKNOWN_TEAM"],
  ["an unknown place", "V1,T1,理发,剪发,2,月亮社区,,,,,", "coverageAreaCode", "UNKNOWN_AREA"],
  ["a day that does not exist", "V1,T1,理发,剪发,2,白云社区,,2026-02-30,,,", "validFrom", "DATE_INVALID"],
  [
    "days in the wrong order",
    "V1,T1,理发,剪发,2,白云社区,,2026-09-02,2026-09-01,,",
    "validTo",
    "PERIOD_REVERSED",
  ],
  ["a quantity of nothing", "V1,T1,理发,剪发,0,白云社区,,,,,", "quantity", "NUMBER_INVALID"],
])("a service with %s is refused, not written and not announced", async (_what, line, field, code) => {
  await secretariat().upload({ list: "teams", file: teams(UNION_TEAM) });
  const { report } = await secretariat().upload({ list: "volunteer-services", file: services(line) });
  expect(report.problems).toMatchObject([{ row: 2, field, code, severity: "REFUSED" }]);
  expect(await count("volunteer_service")).toBe(0);
  expect(await announced(subgraph.jobsUrl)).toEqual([]);
});

test("a category that nobody knows is left open and the sender is told", async () => {
  await secretariat().upload({ list: "teams", file: teams(UNION_TEAM) });
  const { report } = await secretariat().upload({
    list: "volunteer-services",
    file: services("V1,T1,变魔术,剪发,2人,白云社区,,,,,"),
  });
  expect(report.problems).toMatchObject([{ row: 2, code: "UNKNOWN_CATEGORY", severity: "CORRECTED" }]);
  expect(await subgraph.db.query(`select category_code, unit_of_measure from volunteer_service`)).toEqual([
    { category_code: null, unit_of_measure: "人" },
  ]);
});

test("a foreign team's services are refused row by row", async () => {
  await secretariat().upload({ list: "teams", file: teams(UNION_TEAM) });
  const firm = subgraph.as({ role: "UNIT_CLERK", unitId: PROPERTY_FIRM });
  const { report } = await firm.upload({
    list: "volunteer-services",
    file: services("V1,T1,,剪发,,白云社区,,,,,"),
  });
  expect(report.problems).toMatchObject([{ row: 2, code: "UNIT_MISMATCH" }]);
  expect(await count("volunteer_service")).toBe(0);
});

describe("with one team and two services", () => {
  const first = "V1,T1,理发,剪发,2,白云社区,,,,,";
  const second = "V2,T1,理发,刮脸,2,白云社区,,,,,";
  const send = (file: string, params: Record<string, string> = {}) =>
    secretariat().upload({ list: "volunteer-services", file, params });

  beforeEach(async () => {
    await secretariat().upload({ list: "teams", file: teams(UNION_TEAM) });
    await send(services(first, second));
    await emptyQueue(subgraph.jobsUrl);
  });

  async function told(): Promise<string[]> {
    const events = await announced(subgraph.jobsUrl);
    return events.map(({ version, state }) => `${state.title} ${version} ${state.state} ${state.ownerName}`);
  }

  test("only the line that changed is announced, with the next version", async () => {
    const { report } = await send(services(first, second.replace("刮脸", "修面")));
    expect(report.counts).toMatchObject({ changed: 1, unchanged: 1 });
    expect(await told()).toEqual(["修面 2 PUBLISHED 工会队"]);
  });

  test("a line that is missing from a replacing file is withdrawn; sent again, it stands again", async () => {
    const { report } = await send(services(first), { mode: "replace" });
    expect(report.counts).toMatchObject({ unchanged: 1, withdrawn: 1 });
    const again = await send(services(second));
    expect(again.report.counts).toMatchObject({ changed: 1 });
    expect(await told()).toEqual(["刮脸 2 WITHDRAWN 工会队", "刮脸 3 PUBLISHED 工会队"]);
  });

  test("a dry run says the same and writes and announces nothing", async () => {
    const { report } = await send(services(first.replace("剪发", "烫发")), { dryRun: "true" });
    expect(report).toMatchObject({ published: false, counts: { changed: 1 } });
    expect(await told()).toEqual([]);
    expect(await subgraph.db.query(`select title from volunteer_service order by 1`)).toEqual([
      { title: "刮脸" },
      { title: "剪发" },
    ]);
  });

  test("a team's new name reaches the index through its services", async () => {
    await secretariat().upload({ list: "teams", file: teams(UNION_TEAM.replace("工会队", "职工队")) });
    expect((await told()).sort()).toEqual(["刮脸 2 PUBLISHED 职工队", "剪发 2 PUBLISHED 职工队"].sort());
  });

  test("a team that leaves the roll takes its services with it", async () => {
    const other = UNION_TEAM.replace("T1,工会队", "T2,新队");
    const { report } = await secretariat().upload({
      list: "teams",
      file: teams(other),
      params: { mode: "replace" },
    });
    expect(report.counts).toMatchObject({ new: 1, withdrawn: 1 });
    expect((await told()).sort()).toEqual(["刮脸 2 WITHDRAWN 工会队", "剪发 2 WITHDRAWN 工会队"].sort());
    const late = await send(services("V3,T1,,敲背,,白云社区,,,,,"));
    expect(late.report.problems).toMatchObject([{ row: 2, code: "TEAM_WITHDRAWN" }]);
  });
});
