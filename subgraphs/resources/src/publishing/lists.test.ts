import { startCity, type City } from "../testing/city.ts";

const HEADING = "编号,名称,内容,数量,服务范围,起始日期,截止日期,联系人,电话";

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());
afterEach(() => city.clear());

test("a line that is sent again with another text is changed and keeps its identity", async () => {
  const [first] = (await send("A1,会议室,六十座,60,全市,,,张三,0563-5550101")).results;
  const { counts, results } = await send("A1,会议室,八十座,80,全市,,,张三,0563-5550101");
  expect(counts).toMatchObject({ new: 0, changed: 1 });
  expect(results[0]).toMatchObject({ id: first?.id, outcome: "CHANGED", externalId: "A1" });
  expect(await stored()).toEqual([
    expect.objectContaining({ external_id: "A1", quantity: 80, version: 2, state: "PUBLISHED" }),
  ]);
});

test("a new phone number alone is a change, and the raw one is kept apart", async () => {
  await send("A1,会议室,六十座,60,全市,,,张三,0563-5550101");
  expect((await send("A1,会议室,六十座,60,全市,,,张三,0563-5550102")).counts.changed).toBe(1);
  expect(await stored()).toEqual([
    expect.objectContaining({ contact_masked: "张*", phone_masked: "0563-***0102" }),
  ]);
  expect(await city.db.query("select contact, phone from resource_contact")).toEqual([
    { contact: "张三", phone: "0563-5550102" },
  ]);
});

test("a file without columns for contacts says nothing of them: they stay", async () => {
  await send("A1,会议室,六十座,60,全市,,,张三,0563-5550101");
  const file = "编号,名称,内容,数量,服务范围\nA1,会议室,六十座,60,全市\nA2,礼堂,,300,全市";
  const same = await city.clerkOf("启工职校").upload({ list: "resources", file });
  expect(same.report.counts).toMatchObject({ unchanged: 1, new: 1, changed: 0 });
  const changed = file.replace("六十座", "八十座");
  expect(
    (await city.clerkOf("启工职校").upload({ list: "resources", file: changed })).report.counts.changed,
  ).toBe(1);
  expect(await city.db.query("select contact from resource_contact where contact is not null")).toEqual([
    { contact: "张三" },
  ]);
  expect((await send("A1,会议室,八十座,60,全市,,,,")).counts.changed).toBe(1);
  expect(await city.db.query("select contact from resource_contact where contact is not null")).toEqual([]);
});

test("a line that gets a number at last is the same line", async () => {
  await send(",会议室,六十座,60,全市,2026-09-01,2027-08-31,,");
  const { counts } = await send("A1,会 议 室,六十座,60,全市,2026-09-01,2027-08-31,,");
  expect(counts).toMatchObject({ new: 0, changed: 1 });
  expect(await stored()).toEqual([expect.objectContaining({ external_id: "A1" })]);
  expect((await send(",会议室,六十座,60,全市,2026-09-01,2027-08-31,,")).results[0]).toMatchObject({
    externalId: "A1",
  });
  expect(await stored()).toHaveLength(1);
});

test("replacing withdraws what is no longer listed, of this unit alone, and from the index", async () => {
  await send("A1,会议室,,60,全市,,,,\nA2,礼堂,,300,全市,,,,");
  await city.clerkOf("康禾医院").upload({ list: "resources", file: `${HEADING}\nB1,义诊,,5,全市,,,,` });
  const { counts } = await send("A1,会议室,,60,全市,,,,", { mode: "replace" });
  expect(counts).toMatchObject({ unchanged: 1, withdrawn: 1 });
  expect(await states("resource")).toEqual({ 会议室: "PUBLISHED", 礼堂: "WITHDRAWN", 义诊: "PUBLISHED" });
  expect(await states("supply")).toEqual({ 会议室: "PUBLISHED", 礼堂: "WITHDRAWN", 义诊: "PUBLISHED" });

  expect((await send("A2,礼堂,,300,全市,,,,")).counts.changed).toBe(1);
  expect(await states("supply")).toMatchObject({ 礼堂: "PUBLISHED" });
});

