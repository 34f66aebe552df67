import { sample } from "@gongjian/shared/testing/sample-city";
import { NANSHAN, startCity, XIJIN, type City } from "../testing/city.ts";

let city: City;
beforeAll(async () => {
  city = await startCity();
  await city.secretariat().upload({ list: "resources", file: sample("resources.csv") });
});
afterAll(() => city.stop());

interface Listed {
  resources: {
    nodes: { id: string; externalId: string }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}

test("a resource shows everything its unit has published", async () => {
  const id = await idOf("R0182");
  const { data } = await city.clerkOf("康禾医院").query(
    `query ($id: ID!) {
       resource(id: $id) {
         id externalId title description quantity unitOfMeasure audience validFrom validTo schedule
         minNoticeDays qualification cost contact phone state isExpired version publishedAt updatedAt confirmedOn
         unit { id } category { code name } coverageArea { code }
       }
     }`,
    { id },
  );
  expect(data).toEqual({
    resource: {
      id,
      externalId: "R0182",
      title: "阶梯报告厅",
      description: expect.stringContaining("320座") as string,
      quantity: 320,
      unitOfMeasure: "座",
      audience: ["成员单位", "全体居民"],
      validFrom: "2026-09-01",
      validTo: "2027-08-31",
      schedule: "周末及寒暑假",
      minNoticeDays: 7,
      qualification: null,
      cost: "FREE",
      contact: "裴*",
      phone: "0563-***0205",
      state: "PUBLISHED",
      isExpired: false,
      version: 1,
      publishedAt: "2026-09-03T01:00:00.000Z",
      updatedAt: "2026-09-03T01:00:00.000Z",
      confirmedOn: "2026-09-03",
      unit: { id: city.unit("启工职校") },
      category: { code: "A01", name: "会议室与培训室" },
      coverageArea: { code: "341881" },
    },
  });
});

test("the public sees no contact, not even a masked one", async () => {
  const { data } = await city
    .as({ role: "PUBLIC" })
    .query(`query ($id: ID!) { resource(id: $id) { title contact phone } }`, { id: await idOf("R0182") });
  expect(data).toEqual({ resource: { title: "阶梯报告厅", contact: null, phone: null } });
});

test.each([
  ['{ externalId: "R0182" }', ["R0182"]],
  ['{ text: "阶梯报告" }', ["R0182"]],
  ['{ text: "100%" }', []],
  ['{ category: "G01", areaCode: "341881001" }', "category G01 below 341881001"],
  ['{ category: "G" }', "category G below 341881"],
])("resources are found by %s", async (filter, expected) => {
  const found = await list(filter);
  if (Array.isArray(expected)) {
    expect(found).toEqual(expected);
    return;
  }
  const [, category = "", area = ""] = /category (\w+) below (\d+)/.exec(expected) ?? [];
  const rows = await city.db.query<{ external_id: string }[]>(
    `select external_id from resource
     where starts_with(category_code, $1) and starts_with(coverage_area_code, $2) order by id`,
    [category, area],
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(found).toEqual(rows.map(({ external_id: id }) => id));
});

test("what is open on a day is valid on that day", async () => {
  const rows = await city.db.query<{ external_id: string }[]>(
    `select external_id from resource where '2026-06-30' between valid_from and valid_to order by id`,
  );
  expect(await list(`{ openOn: "2026-06-30" }`)).toEqual(rows.map(({ external_id: id }) => id));
});

test("pages follow each other without gap or overlap", async () => {
  const seen: string[] = [];
  let after = "";
  for (;;) {
    const { data } = await city
      .as({ role: "PUBLIC" })
      .query<Listed>(
        `{ resources(first: 90${after}) { nodes { externalId } pageInfo { hasNextPage endCursor } } }`,
      );
    seen.push(...(data?.resources.nodes.map(({ externalId }) => externalId) ?? []));
    if (!data?.resources.pageInfo.hasNextPage) break;
    after = `, after: "${data.resources.pageInfo.endCursor}"`;
  }
  expect(new Set(seen).size).toBe(320);
  expect(seen).toHaveLength(320);
});

test.each([`{ resources(after: "x") { nodes { id } } }`, `{ resources(first: 101) { nodes { id } } }`])(
  "%s is refused with a reason",
  async (document) => {
    const { errors } = await city.as({ role: "PUBLIC" }).query(document);
    expect(errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT" });
  },
);

test("an id that is none finds nothing", async () => {
  expect(await city.as({ role: "PUBLIC" }).query(`{ resource(id: "R0182") { id } }`)).toEqual({
    data: { resource: null },
  });
});

describe("revealing a contact", () => {
  const REVEAL = `mutation ($id: ID!, $reason: String!) {
    revealContact(input: { resourceId: $id, reason: $reason }) {
      ... on RevealContactSuccess { contact phone }
      ... on UserError { code message }
    }
  }`;
  afterEach(() => city.db.query("truncate contact_access"));

  test("shows it to its unit, and the look is on record", async () => {
    const id = await idOf("R0182");
    const { data } = await city.clerkOf("启工职校").query(REVEAL, { id, reason: "核对号码" });
    expect(data).toEqual({ revealContact: { contact: "裴主任", phone: "0563-5550205" } });
    expect(await accesses()).toEqual([
      { resource_id: id, role: "UNIT_CLERK", subject: "tester", reason: "核对号码" },
    ]);
  });

  test("is not for another unit, nor for another street's secretariat; nothing is recorded", async () => {
    const id = await idOf("R0182");
    for (const caller of [city.clerkOf("康禾医院"), city.secretariat(NANSHAN), city.as({ role: "ADMIN" })]) {
      const { data, errors } = await caller.query(REVEAL, { id, reason: "想看看" });
      expect(data).toBeNull();
      expect(errors?.[0]?.extensions).toEqual({ code: "FORBIDDEN" });
    }
    expect(await accesses()).toEqual([]);
  });

  test("needs a reason", async () => {
    const { errors } = await city
      .clerkOf("启工职校")
      .query(REVEAL, { id: await idOf("R0182"), reason: "  " });
    expect(errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT" });
    expect(await accesses()).toEqual([]);
  });

  test("says so where there is none", async () => {
    const file = "编号,名称,服务范围\nX1,会议室,全市\n";
    const { report } = await city.clerkOf("启工职校").upload({ list: "resources", file });
    const { data } = await city
      .clerkOf("启工职校")
      .query(REVEAL, { id: report.results[0]?.id, reason: "核对号码" });
    expect(data).toMatchObject({ revealContact: { code: "CONTACT_MISSING" } });
    expect(await accesses()).toEqual([]);
    await city.db.query(
      "delete from supply where title = '会议室'; delete from resource where external_id = 'X1'",
    );
  });

  test("leaves a record that cannot be changed", async () => {
    await city.clerkOf("启工职校").query(REVEAL, { id: await idOf("R0182"), reason: "核对号码" });
    for (const statement of ["update contact_access set reason = ''", "delete from contact_access"]) {
      await expect(city.appDb.query(statement)).rejects.toThrow("permission denied");
    }
  });

  function accesses(): Promise<object[]> {
    return city.db.query("select resource_id, role, subject, reason from contact_access");
  }
});

describe("suspending a resource", () => {
  const CHANGE = (verb: string): string =>
    `mutation ($id: ID!) {
    ${verb}Resource(input: { resourceId: $id }) {
      ... on SuspendResourceSuccess { resource { state version } }
      ... on ResumeResourceSuccess { resource { state version } }
      ... on ResourceStateConflict { code state }
    }
  }`.replace(verb === "suspend" ? /.*ResumeResource.*\n/ : /.*SuspendResource.*\n/, "");

  test("takes it out of the list and out of matching until it is resumed", async () => {
    const id = await idOf("R0185");
    const clerk = city.clerkOf("启工职校");
    expect((await clerk.query(CHANGE("suspend"), { id })).data).toEqual({
      suspendResource: { resource: { state: "SUSPENDED", version: 2 } },
    });
    expect(await list(`{ externalId: "R0185" }`)).toEqual([]);
    expect(await list(`{ externalId: "R0185", state: SUSPENDED }`)).toEqual(["R0185"]);
    expect(await indexed(id)).toEqual([{ state: "SUSPENDED", version: 2 }]);
    expect((await clerk.query(CHANGE("suspend"), { id })).data).toEqual({
      suspendResource: { code: "RESOURCE_STATE_CONFLICT", state: "SUSPENDED" },
    });

    expect((await clerk.query(CHANGE("resume"), { id })).data).toEqual({
      resumeResource: { resource: { state: "PUBLISHED", version: 3 } },
    });
    expect(await indexed(id)).toEqual([{ state: "PUBLISHED", version: 3 }]);
    expect((await clerk.query(CHANGE("resume"), { id })).data).toEqual({
      resumeResource: { code: "RESOURCE_STATE_CONFLICT", state: "PUBLISHED" },
    });
  });

  test("is for its own unit alone", async () => {
    const id = await idOf("R0185");
    const before = await indexed(id);
    for (const verb of ["suspend", "resume"]) {
      const { errors } = await city.clerkOf("康禾医院").query(CHANGE(verb), { id });
      expect(errors?.[0]?.extensions).toEqual({ code: "FORBIDDEN" });
    }
    expect(await indexed(id)).toEqual(before);
  });

  test("of two that suspend at once one is told that it is done", async () => {
    const id = await idOf("R0186");
    // Someone holds the row until all six have come that far.
    const answers = await city.db.transaction(async (tx) => {
      await tx.query("select from resource where id = $1 for update", [id]);
      const waiting = Array.from({ length: 6 }, () =>
        city.clerkOf("启工职校").query(CHANGE("suspend"), { id }),
      );
      await new Promise((resolve) => setTimeout(resolve, 400));
      return waiting;
    });
    const done = (await Promise.all(answers)).filter(({ data }) =>
      JSON.stringify(data).includes('"version":2'),
    );
    expect(done).toHaveLength(1);
    expect(await indexed(id)).toEqual([{ state: "SUSPENDED", version: 2 }]);
  });

  function indexed(id: string): Promise<object[]> {
    return city.db.query("select state, version from supply where id = $1", [id]);
  }
});

test("what is withdrawn is gone for everyone but its unit and its secretariat", async () => {
  const id = await idOf("R0187");
  await city.db.query("update resource set state = 'WITHDRAWN' where id = $1", [id]);
  const document = `query ($id: ID!) { resource(id: $id) { externalId } }`;
  const seenBy = async (caller: ReturnType<City["clerkOf"]>): Promise<boolean> =>
    (await caller.query<{ resource: object | null }>(document, { id })).data?.resource != null;
  expect(await seenBy(city.clerkOf("启工职校"))).toBe(true);
  expect(await seenBy(city.secretariat())).toBe(true);
  expect(await seenBy(city.clerkOf("康禾医院"))).toBe(false);
  expect(await seenBy(city.secretariat(XIJIN))).toBe(false);
  expect(await seenBy(city.as({ role: "PUBLIC" }))).toBe(false);

  const withdrawn = `{ resources(filter: { state: WITHDRAWN }) { nodes { externalId } } }`;
  expect((await city.clerkOf("启工职校").query(withdrawn)).data).toEqual({
    resources: { nodes: [{ externalId: "R0187" }] },
  });
  expect((await city.clerkOf("康禾医院").query(withdrawn)).data).toEqual({ resources: { nodes: [] } });
  expect((await city.as({ role: "PUBLIC" }).query(withdrawn)).errors?.[0]?.extensions).toEqual({
    code: "FORBIDDEN",
  });
});

async function list(filter: string): Promise<string[]> {
  const { data } = await city
    .as({ role: "PUBLIC" })
    .query<Listed>(
      `{ resources(first: 100, filter: ${filter}) { nodes { externalId } pageInfo { hasNextPage } } }`,
    );
  return data?.resources.nodes.map(({ externalId }) => externalId) ?? [];
}

async function idOf(externalId: string): Promise<string> {
  const [row] = await city.db.query<{ id: string }[]>("select id from resource where external_id = $1", [
    externalId,
  ]);
  return row?.id ?? "";
}
