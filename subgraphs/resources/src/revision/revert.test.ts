import type { ExecutionResult } from "graphql";
import { NANSHAN, startCity, type City } from "../testing/city.ts";

const HEADING = "编号,名称,内容,数量,服务范围,联系人,电话";
const UNIT = "启工职校";

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());
afterEach(() => city.clear());

const REVERT = `mutation ($input: RevertPublicationInput!) {
  revertPublication(input: $input) {
    ... on RevertPublicationSuccess { dryRun counts { changed withdrawn restored }
      publication { id mode unit { id } revertsTo { id } counts { changed withdrawn } } }
    ... on UserError { code message }
  }
}`;

test("a list goes back to what it was, contacts and index included, as a new revision", async () => {
  const first = await send("A1,会议室,六十座,60,全市,张三,0563-5550101\nA2,报告厅,,300,全市,,");
  await send("A1,会议室,八十座,80,全市,李四,0563-5550199\nA3,操场,,1,全市,,", { mode: "replace" });
  const { data } = await revert({ publicationId: first });
  expect(data).toEqual({
    revertPublication: {
      dryRun: false,
      counts: { changed: 1, withdrawn: 1, restored: 1 },
      publication: {
        id: expect.any(String) as string,
        mode: "REVERT",
        unit: { id: city.unit(UNIT) },
        revertsTo: { id: first },
        counts: { changed: 2, withdrawn: 1 },
      },
    },
  });
  expect(await standing()).toEqual([
    expect.objectContaining({ external_id: "A1", description: "六十座", contact_masked: "张*", version: 3 }),
    expect.objectContaining({ external_id: "A2", quantity: 300, version: 3 }),
  ]);
  expect(
    await city.db.query("select contact, phone from resource_contact where contact is not null"),
  ).toEqual([{ contact: "张三", phone: "0563-5550101" }]);
  expect(await city.db.query("select title from supply where state = 'PUBLISHED' order by title")).toEqual([
    { title: "会议室" },
    { title: "报告厅" },
  ]);
});

test("the latest publication is taken back, and taking back the revert brings it again", async () => {
  await send("A1,会议室,,60,全市,,");
  await send("A1,会议室,,80,全市,,");
  await revert({ undo: "LAST" });
  expect(await standing()).toEqual([expect.objectContaining({ quantity: 60 })]);
  await revert({ undo: "LAST" });
  expect(await standing()).toEqual([expect.objectContaining({ quantity: 80 })]);
});

test("taking back the first publication leaves an empty list", async () => {
  await send("A1,会议室,,60,全市,,");
  const { data } = await revert({ undo: "LAST" });
  expect(data).toMatchObject({ revertPublication: { publication: { revertsTo: null } } });
  expect(await standing()).toEqual([]);
});

test("after a revert the later file is a change again, and the earlier one is not", async () => {
  const earlier = "A1,会议室,,60,全市,,";
  const later = "A1,会议室,,80,全市,,";
  const first = await send(earlier);
  await send(later);
  await revert({ publicationId: first });
  expect(await counts(later)).toMatchObject({ new: 0, changed: 1, unchanged: 0 });
  await revert({ publicationId: first });
  expect(await counts(earlier)).toMatchObject({ new: 0, changed: 0, unchanged: 1 });
  expect(await standing()).toEqual([expect.objectContaining({ quantity: 60 })]);
});

test("a dry run tells what would happen and writes nothing", async () => {
  const first = await send("A1,会议室,,60,全市,张三,0563-5550101");
  await send("A1,会议室,,80,全市,李四,0563-5550101");
  const before = await everything();
  const { data } = await revert({ publicationId: first, dryRun: true });
  expect(data).toEqual({
    revertPublication: { dryRun: true, counts: { changed: 1, withdrawn: 0, restored: 0 }, publication: null },
  });
  expect(await everything()).toBe(before);
});