test("a list sent again does not lift a suspension, and is no change", async () => {
  const [line] = (await send("A1,会议室,,60,全市,,,,")).results;
  await city
    .clerkOf("启工职校")
    .query(`mutation ($id: ID!) { suspendResource(input: { resourceId: $id }) { __typename } }`, {
      id: line?.id,
    });
  expect((await send("A1,会议室,,60,全市,,,,")).counts.unchanged).toBe(1);
  expect((await send("A1,会议室,,70,全市,,,,")).counts.changed).toBe(1);
  expect(await states("supply")).toEqual({ 会议室: "SUSPENDED" });
});

test("a dry run says what would happen and writes nothing", async () => {
  const report = await send("A1,会议室,,60,全市,,,,", { dryRun: "true" });
  expect(report).toMatchObject({ published: false, dryRun: true, counts: { new: 1 } });
  expect(await stored()).toEqual([]);
  expect(await city.db.query("select from supply")).toEqual([]);
});

test("all or nothing: one bad line keeps the whole list out", async () => {
  const report = await send("A1,会议室,,60,全市,,,,\nA2,,,300,全市,,,,", { rows: "all" });
  expect(report).toMatchObject({ published: false, code: "ROWS_REFUSED", counts: { refused: 1 } });
  expect(await stored()).toEqual([]);
});

test("a publication is on record with what it changed, without contacts", async () => {
  const report = await send("A1,会议室,,60,全市,,,张三,0563-5550101");
  const [publication] = await city.db.query<object[]>(
    "select id, list, unit_id, actor, role from publication",
  );
  expect(publication).toEqual({
    id: report.id,
    list: "resources",
    unit_id: city.unit("启工职校"),
    actor: "tester",
    role: "UNIT_CLERK",
  });
  await send("A1,大会议室,,60,全市,,,张三,0563-5550101");
  const changes = JSON.stringify(await city.db.query("select * from publication_change"));
  expect(changes).toContain("会议室");
  expect(changes).not.toMatch(/张三|5550101/);
});

test("an unchanged line is confirmed anew on a later day, and nothing else of it moves", async () => {
  await send("A1,会议室,,60,全市,,,,");
  await city.db.query("update resource set confirmed_on = '2026-08-01'");
  expect((await send("A1,会议室,,60,全市,,,,")).counts.unchanged).toBe(1);
  expect(await stored()).toEqual([expect.objectContaining({ confirmed_on: "2026-09-03", version: 1 })]);
  expect(await city.db.query("select confirmed_on, version from supply")).toEqual([
    { confirmed_on: "2026-09-03", version: 1 },
  ]);
});

test("places are named as people name them, inside the unit's own city", async () => {
  const places = ["全市", "河滨社区", "河滨", "西津街道城东社区", "本社区", "341881001", ""];
  const { results, problems } = await send(
    places.map((place, i) => `A${i},第${i}间,,1,${place},,,,`).join("\n"),
  );
  expect(results.map(({ verdict }) => verdict)).toEqual([...Array<string>(6).fill("ACCEPT"), "CORRECT"]);
  expect(problems.map(({ code }) => code)).toEqual(["AREA_ASSUMED"]);
  const rows = await stored();
  expect(rows.map(({ coverage_area_code: code }) => code)).toEqual([
    "341881",
    "341881003001",
    "341881003001",
    "341881001001",
    "341881003001",
    "341881001",
    "341881003001",
  ]);
});

test("a place that several areas share is sent back with their codes", async () => {
  await city.deliver([
    {
      type: "area.registered",
      aggregate: "341881006099",
      version: 1,
      state: { code: "341881006099", parentCode: "341881006", level: "COMMUNITY", name: "河滨社区" },
    },
  ]);
  const { problems } = await send("A1,会议室,,60,河滨社区,,,,");
  expect(problems).toEqual([
    expect.objectContaining({ row: 2, field: "area", severity: "REFUSED", code: "AREA_AMBIGUOUS" }),
  ]);
  expect(problems[0]?.suggestion).toContain("341881006099");
  await city.db.query("delete from area where code = '341881006099'");
});

