import { createLogger } from "@gongjian/shared/log";
import type { Role } from "@gongjian/shared/contracts/roles";
import Fastify, { type FastifyInstance } from "fastify";
import { GraphQLError } from "graphql";
import { answerErrors } from "../answer-errors.ts";
import type { PlanTree } from "./plan-view.ts";
import { serveExplorer } from "./serve-explorer.ts";

const PLAN: PlanTree = {
  kind: "sequence",
  title: "2 步",
  children: [
    { kind: "fetch", title: "needs", subgraph: "resources", operation: "{\n  needs { id }\n}", children: [] },
    {
      kind: "entities",
      title: "Organisation",
      subgraph: "organisations",
      paths: ["needs.unit"],
      children: [],
    },
  ],
};

let app: FastifyInstance;
let url: string;

beforeAll(async () => {
  app = Fastify();
  answerErrors(app, createLogger("explorer", "silent"));
  app.decorateRequest("caller", null);
  app.addHook("onRequest", (request, _reply, next) => {
    const { "x-test-role": role } = request.headers;
    if (typeof role === "string") {
      request.caller = { role: role as Role, subject: "tester", unitId: null, areaCode: null };
    }
    next();
  });
  serveExplorer(app, {
    plan: (body) => {
      if ((body as { query: string }).query === "{ nothing }") throw new GraphQLError("No such field.");
      return PLAN;
    },
  });
  url = await app.listen({ port: 0, host: "127.0.0.1" });
});

afterAll(() => app.close());

async function page(): Promise<{ response: Response; html: string; files: string[] }> {
  const response = await fetch(`${url}/graphiql`);
  const html = await response.text();
  return {
    response,
    html,
    files: [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, file = ""]) => file),
  };
}

function askForPlan(role: Role, body: string, type = "application/json"): Promise<Response> {
  return fetch(`${url}/graphql/plan`, {
    method: "POST",
    headers: { "content-type": type, "x-test-role": role },
    body,
  });
}

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
    const zipped = await fetch(url + file, { headers: { "accept-encoding": "gzip" } });
    expect([zipped.status, zipped.headers.get("content-encoding")]).toEqual([200, "gzip"]);
    expect(zipped.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(zipped.headers.get("content-type")).toMatch(/^text\/(css|javascript); charset=utf-8$/);

    const plain = await fetch(url + file, { headers: { "accept-encoding": "identity" } });
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(await plain.text()).toBe(await zipped.text());
  }
});

test("only the files of this version are there, and nothing else of the disk", async () => {
  const [file = ""] = (await page()).files;
  const other = file.replace(/[\da-f]{16}/, "0123456789abcdef");
  for (const path of [other, `${file}.map`, file.replace("graphiql.css", "..%2fserve-explorer.ts")]) {
    expect((await fetch(url + path)).status).toBe(404);
  }
});

test("whoever is signed in is told the plan, as a tree and as text", async () => {
  for (const role of ["SECRETARIAT", "UNIT_CLERK", "DASHBOARD", "RESIDENT"] as const) {
    const response = await askForPlan(role, JSON.stringify({ query: "{ needs { unit { name } } }" }));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      plan: PLAN,
      text: `sequence: 2 步
  fetch: needs
    | {
    |   needs { id }
    | }
  entities: Organisation @ needs.unit`,
    });
  }
});

test("strangers are not", async () => {
  const response = await askForPlan("PUBLIC", JSON.stringify({ query: "{ needs { unit { name } } }" }));
  expect(response.status).toBe(403);
  expect(await response.json()).toEqual({ code: "FORBIDDEN", message: "登录后才能查看执行计划。" });
});

test("an operation that cannot be planned is the caller's mistake", async () => {
  const response = await askForPlan("SECRETARIAT", JSON.stringify({ query: "{ nothing }" }));
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ code: "GRAPHQL_VALIDATION_FAILED", message: "No such field." });
});

test("plans are asked for as JSON, within the size of any other request", async () => {
  expect((await askForPlan("SECRETARIAT", "{}", "text/plain")).status).toBe(415);
  expect((await askForPlan("SECRETARIAT", JSON.stringify({ query: "x".repeat(110_000) }))).status).toBe(413);
});
