import { startCity, type City } from "../testing/city.ts";

const HEADING = "编号,名称,内容,数量,服务范围,联系人,电话";
const UNIT = "启工职校";

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());
afterEach(() => city.clear());

const REVISIONS = `query ($list: String, $unitId: ID, $first: Int, $after: String, $kind: PublicationChangeKind) {
  publications(list: $list, unitId: $unitId, first: $first, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id number list mode fileName publishedAt unit { id } actor { role subject }
      counts { new changed withdrawn } revertsTo { id }
      changes(kind: $kind) { nodes { rowId externalId title kind fields { field label before after } } }
    }
  }
}`;

interface Change {
  readonly externalId: string | null;
  readonly title: string;
  readonly kind: string;
  readonly fields: readonly { field: string; label: string; before: string | null; after: string | null }[];
}

interface Revision {
  readonly id: string;
  readonly mode: string;
  readonly changes: { readonly nodes: readonly Change[] };
  readonly [field: string]: unknown;
}

test("a publication tells who published what from which file, and what it did to each line", async () => {
  await send("A1,会议室,六十座,60,全市,张三,0563-5550101\nA2,报告厅,,300,全市,,");
  await send("A1,会议室,八十座,80,全市,张三,0563-5550101", { mode: "replace", filename: "九月.csv" });
  await send("A2,报告厅,,300,全市,,");
  const [restored, replaced, first] = await revisions();
  expect(first).toMatchObject({
    list: "resources",
    mode: "MERGE",
    unit: { id: city.unit(UNIT) },
    actor: { role: "UNIT_CLERK", subject: "te***" },
    counts: { new: 2, changed: 0, withdrawn: 0 },
    revertsTo: null,
  });
  expect(first?.changes.nodes.map(({ externalId, kind }) => [externalId, kind])).toEqual([
    ["A1", "NEW"],
    ["A2", "NEW"],
  ]);
  expect(replaced).toMatchObject({ mode: "REPLACE", fileName: "九月.csv" });
  expect(byNumber(replaced)).toEqual({
    A1: {
      kind: "CHANGED",
      fields: [
        { field: "description", label: "资源内容", before: "六十座", after: "八十座" },
        { field: "quantity", label: "数量", before: "60", after: "80" },
      ],
    },
    A2: {
      kind: "WITHDRAWN",
      fields: [{ field: "state", label: "状态", before: "已公布", after: "已撤下" }],
    },
  });
  expect(byNumber(restored)).toMatchObject({ A2: { kind: "RESTORED" } });
});

test("the changes of one kind are asked for alone", async () => {
  await send("A1,会议室,,60,全市,,\nA2,报告厅,,300,全市,,");
  await send("A1,会议室,,61,全市,,", { mode: "replace" });
  const [latest] = await revisions(UNIT, { kind: "WITHDRAWN" });
  expect(Object.keys(byNumber(latest))).toEqual(["A2"]);
});

test("another contact is told without saying which, even where the masks are the same", async () => {
  await send("A1,会议室,,60,全市,张三,0563-5550101");
  await send("A1,会议室,,60,全市,张四,0563-5550101");
  const [latest] = await revisions();
  expect(byNumber(latest)).toEqual({
    A1: {
      kind: "CHANGED",
      fields: [{ field: "contact", label: "联系方式", before: null, after: "联系方式有变" }],
    },
  });
  const everything = JSON.stringify(await city.db.query("select * from publication_change"));
  expect(everything).not.toMatch(/张三|张四|5550101/);
});

test("revisions come page by page, newest first", async () => {
  for (const quantity of [1, 2, 3]) await send(`A1,会议室,,${quantity},全市,,`);
  const clerk = city.clerkOf(UNIT);
  const page = async (after: string | null): Promise<{ ids: string[]; next: string | null }> => {
    const { data } = await clerk.query<{
      publications: { pageInfo: { endCursor: string | null }; nodes: Revision[] };
    }>(REVISIONS, { first: 2, after });
    const { nodes, pageInfo } = data?.publications ?? { nodes: [], pageInfo: { endCursor: null } };
    return { ids: nodes.map(({ id }) => id), next: pageInfo.endCursor };
  };
  const first = await page(null);
  const second = await page(first.next);
  const published = await city.db.query<{ id: string }[]>("select id from publication order by number desc");
  expect([...first.ids, ...second.ids]).toEqual(published.map(({ id }) => id));
});

test("a sheet of several units is a revision of each of them, and each sees its own lines", async () => {
  const file = `单位,编号,名称,服务范围\n${UNIT},A1,会议室,全市\n康禾医院,B1,义诊,全市`;
  await city.secretariat().upload({ list: "resources", file });
  const seen = await Promise.all([UNIT, "康禾医院", "市应急局"].map((unit) => revisions(unit)));
  expect(seen.map((found) => found.map((revision) => Object.keys(byNumber(revision))))).toEqual([
    [["A1"]],
    [["B1"]],
    [],
  ]);
});

