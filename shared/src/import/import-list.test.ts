import { pendingSchemaChanges } from "../testing/migrations.ts";
import { startTestSubgraph, type TestCaller, type TestSubgraph, type Upload } from "../testing/subgraph.ts";
import type { ImportReport } from "./report.ts";
import { HOSPITAL, UNION } from "./testing/stall-list.ts";
import { stallSubgraph } from "./testing/stall-subgraph.ts";

let subgraph: TestSubgraph;
let clerk: TestCaller;

beforeAll(async () => {
  subgraph = await startTestSubgraph(stallSubgraph);
  clerk = subgraph.as({ role: "UNIT_CLERK", subject: "clerk", unitId: UNION });
});

afterAll(() => subgraph.stop());

beforeEach(() => subgraph.db.query("truncate stall, publication, import_request cascade"));

const send = (
  file: string | Buffer,
  more: Partial<Upload> = {},
): Promise<{ status: number; report: ImportReport }> =>
  clerk.upload({ list: "stalls" as Upload["list"], file, ...more });

interface Stored {
  readonly name: string;
  readonly quantity: number | null;
  readonly state: string;
  readonly version: number;
}

const stored = (): Promise<Stored[]> =>
  subgraph.db.query(`select name, quantity, state, version from stall order by name`);

const count = async (table: string): Promise<number> => {
  const [row] = await subgraph.db.query<{ count: number }[]>(
    `select count(*)::integer as count from ${table}`,
  );
  return row?.count ?? 0;
};

const TWO = "编号,名称,数量\nA1,修鞋,2\nA2,配钥匙,3\n";

test("the engine's tables are what its rows say", async () => {
  expect(await pendingSchemaChanges(subgraph.db)).toEqual([]);
});

test("a first list is all new, and the revision holds who, what and which rows", async () => {
  const { status, report } = await send(TWO, { params: { filename: "摊位.csv" } });
  expect(status).toBe(200);
  expect(report).toMatchObject({
    list: "stalls",
    fileName: "摊位.csv",
    encoding: "UTF-8",
    unitId: UNION,
    published: true,
    counts: { total: 2, new: 2, changed: 0, unchanged: 0, withdrawn: 0, refused: 0, corrected: 0 },
    problems: [],
    results: [
      { row: 2, verdict: "ACCEPT", outcome: "NEW", externalId: "A1" },
      { row: 3, verdict: "ACCEPT", outcome: "NEW", externalId: "A2" },
    ],
  });
  expect(await subgraph.db.query(`select id, list, actor, role, file_name, counts from publication`)).toEqual(
    [
      {
        id: report.id,
        list: "stalls",
        actor: "clerk",
        role: "UNIT_CLERK",
        file_name: "摊位.csv",
        counts: report.counts,
      },
    ],
  );
  expect(
    await subgraph.db.query(
      `select kind, before, name from publication_change join stall on stall.id = row_id`,
    ),
  ).toEqual(expect.arrayContaining([{ kind: "NEW", before: null, name: "修鞋" }]));
});

test("the same file again changes nothing and rewrites no row", async () => {
  await send(TWO);
  const before = await subgraph.db.query<object[]>(`select xmin, ctid, * from stall order by name`);
  const { report } = await send(TWO);
  expect(report.counts).toMatchObject({ unchanged: 2, new: 0, changed: 0 });
  expect(await subgraph.db.query(`select xmin, ctid, * from stall order by name`)).toEqual(before);
  expect(await count("publication_change")).toBe(2);
});

test("a changed row is changed in place, and the revision shows before and after", async () => {
  const first = await send(TWO);
  const { report } = await send(TWO.replace("配钥匙,3", "配钥匙,4"));
  expect(report.counts).toMatchObject({ changed: 1, unchanged: 1 });
  expect(report.results[1]?.id).toBe(first.report.results[1]?.id);
  expect(await stored()).toMatchObject([
    { name: "修鞋", version: 1 },
    { name: "配钥匙", quantity: 4, version: 2 },
  ]);
  const [change] = await subgraph.db.query<{ before: Stored }[]>(
    `select before from publication_change where kind = 'CHANGED'`,
  );
  expect(change?.before.quantity).toBe(3);
  expect(report.changes).toEqual([
    {
      id: first.report.results[1]?.id,
      externalId: "A2",
      title: "配钥匙",
      kind: "CHANGED",
      fields: [{ field: "quantity", label: "数量", before: "3", after: "4" }],
    },
  ]);
});

