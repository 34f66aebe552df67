import { startCity, type City } from "../testing/city.ts";
import type { TestCaller } from "@gongjian/shared/testing/subgraph";
import type { ImportReport } from "@gongjian/shared/import/report";

let city: City;
let clerk: TestCaller;
beforeAll(async () => {
  city = await startCity();
  clerk = city.clerkOf("启工职校");
});
afterAll(() => city.stop());
afterEach(async () => {
  await city.clear();
  await city.db.query("truncate list_mapping");
});

const FIRST = "编号,名称,数量,服务范围\nA1,会议室,60,全市\nA2,礼堂,300,全市\n";
const SECOND = "编号,名称,数量,服务范围\nA1,会议室,80,全市\nA3,教室,40,全市\n";

interface Revision {
  readonly id: string;
  readonly counts: ImportReport["counts"];
}

test("a script reads the revisions, compares two and goes back to the first", async () => {
  await publish(FIRST);
  await publish(SECOND, { mode: "replace" });
  const [second, first] = (await json<{ nodes: Revision[] }>("/lists/resources/revisions")).nodes;
  expect(second?.counts).toMatchObject({ new: 1, changed: 1, withdrawn: 1 });

  const compared = await json<{ nodes: { kind: string; title: string }[] }>(
    `/lists/resources/revisions/${first?.id}/compare/${second?.id}`,
  );
  expect(compared.nodes.map(({ kind, title }) => [kind, title]).sort()).toEqual([
    ["CHANGED", "会议室"],
    ["NEW", "教室"],
    ["WITHDRAWN", "礼堂"],
  ]);

  const reverted = await clerk.post(`/lists/resources/revert?to=${first?.id}`, "", {
    "idempotency-key": "back",
  });
  expect(reverted.status).toBe(200);
  expect(await standing()).toEqual([
    { title: "会议室", quantity: 60 },
    { title: "礼堂", quantity: 300 },
  ]);
  const { report } = await publish(SECOND, { mode: "replace" });
  expect(report.counts).toMatchObject({ changed: 2, withdrawn: 1, unchanged: 0 });
});

test("a list goes out as a file, and in again without a change", async () => {
  await publish(FIRST);
  const file = await clerk.get("/lists/resources/export?format=csv");
  expect(file.status).toBe(200);
  const { report } = await clerk.upload({ list: "resources", file: file.body, params: { mode: "replace" } });
  expect(report.counts).toMatchObject({ total: 2, unchanged: 2, withdrawn: 0, refused: 0 });
});

test("of another unit's list nothing is read, compared or taken back", async () => {
  await publish(FIRST);
  const stranger = city.clerkOf("康禾医院");
  const [revision] = (await json<{ nodes: Revision[] }>("/lists/resources/revisions")).nodes;
  const unit = city.unit("启工职校");
  for (const path of [
    `/lists/resources/revisions?unit=${unit}`,
    `/lists/resources/revisions/${revision?.id}/compare/${revision?.id}?unit=${unit}`,
  ]) {
    expect((await stranger.get(path)).status).toBe(403);
  }
  const refused = await stranger.post(`/lists/resources/revert?to=${revision?.id}&unit=${unit}`, "", {});
  expect([403, 404]).toContain(refused.status);
  expect(await standing()).toHaveLength(2);
});

test("a wrong address or parameter is answered with a code", async () => {
  expect(await code("/lists/areas/revisions")).toEqual([404, "UNKNOWN_LIST"]);
  expect(await code("/lists/resources/revisions?first=0")).toEqual([400, "BAD_USER_INPUT"]);
  expect(await code("/lists/resources/revisions/1")).toEqual([404, "NOT_FOUND"]);
  expect(await code("/lists/resources/export?format=pdf")).toEqual([400, "BAD_USER_INPUT"]);
});

test("headings that nobody knows are said once, and the next file needs no word", async () => {
  const file = "代号,叫什么,几多,在哪\nA1,会议室,60,全市\n";
  const mapping = JSON.stringify({
    代号: "externalId",
    叫什么: "资源名称",
    几多: "quantity",
    在哪: "服务范围",
  });
  const refused = await clerk.upload({ list: "resources", file });
  expect(refused.status).toBe(422);

  const params = { mapping, rememberMapping: "true" };
  const dry = await clerk.upload({ list: "resources", file, params: { ...params, dryRun: "true" } });
  expect(dry.report).toMatchObject({ counts: { new: 1, refused: 0 } });
  expect((await clerk.upload({ list: "resources", file })).status).toBe(422);

  const taken = await clerk.upload({ list: "resources", file, params });
  expect(taken.report.mapping.map(({ field, by }) => [field, by])).toEqual([
    ["externalId", "SAVED"],
    ["title", "SAVED"],
    ["quantity", "SAVED"],
    ["area", "SAVED"],
  ]);
  const again = await clerk.upload({ list: "resources", file });
  expect(again.report.counts).toMatchObject({ unchanged: 1, refused: 0 });
});

test("a mapping of several units' sheet cannot be remembered, and an unusable one is refused", async () => {
  const secretariat = city.secretariat();
  const send = (params: Record<string, string>): Promise<{ status: number; report: ImportReport }> =>
    secretariat.upload({ list: "resources", file: FIRST, params });
  const remembered = await send({ mapping: '{"名称":"title"}', rememberMapping: "true" });
  expect([remembered.status, remembered.report.code]).toEqual([400, "MAPPING_INVALID"]);
  const unknown = await send({ mapping: '{"名称":"colour"}' });
  expect([unknown.status, unknown.report.code]).toEqual([400, "MAPPING_INVALID"]);
});

test("the sender's own sheet comes back with what became of each row", async () => {
  const file = `${FIRST}A4,,5,全市\n`;
  const answer = await clerk.post("/lists/resources?answer=sheet", file, { "content-type": "text/csv" });
  const lines = answer.body.replace("\ufeff", "").trim().split(/\r?\n/);
  expect(lines[0]).toMatch(/^编号,名称,数量,服务范围,导入结果,问题与建议$/);
  expect(lines[1]).toMatch(/^A1,会议室,60,全市,.*新增/);
  expect(lines[3]).toMatch(/^A4,,5,全市,.*退回.*必填/);
});

function publish(file: string, params: Record<string, string> = {}): Promise<{ report: ImportReport }> {
  return clerk.upload({ list: "resources", file, params });
}

async function json<Body>(path: string): Promise<Body> {
  const { status, body } = await clerk.get(path);
  expect(status).toBe(200);
  return JSON.parse(body) as Body;
}

async function code(path: string): Promise<[number, string]> {
  const { status, body } = await clerk.get(path);
  return [status, (JSON.parse(body) as { code: string }).code];
}

function standing(): Promise<object[]> {
  return city.db.query("select title, quantity from resource where state = 'PUBLISHED' order by external_id");
}
