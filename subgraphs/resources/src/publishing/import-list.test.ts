import type { ExecutionResult } from "graphql";
import { startCity, type City } from "../testing/city.ts";

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());
afterEach(() => city.clear());

const IMPORT = `mutation ($input: ImportListInput!) {
  importList(input: $input) {
    ... on ImportListSuccess {
      report {
        id published counts { new unchanged refused corrected }
        problems { row column field code severity message suggestion }
        results { row verdict outcome externalId }
      }
    }
    ... on UserError { code message }
  }
}`;

const LIST = {
  list: "needs",
  heading: ["编号", "需求名称", "地点", "紧急程度"],
  rows: [
    ["N1", "借轮椅", "河滨社区", "紧急"],
    ["N2", "修路灯", "本社区", "十万火急"],
  ],
};

test("a list sent as cells is taken as a file would be, and says which cell is wrong", async () => {
  const { data } = await send(LIST);
  expect(data).toEqual({
    importList: {
      report: {
        id: expect.any(String) as string,
        published: true,
        counts: { new: 1, unchanged: 0, refused: 1, corrected: 0 },
        problems: [
          expect.objectContaining({ row: 3, column: "D", field: "urgency", severity: "REFUSED" }) as object,
        ],
        results: [
          { row: 2, verdict: "ACCEPT", outcome: "NEW", externalId: "N1" },
          { row: 3, verdict: "REJECT", outcome: null, externalId: "N2" },
        ],
      },
    },
  });
  expect(await titles()).toEqual(["借轮椅"]);
});

test("sent twice it is unchanged; with the same key the answer is the same", async () => {
  const first = await send({ ...LIST, idempotencyKey: "k1" });
  expect(await send({ ...LIST, idempotencyKey: "k1" })).toEqual(first);
  expect((await send(LIST)).data).toMatchObject({
    importList: { report: { counts: { new: 0, unchanged: 1 } } },
  });
});

test("a dry run and an all-or-nothing with a bad line write nothing", async () => {
  await send({ ...LIST, dryRun: true });
  await send({ ...LIST, take: "ALL" });
  expect(await titles()).toEqual([]);
});

test("a list without its required column is refused as a whole", async () => {
  const { data } = await send({ ...LIST, heading: ["编号", "什么", "地点", "紧急程度"] });
  expect(data).toMatchObject({ importList: { code: "MISSING_COLUMN" } });
  expect(await titles()).toEqual([]);
});

test.each([
  [
    "more than 200 rows",
    { rows: Array.from({ length: 201 }, (_, i) => [`N${i}`, "借轮椅", "全市", "一般"]) },
  ],
  ["a list nobody takes", { list: "weather" }],
  ["a unit that is no id", { unitId: "启工职校" }],
])("%s is bad input", async (_what, change) => {
  const { errors } = await send({ ...LIST, ...change });
  expect(errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT" });
  expect(await titles()).toEqual([]);
});

test("what a client leaves out may also be null, and a key must be one", async () => {
  const { data } = await send({ ...LIST, unitId: null, idempotencyKey: null });
  expect(data).toMatchObject({ importList: { report: { counts: { new: 1 } } } });
  const { errors } = await send({ ...LIST, idempotencyKey: "" });
  expect(errors?.[0]?.message).toBe("参数不合规：idempotencyKey（至少 1 字）。");
});

test("another unit's list is forbidden", async () => {
  const { errors } = await send({ ...LIST, unitId: city.unit("康禾医院") });
  expect(errors?.[0]?.extensions).toEqual({ code: "FORBIDDEN" });
  expect(await titles()).toEqual([]);
});

function send(input: object): Promise<ExecutionResult> {
  return city.clerkOf("启工职校").query(IMPORT, { input });
}

async function titles(): Promise<string[]> {
  const rows = await city.db.query<{ title: string }[]>("select title from need order by id");
  return rows.map(({ title }) => title);
}
