import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request as proxyRequest, createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CLAIMS } from "@gongjian/shared/contracts/dev-issuer";
import { clockOf } from "@gongjian/shared/clock";
import { filledTemplate } from "@gongjian/shared/import/testing/filled-template";
import { createLogger } from "@gongjian/shared/log";
import { buildSubgraphServer } from "@gongjian/shared/subgraph/server";
import { runCommand, type Outcome } from "@gongjian/client/testing/run-command";
import { startGateway, type RunningGateway } from "@gongjian/gateway/testing/start-gateway";
import { resources } from "@gongjian/resources/subgraph";
import { FILLED_IN, startCity, type City } from "@gongjian/resources/testing/city";
import type { FastifyInstance } from "fastify";

const ROOT = join(__dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "gongjian-cli-"));

let city: City;
let subgraph: FastifyInstance;
let gateway: RunningGateway;
let env: NodeJS.ProcessEnv;

/** The subgraph of the lists behind a real gateway, its units told by their owner's events. */
beforeAll(async () => {
  city = await startCity();
  subgraph = await buildSubgraphServer({
    definition: resources,
    db: city.appDb,
    keys: city.keys,
    clock: clockOf(() => new Date(`${FILLED_IN}T09:00:00+08:00`)),
    log: createLogger("resources", "silent"),
  });
  const url = await subgraph.listen({ port: 0, host: "127.0.0.1" });
  const supergraphSdl = readFileSync(join(ROOT, "gateway", "supergraph.graphql"), "utf8");
  gateway = await startGateway({ supergraphSdl, keys: city.keys, addresses: { resources: url } });
}, 60_000);

beforeEach(async () => {
  await city.clear();
  const claims = { [CLAIMS.role]: "UNIT_CLERK", [CLAIMS.unit]: city.unit("启工职校") };
  env = {
    GONGJIAN_URL: gateway.url,
    GONGJIAN_TOKEN: await gateway.issuer.token(claims),
    GONGJIAN_STATE: join(folder, "state"),
    LANG: "zh_CN.UTF-8",
  };
});

afterAll(async () => {
  await gateway.stop();
  await subgraph.close();
  await city.stop();
  rmSync(folder, { recursive: true });
});

const gongjian = (...args: string[]): Promise<Outcome> => runCommand(args, { env });

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function titles(): Promise<string[]> {
  const rows = await city.db.query<{ title: string }[]>(
    "select title from resource where state = 'PUBLISHED' order by title",
  );
  return rows.map(({ title }) => title);
}

const TWO = "编号,资源名称,数量,计量单位,服务范围\nR1,A会议室,1,间,全市\nR2,B球场,2,片,全市\n";

test("a unit tries its list, publishes it, and publishing it again changes nothing", async () => {
  const file = write("资源清单.csv", TWO);
  const tried = await gongjian("publish", file, "--dry-run");
  expect([tried.exitCode, await titles()]).toEqual([0, []]);
  expect(tried.stdout).toContain("新增 2");

  expect((await gongjian("publish", file)).exitCode).toBe(0);
  expect(await titles()).toEqual(["A会议室", "B球场"]);
  const again = await gongjian("publish", file, "--json");
  expect(JSON.parse(again.stdout)).toMatchObject({ counts: { new: 0, changed: 0, unchanged: 2 } });
});

test("a file with one wrong row ends with 1 and names it; all or nothing ends with 3", async () => {
  const file = write("资源清单.csv", TWO.replace("2,片", "2O,片"));
  const all = await gongjian("publish", file, "--rows", "all");
  expect([all.exitCode, await titles()]).toEqual([3, []]);
  const good = await gongjian("publish", file);
  expect([good.exitCode, await titles()]).toEqual([1, ["A会议室"]]);
  expect(good.stdout).toMatch(/3\s+C\s+退回\s+NUMBER_INVALID/);
});

test("another unit's list ends with 4, a file that is no list with 3", async () => {
  const file = write("资源清单.csv", TWO);
  expect((await gongjian("publish", file, "--unit", "市总工会")).exitCode).not.toBe(0);
  env.GONGJIAN_TOKEN = "not-a-token";
  expect((await gongjian("publish", file)).exitCode).toBe(4);
  delete env.GONGJIAN_TOKEN;
  const check = await gongjian("check", write("资源.csv", "甲,乙\n1,2\n"));
  expect(check.exitCode).toBe(3);
});

test("a stranger checks a file and nothing is written, not even for what the check learnt", async () => {
  delete env.GONGJIAN_TOKEN;
  const before = await city.db.query<object[]>("select count(*) from publication");
  const { exitCode, stdout } = await gongjian("check", write("资源清单.csv", TWO.replace("2,片", "2O,片")));
  expect(exitCode).toBe(1);
  expect(stdout).toContain("NUMBER_INVALID");
  expect(await titles()).toEqual([]);
  expect(await city.db.query<object[]>("select count(*) from publication")).toEqual(before);
});

test("the template is downloaded without an account, filled in, and published without a notice", async () => {
  const out = join(folder, "资源模板.xlsx");
  const { GONGJIAN_TOKEN, ...open } = env;
  expect((await runCommand(["template", "-o", out, "--force"], { env: open })).exitCode).toBe(0);
  writeFileSync(out, await filledTemplate(readFileSync(out)));

  env.GONGJIAN_TOKEN = GONGJIAN_TOKEN;
  const { exitCode, stdout } = await gongjian("publish", out, "--json");
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ published: true, problems: [], counts: { new: 1 } });
});

test("the sender gets its own sheet back with a result beside every row", async () => {
  const out = join(folder, "结果.csv");
  const file = write("资源清单.csv", TWO.replace("2,片", "2O,片"));
  const { exitCode } = await gongjian("publish", file, "--out", out);
  expect(exitCode).toBe(1);
  const [heading, first, second] = readFileSync(out, "utf8").split(/\r?\n/);
  expect(heading).toContain("编号,资源名称");
  expect(first).toMatch(/^R1,A会议室.*(?:新增|收)/);
  expect(second).toMatch(/^R2,B球场.*退回/);
  expect(await titles()).toEqual(["A会议室"]);
});

/** Passes the first answers on only in part: the platform has done its work, and the client does not know. */
async function startCutter(cuts: number): Promise<{ url: string; server: Server }> {
  let answered = 0;
  const target = new URL(gateway.url);
  const server = createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const passed = proxyRequest(
      { host: target.hostname, port: target.port, method, path, headers },
      (answer) => {
        answered += 1;
        if (answered > cuts) {
          outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
          answer.pipe(outgoing);
          return;
        }
        answer.resume().on("end", () => outgoing.destroy());
      },
    );
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

test("a publication whose answers were lost is there once, and the client learns of it", async () => {
  const { url, server } = await startCutter(2);
  env.GONGJIAN_URL = url;
  const { exitCode, stdout, waits } = await gongjian("publish", write("资源清单.csv", TWO), "--json");
  server.close();
  server.closeAllConnections();

  expect([exitCode, waits.length]).toEqual([0, 2]);
  expect(JSON.parse(stdout)).toMatchObject({ counts: { new: 2 } });
  const [{ count } = { count: 0 }] = await city.db.query<{ count: number }[]>(
    "select count(*)::int as count from publication",
  );
  expect(count).toBe(1);
});
