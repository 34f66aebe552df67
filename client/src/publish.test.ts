import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "./report.ts";
import { startFakePlatform, type FakePlatform } from "./testing/fake-platform.ts";
import { answerWith, event, good, openEvents, partly, refuseWith } from "./testing/reports.ts";
import { runCommand, type Outcome } from "./testing/run-command.ts";

const KEY = `gjk_${"s".repeat(43)}`;
const folder = mkdtempSync(join(tmpdir(), "gongjian-client-"));
const file = join(folder, "启工职校 资源清单.csv");
let platform: FakePlatform;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  platform = await startFakePlatform();
  writeFileSync(file, "资源名称\n会议室\n");
});
beforeEach(() => {
  platform.requests.length = 0;
  const state = mkdtempSync(join(folder, "state-"));
  env = { GONGJIAN_URL: platform.url, GONGJIAN_API_KEY: KEY, GONGJIAN_STATE: state, LANG: "zh_CN.UTF-8" };
});
afterAll(async () => {
  await platform.stop();
  rmSync(folder, { recursive: true });
});

const answers = (report: Report): void => {
  answerWith(platform, report);
};
const refuses = (status: number, code: string, headers?: Record<string, string>): void => {
  refuseWith(platform, status, code, headers);
};

const publish = (...args: string[]): Promise<Outcome> => runCommand(["publish", file, ...args], { env });

test("a list is sent as it is, under the key and the name of its file", async () => {
  answers(good);
  const { exitCode, stdout, stderr } = await publish("--unit", "启工职校", "--mode", "replace");

  expect(exitCode).toBe(0);
  expect(stdout).toContain("新增 1");
  expect(stderr).toContain("按文件名当作清单 resources");
  const [request] = platform.requests;
  expect(request?.url.pathname).toBe("/lists/resources");
  expect(Object.fromEntries(request?.url.searchParams ?? [])).toEqual({
    filename: "启工职校 资源清单.csv",
    unit: "启工职校",
    mode: "replace",
  });
  expect(request?.headers).toMatchObject({
    "x-api-key": KEY,
    "idempotency-key": expect.any(String) as string,
  });
  expect(request?.body).toEqual(readFileSync(file));
});

test("a refused row is told with row, column, code, cause and suggestion, and ends with 1", async () => {
  answers(partly);
  const { exitCode, stdout } = await publish();
  expect(exitCode).toBe(1);
  const line = stdout.split("\n").find((text) => text.startsWith("7 "));
  expect(line).toMatch(/^7\s+D\s+退回\s+NUMBER_INVALID\s+“数量”应为一个数/);
  expect(stdout).toContain("字母是否应为数字：30？");
});

test.each([
  [422, "FILE_EMPTY", 3],
  [409, "IDEMPOTENCY_CONFLICT", 3],
  [413, "BODY_TOO_LARGE", 3],
  [401, "UNAUTHENTICATED", 4],
  [403, "FORBIDDEN", 4],
  [400, "BAD_USER_INPUT", 2],
  [404, "UNKNOWN_UNIT", 2],
  [500, "INTERNAL_SERVER_ERROR", 5],
])("an answer of %i %s is told and ends with %i, without trying again", async (status, code, expected) => {
  refuses(status, code);
  const { exitCode, stderr } = await publish();
  expect([exitCode, platform.requests.length]).toEqual([expected, 1]);
  expect(stderr).toContain(`[${code}] 说明 ${code}`);
});

test("a whole list that stays out for its refused rows ends with 3", async () => {
  answers({ ...partly, published: false, code: "ROWS_REFUSED" });
  const { exitCode, stdout } = await publish("--rows", "all");
  expect(exitCode).toBe(3);
  expect(stdout).toContain("没有发布任何一行");
});

test("a refusal that comes as an event counts as one that comes as a status", async () => {
  platform.behave((_request, response) => {
    openEvents(response).end(event("refused", { status: 422, code: "MISSING_COLUMN", message: "缺少列" }));
  });
  expect((await publish()).exitCode).toBe(3);
});

test.each(["before the answer", "in the middle of the events"])(
  "a connection cut %s is tried again under the same key",
  async (when) => {
    platform.behave((_request, response) => {
      if (platform.requests.length > 2) openEvents(response).end(event("report", good));
      else if (when === "before the answer") response.destroy();
      else openEvents(response).write('event: progress\ndata: {"rows"', () => response.destroy());
    });
    const { exitCode, stderr, waits } = await publish();
    expect(exitCode).toBe(0);
    expect(platform.requests).toHaveLength(3);
    expect(new Set(platform.requests.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
    expect(waits[1]).toBeGreaterThan(waits[0] ?? 0);
    expect(stderr).toContain("重试");
  },
);

test("a platform that is busy is asked again when it says, at most five times", async () => {
  refuses(503, "BUSY", { "retry-after": "7" });
  const { exitCode, waits } = await publish();
  expect(exitCode).toBe(5);
  expect(platform.requests).toHaveLength(5);
  expect(waits.every((ms) => ms >= 7_000 && ms <= 60_000)).toBe(true);
});

test("a run that got no answer lends its key to the next one; an answered run does not", async () => {
  refuses(503, "BUSY");
  await publish();
  answers(good);
  const again = await publish();
  await publish();
  const keys = platform.requests.map(({ headers }) => headers["idempotency-key"]);
  expect(again.stderr).toContain("用同一个键重发");
  expect(keys[5]).toBe(keys[0]);
  expect(keys[6]).not.toBe(keys[0]);
});

test("a dry run has no key and shows what would change", async () => {
  const change = { field: "quantity", label: "数量", before: "30", after: "40" };
  answers({
    ...good,
    dryRun: true,
    published: false,
    changes: [
      { externalId: "R1", title: "会议室", kind: "CHANGED", fields: [change] },
      { externalId: "R2", title: "球场", kind: "WITHDRAWN", fields: [] },
    ] as never,
  });
  const { exitCode, stdout } = await publish("--dry-run");
  expect(exitCode).toBe(0);
  expect(stdout).toContain("~ R1 会议室：数量 30 → 40");
  expect(stdout).toContain("- R2 球场（撤下）");
  expect(stdout).toContain("什么也没有写入");
  expect(platform.requests[0]?.url.searchParams.get("dryRun")).toBe("true");
  expect(platform.requests[0]?.headers).not.toHaveProperty("idempotency-key");
});