test("where nothing is different there is no new revision; where nothing was published, a refusal", async () => {
  expect((await revert({ undo: "LAST" })).data).toMatchObject({
    revertPublication: { code: "NOTHING_TO_REVERT" },
  });
  const first = await send("A1,会议室,,60,全市,,");
  const before = await city.db.query<object[]>(
    "select id, version from resource union all select id, number from publication",
  );
  const { data } = await revert({ publicationId: first });
  expect(data).toMatchObject({
    revertPublication: { counts: { changed: 0, withdrawn: 0, restored: 0 }, publication: null },
  });
  expect(
    await city.db.query("select id, version from resource union all select id, number from publication"),
  ).toEqual(before);
});

test("the same key reverts once; with another revision it is a conflict", async () => {
  const first = await send("A1,会议室,,60,全市,,");
  const second = await send("A1,会议室,,80,全市,,");
  const answer = await revert({ publicationId: first, idempotencyKey: "k1" });
  await send("A1,会议室,,90,全市,,");
  expect(await revert({ publicationId: first, idempotencyKey: "k1" })).toEqual(answer);
  expect(await standing()).toEqual([expect.objectContaining({ quantity: 90 })]);
  expect((await revert({ publicationId: second, idempotencyKey: "k1" })).data).toMatchObject({
    revertPublication: { code: "IDEMPOTENCY_CONFLICT" },
  });
});

test("what its owner has suspended since stays suspended", async () => {
  const first = await send("A1,会议室,,60,全市,,");
  await send("A1,会议室,,80,全市,,");
  const [line] = await standing();
  await city
    .clerkOf(UNIT)
    .query(`mutation ($id: ID!) { suspendResource(input: { resourceId: $id }) { __typename } }`, {
      id: line?.id,
    });
  await revert({ publicationId: first });
  expect(await standing()).toEqual([expect.objectContaining({ quantity: 60, state: "SUSPENDED" })]);
});

test("a number that another line has taken in the meantime goes back to the line that had it", async () => {
  const first = await send("A1,会议室,,60,全市,,");
  await revert({ undo: "LAST" });
  await city.db.query("update resource set external_id = 'OLD'");
  await city.db.query(
    `update publication_change set before = jsonb_set(before, '{external_id}', '"A1"') where before is not null`,
  );
  await send("A1,报告厅,,300,全市,,");
  const { errors } = await revert({ publicationId: first });
  expect(errors).toBeUndefined();
  expect(await standing()).toEqual([expect.objectContaining({ external_id: "A1", title: "会议室" })]);
});

test("needs go back with the words by which they are matched", async () => {
  const clerk = city.clerkOf(UNIT);
  const file = (title: string): string => `编号,需求名称,地点\nN1,${title},全市`;
  const { report } = await clerk.upload({ list: "needs", file: file("借轮椅") });
  const tokens = await city.db.query<object[]>("select tokens from need");
  await clerk.upload({ list: "needs", file: file("修路灯") });
  await revert({ list: "needs", publicationId: report.id });
  expect(await city.db.query("select title, state from need")).toEqual([
    { title: "借轮椅", state: "PUBLISHED" },
  ]);
  expect(await city.db.query("select tokens from need")).toEqual(tokens);
});

describe("a sheet of several units", () => {
  const sheet = (quantity: number): string =>
    `单位,编号,名称,数量,服务范围\n${UNIT},A1,会议室,${quantity},全市\n康禾医院,B1,义诊,${quantity},全市`;

  test("is taken back as a whole by who may publish for all of them", async () => {
    const secretariat = city.secretariat();
    await secretariat.upload({ list: "resources", file: sheet(1) });
    await secretariat.upload({ list: "resources", file: sheet(2) });
    const input = { list: "resources", undo: "LAST", idempotencyKey: "s1" };
    const { data } = await secretariat.query(REVERT, { input });
    expect(data).toMatchObject({
      revertPublication: { counts: { changed: 2 }, publication: { unit: null } },
    });
    expect((await standing()).map(({ quantity }) => quantity)).toEqual([1, 1]);
  });

  test("is taken back for one unit alone where only that one is named", async () => {
    const { report } = await city.secretariat().upload({ list: "resources", file: sheet(1) });
    await city.secretariat().upload({ list: "resources", file: sheet(2) });
    await revert({ publicationId: report.id });
    expect(Object.fromEntries((await standing()).map((row) => [row.external_id, row.quantity]))).toEqual({
      A1: 1,
      B1: 2,
    });
  });

  test("is not taken back by who may publish for some of them", async () => {
    const { report } = await city.secretariat().upload({ list: "resources", file: sheet(1) });
    const input = { list: "resources", publicationId: report.id, idempotencyKey: "s2" };
    const { errors } = await city.secretariat(NANSHAN).query(REVERT, { input });
    expect(errors?.[0]?.extensions).toEqual({ code: "FORBIDDEN" });
  });
});