test("a dry run says what would happen and keeps nothing", async () => {
  await send(TWO);
  const { report } = await send("编号,名称\nA1,修鞋\nA9,磨刀\n", {
    params: { dryRun: "true", mode: "replace" },
    idempotencyKey: "dry",
  });
  expect(report).toMatchObject({ dryRun: true, published: false, code: null });
  expect(report.counts).toMatchObject({ new: 1, changed: 1, withdrawn: 1 });
  expect(report.results[1]).toMatchObject({ outcome: "NEW", id: null });
  expect(await stored()).toMatchObject([
    { name: "修鞋", quantity: 2 },
    { name: "配钥匙", state: "PUBLISHED" },
  ]);
  expect(await Promise.all(["publication", "publication_change", "import_request"].map(count))).toEqual([
    1, 2, 0,
  ]);
});

const MIXED = "编号,名称,数量,电话\nA1,修鞋,约2个,0563-5550101\nA2,,-1,\nA3,已撤摊,1,\nA1,修鞋,3,\nA5,磨刀\n";

test("the good rows are taken; each refused cell is named with row, column and cause", async () => {
  const { report } = await send(MIXED);
  expect(report.counts).toMatchObject({ total: 5, new: 1, refused: 4, corrected: 1 });
  expect(
    report.problems.map(({ row, column, severity, code, value }) => [row, column, severity, code, value]),
  ).toEqual([
    [2, "C", "CORRECTED", "QUANTITY_APPROXIMATE", "约2个"],
    [3, "B", "REFUSED", "REQUIRED", null],
    [3, "C", "REFUSED", "NUMBER_NEGATIVE", "-1"],
    [4, "B", "REFUSED", "STALL_CLOSED", "已撤摊"],
    [5, null, "REFUSED", "DUPLICATE_ROW", null],
    [6, null, "REFUSED", "ROW_SHAPE", null],
  ]);
  expect(report.problems[4]?.message).toContain("第 2 行");
  expect(await stored()).toMatchObject([{ name: "修鞋", quantity: 2 }]);
});

test("all or nothing: one refused row, and nothing is written", async () => {
  const { report } = await send(MIXED, { params: { rows: "all" } });
  expect(report).toMatchObject({ published: false, code: "ROWS_REFUSED", counts: { new: 0, refused: 4 } });
  expect(await Promise.all(["stall", "publication"].map(count))).toEqual([0, 0]);
});

test("replace withdraws what the file does not name, in this unit only, and a row that comes back stands again", async () => {
  await subgraph
    .as({ role: "UNIT_CLERK", unitId: HOSPITAL })
    .upload({ list: "stalls" as never, file: "编号,名称\nH1,体检车\n" });
  await send(TWO);
  const { report } = await send("编号,名称,数量\nA1,修鞋,2\n", { params: { mode: "replace" } });
  expect(report.counts).toMatchObject({ unchanged: 1, withdrawn: 1 });
  expect((await stored()).map(({ name, state }) => [name, state])).toEqual([
    ["体检车", "PUBLISHED"],
    ["修鞋", "PUBLISHED"],
    ["配钥匙", "WITHDRAWN"],
  ]);
  expect(await count("publication_change where kind = 'WITHDRAWN'")).toBe(1);

  expect((await send(TWO)).report.counts).toMatchObject({ changed: 1, unchanged: 1 });
  expect(await count("stall where state = 'WITHDRAWN'")).toBe(0);
});

test("beside a refused row nothing is withdrawn: it cannot be told from a missing one", async () => {
  await send(TWO);
  const { report } = await send("编号,名称,数量\nA1,修鞋,2\nA2,配钥匙,-3\n", { params: { mode: "replace" } });
  expect(report.counts).toMatchObject({ withdrawn: 0, refused: 1 });
  expect(report.problems).toMatchObject([{ code: "WITHDRAWAL_HELD", severity: "NOTICE" }, { row: 3 }]);
  expect(await count("stall where state = 'PUBLISHED'")).toBe(2);
});

test("rows without own number are known by their content, and look-alikes are listed, not taken", async () => {
  const { report } = await send("名称,数量\n修鞋,2\n修鞋,8\n");
  expect(report.problems).toMatchObject([{ row: 3, code: "LIKELY_DUPLICATE" }]);
  expect((await send("名称,数量\n修鞋,5\n")).report.counts).toMatchObject({ changed: 1, new: 0 });
  expect(await stored()).toMatchObject([{ name: "修鞋", quantity: 5 }]);
});