test("a category that stops at the family, or is none, is remarked on and suggested", async () => {
  const file =
    "名称,类别,服务范围,内容\n会议室,场地资源,全市,开会用\n量血压,医药服务,全市,免费测血压\n理发,理发,全市,";
  const { report } = await city.clerkOf("启工职校").upload({ list: "resources", file });
  expect(report.problems.map(({ row, code, field }) => ({ row, code, field }))).toEqual([
    { row: 2, code: "CATEGORY_TOO_BROAD", field: "category" },
    { row: 3, code: "UNKNOWN_CATEGORY", field: "category" },
  ]);
  expect(report.problems[0]?.suggestion).toMatch(/A\d\d/);
  const rows = await city.db.query<object[]>("select title, category_code from resource order by id");
  expect(rows).toEqual([
    { title: "会议室", category_code: "A" },
    { title: "量血压", category_code: null },
    { title: "理发", category_code: "G01" },
  ]);
});

test("one sheet of several units goes to each of them", async () => {
  const file =
    "单位,名称,服务范围\n启工职校,会议室,全市\n宁国市康禾医院,义诊,全市\n12341881M031884831,义诊车,全市";
  const { report } = await city.secretariat().upload({ list: "resources", file });
  expect(report.counts).toMatchObject({ new: 3, refused: 0 });
  const rows = await city.db.query<object[]>("select title, unit_id from resource order by id");
  expect(rows).toEqual([
    { title: "会议室", unit_id: city.unit("启工职校") },
    { title: "义诊", unit_id: city.unit("康禾医院") },
    { title: "义诊车", unit_id: city.unit("康禾医院") },
  ]);
});

test("needs take the words people use for urgency and number", async () => {
  const file =
    "序号,需求名称,需求类别,具体情况,数量,单位,开始时间,结束时间,紧急程度,服务对象,受益人数\n" +
    "1,借轮椅,医疗辅具,老人摔了腿,两,辆,2026.9.1,2026年10月31日,特急,老人,约2人\n" +
    "2,修路灯,老旧改造与照明,天黑看不见,若干,盏,2026-09-10,2026-12-31,不急,全体居民,85";
  const { report } = await city.clerkOf("启工职校").upload({ list: "needs", file });
  expect(report.counts).toMatchObject({ new: 2, refused: 0 });
  const rows = await city.db.query<object[]>(
    `select title, quantity, unit_of_measure, urgency, audience, people_served, needed_to from need order by id`,
  );
  expect(rows).toEqual([
    {
      title: "借轮椅",
      quantity: 2,
      unit_of_measure: "辆",
      urgency: "URGENT",
      audience: ["老年人"],
      people_served: 2,
      needed_to: "2026-10-31",
    },
    {
      title: "修路灯",
      quantity: null,
      unit_of_measure: "盏",
      urgency: "LOW",
      audience: ["全体居民"],
      people_served: 85,
      needed_to: "2026-12-31",
    },
  ]);
});

async function send(
  lines: string,
  params: Record<string, string> = {},
): Promise<Awaited<ReturnType<ReturnType<City["clerkOf"]>["upload"]>>["report"]> {
  const file = `${HEADING}\n${lines}\n`;
  const { report } = await city.clerkOf("启工职校").upload({ list: "resources", file, params });
  return report;
}

function stored(): Promise<Record<string, unknown>[]> {
  return city.db.query("select * from resource order by id");
}

async function states(table: "resource" | "supply"): Promise<Record<string, string>> {
  const rows = await city.db.query<{ title: string; state: string }[]>(`select title, state from ${table}`);
  return Object.fromEntries(rows.map(({ title, state }) => [title, state]));
}
