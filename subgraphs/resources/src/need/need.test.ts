import { sample } from "@gongjian/shared/testing/sample-city";
import { startCity, type City } from "../testing/city.ts";

let city: City;
beforeAll(async () => {
  city = await startCity();
  await city.secretariat().upload({ list: "needs", file: sample("needs.csv") });
});
afterAll(() => city.stop());

test("a need shows everything its unit has published", async () => {
  const id = await idOf("N0003");
  const { data } = await city.clerkOf("康禾医院").query(
    `query ($id: ID!) {
       need(id: $id) {
         id externalId title description quantity unitOfMeasure audience neededFrom neededTo schedule urgency
         peopleServed state version publishedAt unit { id } category { code } area { code }
       }
     }`,
    { id },
  );
  expect(data).toEqual({
    need: {
      id,
      externalId: "N0003",
      title: "老干部眼神不好想听书",
      description: "十二位，报纸字太小，放大镜都不管用",
      quantity: 12,
      unitOfMeasure: "人",
      audience: ["老年人"],
      neededFrom: "2026-09-09",
      neededTo: "2027-01-20",
      schedule: "周三上午",
      urgency: "LOW",
      peopleServed: 12,
      state: "PUBLISHED",
      version: 1,
      publishedAt: "2026-09-03T01:00:00.000Z",
      unit: { id: city.unit("市司法局") },
      category: { code: "K03" },
      area: { code: "341881001002" },
    },
  });
});

test("a need without a category has none", async () => {
  const [row] = await city.db.query<{ id: string }[]>(
    "select id from need where category_code is null limit 1",
  );
  const { data } = await city
    .as({ role: "PUBLIC" })
    .query(`query ($id: ID!) { need(id: $id) { category { code } } }`, { id: row?.id });
  expect(data).toEqual({ need: { category: null } });
});

test("how many people a need helps is not for the public, and small groups are not for the dashboard", async () => {
  const shownTo = async (role: "PUBLIC" | "DASHBOARD" | "ADMIN", externalId: string): Promise<unknown> => {
    const { data } = await city
      .as({ role })
      .query<{ need: { peopleServed: number | null } }>(
        `query ($id: ID!) { need(id: $id) { peopleServed } }`,
        {
          id: await idOf(externalId),
        },
      );
    return data?.need.peopleServed;
  };
  const [few] = await city.db.query<{ external_id: string; people_served: number }[]>(
    "select external_id, people_served from need where people_served between 1 and 4 limit 1",
  );
  expect(await shownTo("PUBLIC", "N0003")).toBeNull();
  expect(await shownTo("DASHBOARD", "N0003")).toBe(12);
  expect(await shownTo("DASHBOARD", few?.external_id ?? "")).toBeNull();
  expect(await shownTo("ADMIN", few?.external_id ?? "")).toBe(few?.people_served);
});

