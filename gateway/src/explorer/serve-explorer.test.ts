import { CLAIMS } from "@gongjian/shared/contracts/dev-issuer";
import type { Role } from "@gongjian/shared/contracts/roles";
import { smallSupergraph } from "../testing/small-supergraph.ts";
import { createKeys, startGateway, type RunningGateway } from "../testing/start-gateway.ts";
import type { PlanTree } from "./plan-view.ts";

let gateway: RunningGateway;

beforeAll(async () => {
  gateway = await startGateway({ supergraphSdl: smallSupergraph(), keys: createKeys(), addresses: {} });
});

afterAll(() => gateway.stop());

async function page(): Promise<{ response: Response; html: string; files: string[] }> {
  const response = await fetch(`${gateway.url}/graphiql`);
  const html = await response.text();
  return {
    response,
    html,
    files: [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, file = ""]) => file),
  };
}

/** `role` is that of a token of the whole city. */
async function askForPlan(role: Role, body: string, type = "application/json"): Promise<Response> {
  const authorization = `Bearer ${await gateway.issuer.token({ [CLAIMS.role]: role })}`;
  return gateway.post("/graphql/plan", body, { "content-type": type, authorization });
}

const NEEDS = JSON.stringify({ query: "{ needs { unit { name } } }" });

test("the page runs only scripts of this server, and none that stand in the page", async () => {
  const { response, html, files } = await page();
  const policy = response.headers.get("content-security-policy");

  expect(html).toContain("查询台 Explorer");
  expect(html).not.toMatch(/https?:\/\/|<script>| on\w+=/);
  expect(files.length).toBeGreaterThan(4);
  expect(policy).toContain("default-src 'none'; script-src 'self';");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).not.toContain("unsafe-eval");
});

test("what the page loads may be kept for good, is typed and compressed", async () => {
  for (const file of (await page()).files) {
    const zipped = await fetch(gateway.url + file, { headers: { "accept-encoding": "gzip" } });
    expect([zipped.status, zipped.headers.get("content-encoding")]).toEqual([200, "gzip"]);
    expect(zipped.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(zipped.headers.get("content-type")).toMatch(/^text\/(css|javascript); charset=utf-8$/);

    const plain = await fetch(gateway.url + file, { headers: { "accept-encoding": "identity" } });
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(await plain.text()).toBe(await zipped.text());
  }
});

test("only the files of this version are there, and nothing else of the disk", async () => {
  const [file = ""] = (await page()).files;
  const other = file.replace(/[\da-f]{16}/, "0123456789abcdef");
  for (const path of [other, `${file}.map`, file.replace("graphiql.css", "..%2fserve-explorer.ts")]) {
    expect((await fetch(gateway.url + path)).status).toBe(404);
  }
});

test("whoever is signed in is told the plan, as a tree and as text", async () => {
  for (const role of ["SECRETARIAT", "DASHBOARD", "RESIDENT"] as const) {
    const response = await askForPlan(role, NEEDS);
    expect(response.status).toBe(200);
    const { plan, text } = (await response.json()) as { plan: PlanTree; text: string };
    expect(plan.children).toMatchObject([
      { kind: "fetch", subgraph: "resources", title: "needs" },
      { kind: "entities", subgraph: "organisations", title: "Organisation(id)", paths: ["needs[].unit"] },
    ]);
    expect(text).toMatch(
      /^sequence: .*\n {2}fetch: needs\n {4}\| [^]*\n {2}entities: Organisation\(id\) @ needs/,
    );
  }
});

test("strangers are not", async () => {
  const response = await askForPlan("PUBLIC", NEEDS);
  expect(response.status).toBe(403);
  expect(await response.json()).toEqual({ code: "FORBIDDEN", message: "登录后才能查看执行计划。" });
  expect((await gateway.post("/graphql/plan", NEEDS, { "content-type": "application/json" })).status).toBe(
    401,
  );
});

test("what would not be executed is not planned either", async () => {
  const lists = `{ search(in: ${"[{ all: ".repeat(25)}[]${" }]".repeat(25)}) }`;
  for (const [query, code] of [
    ["{ nothing }", "GRAPHQL_VALIDATION_FAILED"],
    [lists, "QUERY_TOO_DEEP"],
  ]) {
    const response = await askForPlan("SECRETARIAT", JSON.stringify({ query }));
    expect([response.status, await response.json()]).toMatchObject([400, { code }]);
  }
});

test("plans are asked for as JSON, within the size of any other request", async () => {
  expect((await askForPlan("SECRETARIAT", NEEDS, "text/plain")).status).toBe(415);
  expect((await askForPlan("SECRETARIAT", JSON.stringify({ query: "x".repeat(110_000) }))).status).toBe(413);
});

test("where the pages are switched off they are not there, and nothing leads to them", async () => {
  const settings = { explorer: false };
  const without = await startGateway({
    supergraphSdl: smallSupergraph(),
    keys: createKeys(),
    addresses: {},
    settings,
  });
  expect((await fetch(`${without.url}/graphiql`)).status).toBe(404);
  expect((await without.post("/graphql/plan", NEEDS)).status).toBe(404);
  expect(await (await fetch(without.url)).text()).not.toContain("/graphiql");
  expect(await (await fetch(gateway.url)).text()).toContain('href="/graphiql"');
  await without.stop();
});