test("two revisions are compared line by line, in either direction", async () => {
  const a = await send("A1,会议室,六十座,60,全市,,\nA2,报告厅,,300,全市,,");
  await send("A1,会议室,七十座,70,全市,,\nA3,操场,,1,全市,,", { mode: "replace" });
  const c = await send("A1,会议室,六十座,61,全市,,\nA3,操场,,1,全市,,", { mode: "replace" });
  expect(await compare(a, c)).toEqual({
    A1: {
      kind: "CHANGED",
      fields: [expect.objectContaining({ field: "quantity", before: "60", after: "61" })],
    },
    A2: { kind: "WITHDRAWN", fields: [expect.objectContaining({ field: "state" })] },
    A3: expect.objectContaining({ kind: "NEW" }) as object,
  });
  expect(await compare(c, a)).toEqual({
    A1: {
      kind: "CHANGED",
      fields: [expect.objectContaining({ field: "quantity", before: "61", after: "60" })],
    },
    A2: expect.objectContaining({ kind: "RESTORED" }) as object,
    A3: expect.objectContaining({ kind: "WITHDRAWN" }) as object,
  });
  expect(await compare(a, a)).toEqual({});
});

test("a revision of another unit or list is not found, and another unit's history is forbidden", async () => {
  const a = await send("A1,会议室,,60,全市,,");
  const foreign = city.clerkOf("康禾医院");
  const { data } = await foreign.query(`{ publication(id: "${a}") { id } }`);
  expect(data).toEqual({ publication: null });
  for (const [caller, list, code] of [
    [foreign, "resources", "NOT_FOUND"],
    [city.clerkOf(UNIT), "needs", "NOT_FOUND"],
    [city.clerkOf(UNIT), "weather", "BAD_USER_INPUT"],
  ] as const) {
    const { errors } = await caller.query(
      `{ comparePublications(list: "${list}", from: "${a}", to: "${a}") { nodes { rowId } } }`,
    );
    expect(errors?.[0]?.extensions).toEqual({ code });
  }
  const { errors } = await foreign.query(REVISIONS, { unitId: city.unit(UNIT) });
  expect(errors?.[0]?.extensions).toEqual({ code: "FORBIDDEN" });
});

test("what was remarked is told of a revision to those alone who may read remarks", async () => {
  const a = await send("A1,会议室,,60,全市,,");
  await city.db.query("update resource set remarks = '钥匙在门卫处'");
  const b = await send("A1,会议室,,61,全市,,");
  const document = `{ comparePublications(list: "resources", from: "${a}", to: "${b}") { nodes { fields { field } } }
    publication(id: "${b}") { changes { nodes { fields { field } } } } }`;
  const told = async (caller: ReturnType<City["as"]>): Promise<string[]> => {
    const { data, errors } = await caller.query<object>(document);
    expect(errors).toBeUndefined();
    return [...JSON.stringify(data).matchAll(/"field":"(\w+)"/g)].map(([, field = ""]) => field).sort();
  };
  expect(await told(city.clerkOf(UNIT))).toEqual(["quantity", "quantity", "remarks", "remarks"]);
  const auditor = city.as({ role: "AUDITOR", subject: "a", unitId: null, areaCode: null });
  expect(await told(auditor)).toEqual(["quantity", "quantity"]);
});

async function send(lines: string, params: Record<string, string> = {}): Promise<string> {
  const file = `${HEADING}\n${lines}\n`;
  const { report } = await city.clerkOf(UNIT).upload({ list: "resources", file, params });
  expect(report.published).toBe(true);
  return report.id;
}

async function revisions(unit = UNIT, variables: object = {}): Promise<readonly Revision[]> {
  const { data, errors } = await city
    .clerkOf(unit)
    .query<{ publications: { nodes: Revision[] } }>(REVISIONS, { list: "resources", ...variables });
  expect(errors).toBeUndefined();
  return data?.publications.nodes ?? [];
}

async function compare(from: string, to: string): Promise<Record<string, object>> {
  const { data, errors } = await city.clerkOf(UNIT).query<{ comparePublications: { nodes: Change[] } }>(
    `query ($from: ID!, $to: ID!) { comparePublications(list: "resources", from: $from, to: $to) {
      nodes { externalId title kind fields { field label before after } } } }`,
    { from, to },
  );
  expect(errors).toBeUndefined();
  return changesByNumber(data?.comparePublications.nodes ?? []);
}

function byNumber(revision: Revision | undefined): Record<string, object> {
  return changesByNumber(revision?.changes.nodes ?? []);
}

function changesByNumber(changes: readonly Change[]): Record<string, object> {
  return Object.fromEntries(
    changes.map(({ externalId, kind, fields }): [string, object] => [externalId ?? "", { kind, fields }]),
  );
}