test.each([
  [`{ externalId: "N0003" }`, "external_id = 'N0003'"],
  [`{ text: "听书" }`, "title like '%听书%' or description like '%听书%'"],
  [`{ category: "K", areaCode: "341881001" }`, "category_code like 'K%' and area_code like '341881001%'"],
  [`{ openOn: "2026-09-10" }`, "'2026-09-10' between needed_from and needed_to"],
])("needs are found by %s", async (filter, condition) => {
  const { data } = await city
    .as({ role: "PUBLIC" })
    .query(`{ needs(first: 100, filter: ${filter}) { nodes { externalId } } }`);
  const rows = await city.db.query<object[]>(
    `select external_id as "externalId" from need where ${condition} order by id limit 100`,
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(data).toEqual({ needs: { nodes: rows } });
});

describe("withdrawing a need", () => {
  const WITHDRAW = `mutation ($id: ID!) {
    withdrawNeed(input: { needId: $id }) {
      ... on WithdrawNeedSuccess { need { state version } }
      ... on UserError { code }
    }
  }`;

  test("is for its own unit alone", async () => {
    const id = await idOf("N0003");
    const { errors } = await city.clerkOf("康禾医院").query(WITHDRAW, { id });
    expect(errors?.[0]?.extensions).toEqual({ code: "FORBIDDEN" });
    expect(await city.db.query("select state, version from need where id = $1", [id])).toEqual([
      { state: "PUBLISHED", version: 1 },
    ]);
  });

  test("takes it from the list; twice is told", async () => {
    const id = await idOf("N0003");
    const clerk = city.clerkOf("市司法局");
    expect((await clerk.query(WITHDRAW, { id })).data).toEqual({
      withdrawNeed: { need: { state: "WITHDRAWN", version: 2 } },
    });
    expect((await clerk.query(WITHDRAW, { id })).data).toEqual({
      withdrawNeed: { code: "ALREADY_WITHDRAWN" },
    });
    const { data } = await city
      .as({ role: "PUBLIC" })
      .query(
        `query ($id: ID!) { need(id: $id) { id } needs(filter: { externalId: "N0003" }) { nodes { id } } }`,
        {
          id,
        },
      );
    expect(data).toEqual({ need: null, needs: { nodes: [] } });
  });
});

async function idOf(externalId: string): Promise<string> {
  const [row] = await city.db.query<{ id: string }[]>("select id from need where external_id = $1", [
    externalId,
  ]);
  return row?.id ?? "";
}

describe("the contact and the times of a need", () => {
  const FILE =
    "编号,需求名称,地点,时间要求,联系人,电话,备注\nC1,排练缺鼓,全市,每周二、四晚上7点-9点,李四,0563-5550102（李四微信同号）,补报\n";
  const REVEAL = `mutation ($need: ID, $resource: ID) {
    revealContact(input: { needId: $need, resourceId: $resource, reason: "核对号码" }) {
      ... on RevealContactSuccess { contact phone }
    }
  }`;
  let id: string;
  beforeAll(async () => {
    const { report } = await city.clerkOf("启工职校").upload({ list: "needs", file: FILE });
    id = report.results[0]?.id ?? "";
  });

  test("staff see the contact masked and the remarks, the public neither", async () => {
    const document = `query ($id: ID!) { need(id: $id) { contact phone remarks } }`;
    expect((await city.clerkOf("康禾医院").query(document, { id })).data).toEqual({
      need: { contact: "李*", phone: "0563-***0102", remarks: "补报；李*微信同号" },
    });
    expect((await city.as({ role: "PUBLIC" }).query(document, { id })).data).toEqual({
      need: { contact: null, phone: null, remarks: null },
    });
  });

  test("its unit may see the contact in full, and the look is on record", async () => {
    const { data } = await city.clerkOf("启工职校").query(REVEAL, { need: id });
    expect(data).toEqual({ revealContact: { contact: "李四", phone: "0563-5550102" } });
    expect(await city.db.query("select need_id, resource_id, reason from contact_access")).toEqual([
      { need_id: id, resource_id: null, reason: "核对号码" },
    ]);
  });

  test.each([
    ["no line", {}],
    ["two lines", { need: "same", resource: "same" }],
  ])("asking for the contact of %s is refused", async (_, named) => {
    const variables = Object.fromEntries(Object.keys(named).map((key) => [key, id]));
    const { errors } = await city.clerkOf("启工职校").query(REVEAL, variables);
    expect(errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT" });
  });

  test("when it suits is read as rules, and echoed in words", async () => {
    const { data } = await city.as({ role: "PUBLIC" }).query(
      `query ($id: ID!) {
         need(id: $id) { wantedTimes { understood meaning exceptions rules { rrule start from to nextDay approximate within } } }
       }`,
      { id },
    );
    expect(data).toEqual({
      need: {
        wantedTimes: {
          understood: true,
          meaning: "周二、周四19:00-21:00",
          exceptions: [],
          rules: [
            {
              rrule: "FREQ=WEEKLY;BYDAY=TU,TH",
              start: null,
              from: "19:00",
              to: "21:00",
              nextDay: false,
              approximate: false,
              within: null,
            },
          ],
        },
      },
    });
  });
});
