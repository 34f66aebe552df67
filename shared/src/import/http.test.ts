import { createHash } from "node:crypto";
import fc from "fast-check";
import { signRequest } from "../signature.ts";
import { startTestSubgraph, type TestCaller, type TestSubgraph, type Upload } from "../testing/subgraph.ts";
import type { ImportReport } from "./report.ts";
import { UNION } from "./testing/stall-list.ts";
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

const count = async (table: string): Promise<number> => {
  const [row] = await subgraph.db.query<{ count: number }[]>(
    `select count(*)::integer as count from ${table}`,
  );
  return row?.count ?? 0;
};

const TWO = "编号,名称,数量\nA1,修鞋,2\nA2,配钥匙,3\n";

test.each<[string, string | Buffer, Record<string, string>, number, string]>([
  ["no rows", "编号,名称\n", {}, 422, "FILE_EMPTY"],
  ["a missing column", "编号\n1\n", {}, 422, "MISSING_COLUMN"],
  ["an old workbook", Buffer.from("d0cf11e0a1b11ae1", "hex"), {}, 415, "FILE_TYPE_UNSUPPORTED"],
  ["a cut-off file", '编号,名称\n1,"修', {}, 422, "FILE_TRUNCATED"],
  ["a wrong mode", TWO, { mode: "delete" }, 400, "BAD_USER_INPUT"],
  ["an unknown encoding", TWO, { encoding: "big5" }, 400, "BAD_USER_INPUT"],
  ["a unit with a NUL", TWO, { unit: "a\0" }, 400, "BAD_USER_INPUT"],
  ["a file name with a NUL", TWO, { filename: "a\0.csv" }, 400, "BAD_USER_INPUT"],
])("%s is answered with a code and a Chinese message", async (_what, file, params, status, code) => {
  const answer = await send(file, { params });
  const body = answer.report as unknown as { code: string; message: string };
  expect([answer.status, body.code]).toEqual([status, code]);
  expect(body.message).toMatch(/[\u4e00-\u9fff]/);
  expect(await count("stall")).toBe(0);
});

test("a list nobody has is not found", async () => {
  const { status, report } = await send(TWO, { list: "nothing" as never });
  expect([status, (report as unknown as { code: string }).code]).toEqual([404, "UNKNOWN_LIST"]);
});

test("the file arrives whatever its content type, or without one; a form is refused", async () => {
  for (const headers of [{ "content-type": "application/json" }, { "content-type": "text/plain" }, {}]) {
    expect((await clerk.post("/lists/stalls", TWO, headers as Record<string, string>)).status).toBe(200);
  }
  const form = await clerk.post("/lists/stalls", TWO, { "content-type": "multipart/form-data; boundary=x" });
  expect(form.status).toBe(415);
});

test("a body that is not the one that was signed changes nothing", async () => {
  const hash = createHash("sha256").update(TWO).digest("hex");
  const viewer = { role: "UNIT_CLERK" as const, subject: "clerk", unitId: UNION, areaCode: null };
  const path = "/lists/stalls";
  const signed = signRequest(subgraph.keys, { method: "POST", path, bodyHash: hash }, viewer);
  const answer = await subgraph.inject("POST", path, TWO.slice(0, -8), {
    "content-type": "text/csv",
    ...signed,
  });
  expect(answer.status).toBe(401);
  expect(answer.body).toContain("BODY_CHANGED");
  expect(await count("stall")).toBe(0);
});

test("whatever bytes arrive, the answer is a report or a code, and never a failure of ours", async () => {
  const whole = Buffer.from("编号,名称,数量,电话\nA1,修鞋,约2个,0563-5550101\nA2,,-1,\n");
  const mutated = fc
    .array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })), { maxLength: 6 })
    .map((changes) => {
      const bytes = Buffer.from(whole);
      for (const [position, byte] of changes) bytes[position] = byte;
      return bytes;
    });
  await fc.assert(
    fc.asyncProperty(fc.oneof(mutated, fc.uint8Array({ maxLength: 80 })), async (bytes) => {
      const { status, report } = await send(Buffer.from(bytes));
      expect(status).toBeLessThan(500);
      const { code } = report as unknown as { code: unknown };
      expect(status === 200 || typeof code === "string").toBe(true);
    }),
    { numRuns: 60 },
  );
});

test("a mobile number among the words is shown to nobody: not in the row, not in the report", async () => {
  const file = "编号,名称,数量\nA1,修鞋13812345678,2\nA2,配钥匙,13812345678个多\n";
  const { status, report } = await send(file, { idempotencyKey: "personal" });
  expect(status).toBe(200);
  expect(report.problems.map(({ code }) => code)).toContain("PERSONAL_NUMBER_MASKED");
  const kept = await subgraph.db.query<object[]>("select s.*, r.report from stall s, import_request r");
  expect(kept).not.toHaveLength(0);
  expect(JSON.stringify([report, kept])).not.toContain("13812345678");
});