test("another unit's list is not brought back, and both or neither of the targets are bad input", async () => {
  const first = await send("A1,会议室,,60,全市,,");
  const foreign = city.clerkOf("康禾医院");
  const base = { list: "resources", idempotencyKey: "f1" };
  for (const [input, code] of [
    [{ ...base, publicationId: first }, "NOT_FOUND"],
    [{ ...base, publicationId: first, unitId: city.unit(UNIT) }, "FORBIDDEN"],
    [{ ...base, publicationId: first, undo: "LAST" }, "BAD_USER_INPUT"],
    [base, "BAD_USER_INPUT"],
    [{ ...base, list: "weather", undo: "LAST" }, "BAD_USER_INPUT"],
  ] as const) {
    const { errors } = await foreign.query(REVERT, { input });
    expect([input, errors?.[0]?.extensions]).toEqual([input, { code }]);
  }
  expect(await standing()).toHaveLength(1);
});

test("contacts that were out of use for 180 days are gone, those of the last days are not", async () => {
  await send("A1,会议室,,60,全市,张三,0563-5550101\nA2,报告厅,,60,全市,王五,0563-5550102");
  await send("A1,会议室,,60,全市,李四,0563-5550101\nA2,报告厅,,60,全市,赵六,0563-5550102");
  await city.db.query(
    `update contact_revision set kept_at = now() - interval '181 days' where contact = '张三'`,
  );
  await city.appDb.query("select prune_contact_revisions()");
  expect(await city.db.query("select contact from contact_revision")).toEqual([{ contact: "王五" }]);
});

test("earlier contacts are guarded as the present ones are", async () => {
  await send("A1,会议室,,60,全市,张三,0563-5550101");
  await send("A1,会议室,,60,全市,李四,0563-5550101");
  expect(await city.appDb.query("select contact from contact_revision")).toEqual([]);
  await expect(city.appDb.query("delete from contact_revision")).rejects.toThrow("permission denied");
  await expect(
    city.appDb.query("select contact_after((select row_id from publication_change limit 1), 0)"),
  ).rejects.toThrow("permission denied");
});

async function send(lines: string, params: Record<string, string> = {}): Promise<string> {
  const file = `${HEADING}\n${lines}\n`;
  const { report } = await city.clerkOf(UNIT).upload({ list: "resources", file, params });
  expect(report.published).toBe(true);
  return report.id;
}

async function counts(lines: string): Promise<object> {
  const { report } = await city.clerkOf(UNIT).upload({ list: "resources", file: `${HEADING}\n${lines}\n` });
  return report.counts;
}

let keys = 0;
function revert(input: object): Promise<ExecutionResult> {
  return city
    .clerkOf(UNIT)
    .query(REVERT, { input: { list: "resources", idempotencyKey: `r${keys++}`, ...input } });
}

function standing(): Promise<Record<string, unknown>[]> {
  return city.db.query("select * from resource where state <> 'WITHDRAWN' order by external_id");
}

async function everything(): Promise<string> {
  const tables = [
    "resource",
    "resource_contact",
    "supply",
    "publication",
    "publication_change",
    "contact_revision",
  ];
  return JSON.stringify(
    await Promise.all(tables.map((table) => city.db.query(`select * from ${table} order by 1, 2`))),
  );
}
