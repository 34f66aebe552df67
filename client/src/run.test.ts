import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "./report.ts";
import { startFakePlatform, type FakePlatform } from "./testing/fake-platform.ts";
import { answerWith, event, good, openEvents, partly, refusedRow, refuseWith } from "./testing/reports.ts";
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

test("without an answer within reach the connection is told to have failed", async () => {
  env.GONGJIAN_URL = "http://127.0.0.1:9";
  expect((await publish()).exitCode).toBe(5);
});

test("no credential, and the way to get one, before anything is sent", async () => {
  delete env.GONGJIAN_API_KEY;
  const { exitCode, stderr } = await publish();
  expect([exitCode, platform.requests.length]).toEqual([4, 0]);
  expect(stderr).toContain("createApiKey");
});

test.each([
  [["publish"]],
  [["publish", "a.csv", "b.csv"]],
  [["publish", "no-such-file.csv", "--list", "needs"]],
  [["publish", file, "--mode", "both"]],
  [["publish", file, "--force"]],
  [["publish", file, "--nonsense"]],
  [["publish", "-"]],
  [["revert", "latest", "--list", "needs"]],
  [["fly"]],
  [[]],
])("a wrong command line ends with 2 and sends nothing: %j", async (args) => {
  const { exitCode, stderr } = await runCommand(args, { env });
  expect([exitCode, platform.requests.length]).toEqual([2, 0]);
  expect(stderr).not.toBe("");
});

test("a key is never shown, wherever it came from and whatever goes wrong", async () => {
  const keyFile = join(folder, "key");
  writeFileSync(keyFile, `\ufeff${KEY}\r\n`);
  refuses(401, "UNAUTHENTICATED");
  for (const args of [
    ["--api-key", KEY],
    ["--api-key-file", keyFile],
    ["--api-key", KEY, "--nonsense"],
    ["--api-key", KEY, "--token", KEY],
  ]) {
    const { stdout, stderr } = await publish(...args, "--json");
    expect(stdout + stderr).not.toContain(KEY);
  }
  expect(platform.requests.every(({ headers }) => headers["x-api-key"] === KEY)).toBe(true);
});

test("standard input is sent under the name it is given", async () => {
  answers(good);
  const { exitCode } = await runCommand(["publish", "-", "--name", "需求.csv"], {
    env,
    stdin: "需求名称\n借会议室\n",
  });
  expect(exitCode).toBe(0);
  expect(platform.requests[0]?.url.pathname).toBe("/lists/needs");
  expect(platform.requests[0]?.body.toString()).toBe("需求名称\n借会议室\n");
});

test("a file is checked without a credential, even where there is one", async () => {
  answers({ ...partly, dryRun: true, published: false });
  const { exitCode } = await runCommand(["check", file], { env });
  expect(exitCode).toBe(1);
  expect(platform.requests[0]?.url.pathname).toBe("/lists/resources/check");
  expect(platform.requests[0]?.headers).not.toHaveProperty("x-api-key");
});

test("JSON goes to standard output alone, progress and words to standard error", async () => {
  answers(partly);
  const { stdout, stderr } = await publish("--json");
  expect(JSON.parse(stdout)).toEqual(partly);
  expect(stderr).toContain("上传");
});

test("a person sees a bar that moves on one line, and a log whole lines", async () => {
  answers(good);
  const watched = await runCommand(["publish", file], { env, isTTY: true });
  expect(watched.stderr).toMatch(/\r上传 \[█+\] 100%/);
  const logged = await publish();
  expect(logged.stderr).not.toContain("\r");
  expect((await publish("--quiet")).stderr).not.toContain("上传");
});

test("a report of many megabytes arrives whole", async () => {
  const results = Array.from({ length: 100_000 }, (_, row) => ({ row, verdict: "ACCEPT" }));
  answers({ ...good, results } as never);
  const { stdout } = await publish("--json");
  expect((JSON.parse(stdout) as { results: object[] }).results).toHaveLength(100_000);
});

test("the sheet with remarks is fetched under the same key and appears when it is complete", async () => {
  platform.behave(({ headers }, response) => {
    if (headers.accept?.includes("event-stream")) openEvents(response).end(event("report", partly));
    else response.writeHead(200, { "content-type": "text/csv" }).end("资源名称,导入结果\n");
  });
  const out = join(folder, "结果.csv");
  expect((await publish("--out", out)).exitCode).toBe(1);
  expect(readFileSync(out, "utf8")).toContain("导入结果");
  expect(existsSync(`${out}.part`)).toBe(false);
  expect(new Set(platform.requests.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
});

test("an export is not taken for whole when it breaks off, and does not overwrite a file unasked", async () => {
  const out = join(folder, "needs.xlsx");
  platform.behave((_request, response) => {
    response.writeHead(200, { "content-length": "100" }).write("half", () => response.destroy());
  });
  expect((await runCommand(["export", "-o", out], { env })).exitCode).toBe(5);
  expect(existsSync(out)).toBe(false);

  platform.behave((_request, response) => response.end("whole"));
  expect((await runCommand(["export", "-o", out], { env })).exitCode).toBe(0);
  expect(platform.requests.at(-1)?.url.search).toBe("?format=xlsx");
  expect((await runCommand(["export", "-o", out], { env })).exitCode).toBe(2);
  expect((await runCommand(["export", "-o", out, "--force"], { env })).exitCode).toBe(0);
});

test("an undo whose answer was lost is not done twice", async () => {
  refuses(503, "BUSY");
  await runCommand(["undo", "--list", "needs"], { env });
  platform.behave((_request, response) => {
    const done = {
      id: good.id,
      dryRun: false,
      published: true,
      counts: { changed: 1, withdrawn: 2, restored: 0 },
    };
    response.end(JSON.stringify(done));
  });
  const { exitCode, stdout } = await runCommand(["undo", "--list", "needs"], { env });
  expect(exitCode).toBe(0);
  expect(stdout).toContain("撤下 2 条");
  expect(new Set(platform.requests.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
});

test("a text from the platform cannot write to the terminal's controls", async () => {
  answers({ ...partly, problems: [{ ...refusedRow, message: "坏\u001b[2J\u202e的" }] });
  const { stdout } = await publish();
  expect(stdout).toContain("坏[2J的");
  expect(stdout).not.toContain("\u001b");
});

test("help and messages follow the language", async () => {
  expect((await runCommand(["--help"], { env })).stdout).toContain("用法");
  expect((await runCommand(["publish", "--help", "--lang", "en"], { env })).stdout).toContain(
    "write nothing",
  );
  env.LANG = "en_GB.UTF-8";
  expect((await runCommand(["--help"], { env })).stdout).toContain("Usage");
});

test("a server that refuses a large file at once is understood", async () => {
  const large = join(folder, "needs-large.csv");
  writeFileSync(large, Buffer.alloc(8 * 1024 * 1024, "x"));
  const early = await startFakePlatform();
  early.behave((_request, response) =>
    response.writeHead(401).end('{"code":"UNAUTHENTICATED","message":"m"}'),
  );
  const { exitCode } = await runCommand(["publish", large, "--url", early.url], { env });
  expect(exitCode).toBe(4);
  await early.stop();
});