test("the same key and file give the same report byte for byte; another file under it is a conflict", async () => {
  const post = (file: string): Promise<{ status: number; body: string }> =>
    clerk.post("/lists/stalls", file, { "content-type": "text/csv", "idempotency-key": "k1" });
  const first = await post(TWO);
  expect(await post(TWO)).toEqual(first);
  expect(await post(TWO.replace("2", "9"))).toMatchObject({
    status: 409,
    body: expect.stringContaining("IDEMPOTENCY_CONFLICT") as string,
  });
  expect(await count("publication")).toBe(1);
});

test("two sends of one key at once run once", async () => {
  const sends = await Promise.all(Array.from({ length: 6 }, () => send(TWO, { idempotencyKey: "k2" })));
  expect(new Set(sends.map(({ report }) => report.id)).size).toBe(1);
  expect(await Promise.all(["publication", "stall"].map(count))).toEqual([1, 2]);
});

test("one caller's key is not another's", async () => {
  await send(TWO, { idempotencyKey: "k3" });
  const other = subgraph.as({ role: "UNIT_CLERK", subject: "other", unitId: HOSPITAL });
  const { report } = await other.upload({ list: "stalls" as never, file: TWO, idempotencyKey: "k3" });
  expect(report.counts.new).toBe(2);
});

test("different files for one list at once are published one after the other", async () => {
  const files = Array.from({ length: 6 }, (_, i) => `编号,名称,数量\nA1,修鞋,${i}\nB${i},摊${i},1\n`);
  const sends = await Promise.all(files.map((file) => send(file)));
  expect(sends.map(({ status }) => status)).toEqual(files.map(() => 200));
  expect(await Promise.all(["publication", "stall"].map(count))).toEqual([6, 7]);
});

test("a clerk cannot publish another unit's list, and hears so before the file is read", async () => {
  const { status, report } = await send("\0", { params: { unit: HOSPITAL } });
  expect([status, (report as unknown as { code: string }).code]).toEqual([403, "FORBIDDEN"]);
  expect(await count("stall")).toBe(0);
});

test("the unit may be given by what its own list can find", async () => {
  const secretary = subgraph.as({ role: "SECRETARIAT" });
  const upload = { list: "stalls" as never, file: TWO };
  expect((await secretary.upload({ ...upload, params: { unit: "市总工会" } })).report.unitId).toBe(UNION);
  expect((await secretary.upload({ ...upload, params: { unit: "没有这家" } })).status).toBe(404);
});

test("contacts are not quoted in a report", async () => {
  const { report } = await send("编号,名称,电话\nA1,修鞋,05635550101\nA2,磨刀,138****5678\n");
  expect(report.problems.map(({ code }) => code)).toEqual(["PHONE_FORMATTED", "MASKED_VALUE"]);
  expect(JSON.stringify(report)).not.toMatch(/5550101|5678/);
});

const MUTATION = `mutation ($input: ImportListInput!) {
  importList(input: $input) {
    ... on ImportListSuccess { report { published mode rows counts { new } results { verdict outcome } problems { code } } }
    ... on UserError { code message }
  }
}`;

test("the mutation publishes cells as a file would", async () => {
  const input = {
    list: "stalls",
    heading: ["编号", "名称"],
    rows: [
      ["A1", "修鞋"],
      ["A2", ""],
    ],
  };
  expect((await clerk.query(MUTATION, { input })).data).toEqual({
    importList: {
      report: {
        published: true,
        mode: "MERGE",
        rows: "GOOD",
        counts: { new: 1 },
        results: [
          { verdict: "ACCEPT", outcome: "NEW" },
          { verdict: "REJECT", outcome: null },
        ],
        problems: [{ code: "REQUIRED" }],
      },
    },
  });
});

test("the mutation refuses as data what a file would be refused for", async () => {
  const input = { list: "stalls", heading: ["编号"], rows: [["A1"]] };
  expect((await clerk.query(MUTATION, { input })).data).toMatchObject({
    importList: { code: "MISSING_COLUMN" },
  });
  const nul = { list: "stalls", heading: ["名称"], rows: [["修\u0000鞋"]] };
  expect(await clerk.query(MUTATION, { input: nul })).toMatchObject({ code: "UNSTORABLE_TEXT" });
  const many = { list: "stalls", heading: ["名称"], rows: Array.from({ length: 201 }, (_, i) => [`摊${i}`]) };
  expect((await clerk.query(MUTATION, { input: many })).errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  expect(await count("stall")).toBe(0);
});
