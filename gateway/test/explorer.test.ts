import { CLAIMS } from "@gongjian/shared/contracts/dev-issuer";
import { savedExamples } from "@gongjian/gateway/explorer/saved-examples";
import type { Browser, Page } from "playwright-core";
import { CHROMIUM, startBrowser, visit, type Visit } from "./support/browser.ts";
import { publishCity, startWholeGraph, type WholeGraph } from "./support/whole-graph.ts";

let graph: WholeGraph;
let current: Visit;
let page: Page;

beforeAll(async () => {
  graph = await startWholeGraph();
  await publishCity(graph);
}, 180_000);

afterAll(() => graph.stop(), 30_000);

test.each(savedExamples())("example $name runs on the sample city as it stands", async ({ query }) => {
  let answer = await graph.gateway.query(query);
  // What it costs to judge a whole committee's needs, caches cold, may be too much for a machine busy with tests.
  if (answer.errors?.[0]?.extensions.code === "SUBGRAPH_TIMEOUT") answer = await graph.gateway.query(query);
  expect([answer.errors, answer.data]).toEqual([undefined, expect.any(Object)]);
});

if (CHROMIUM === null) console.warn("No Chromium in PATH: the explorer's pages are not tried in a browser.");

(CHROMIUM === null ? describe.skip : describe)("in a browser that reaches no other host", () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await startBrowser(CHROMIUM ?? "");
  }, 60_000);

  afterAll(() => browser.close());

  beforeEach(async () => {
    current = await visit(browser, `${graph.gateway.url}/graphiql`);
    page = current.page;
  });

  afterEach(async () => {
    await page.context().close();
    expect(current.faults).toEqual([]);
  });

  test("a stranger is told to sign in before the schema and the plan are shown", async () => {
    await openPane("文档 Documentation");
    await page.getByText("登录后才能查看数据模式。Sign in to see the schema.").waitFor();
    expect(await status()).toBe("未登录 Not signed in");

    await openPane("执行计划 Plan");
    await page.getByRole("button", { name: "查看计划 Show plan" }).click();
    await page.getByText("登录后才能查看执行计划。Sign in to see plans.").waitFor();
  });

  test("a credential that is not good is refused with the reason", async () => {
    await enter("eyJhbGciOiJub25lIn0.e30.");
    await page.locator(".state.refused").waitFor();
    expect(await status()).toContain("登录凭证");
  });

  test("the credential is kept in the tab alone, and forgotten when told to", async () => {
    await enter("gjk_kept-nowhere-else");
    expect(await placesOf("gjk_kept-nowhere-else")).toEqual(["sessionStorage"]);
    await page.getByRole("button", { name: "清除 Clear" }).click();
    expect(await placesOf("gjk_kept-nowhere-else")).toEqual([]);
  });

  test("the front page leads here, and a unit's API key is as good as a token", async () => {
    await page.goto(graph.gateway.url);
    await page.getByRole("link", { name: "查询台 Explorer" }).click();
    await enter(await newApiKey());
    await page.getByText("已登录 Signed in").waitFor();
  });

  describe("signed in with a token", signedIn);
});

function signedIn(): void {
  beforeEach(async () => {
    await enter(await graph.gateway.issuer.token());
    await page.getByText("已登录 Signed in").waitFor();
  });

  test("the documentation says in Chinese what a field means", async () => {
    await openPane("文档 Documentation");
    await page.getByRole("link", { name: "Query", exact: true }).first().click();
    await page.getByText("按代码取区域。An area by its code.").waitFor();
  });

  test("an example opens beside what was written, runs, and its answer is there", async () => {
    await openPane("示例 Examples");
    await page.getByRole("button", { name: "区域：县、街道、社区、网格" }).click();
    await page.getByRole("tab", { name: "AreaTree" }).waitFor();
    await page.getByRole("button", { name: /^Execute query/ }).click();
    await page.locator(".result-window").getByText("宁国市").first().waitFor();
    expect(await page.getByRole("tab").count()).toBe(2);
  });

  test("the plan shows which subgraph is asked first and which one completes the answer", async () => {
    await openPane("示例 Examples");
    await page.getByRole("button", { name: "需求：谁能满足，为什么" }).click();
    await openPane("执行计划 Plan");
    await page.getByRole("button", { name: "查看计划 Show plan" }).click();

    const steps = page.locator(".plan .step");
    await steps.first().waitFor();
    const texts = await steps.allTextContents();
    const first = (subgraph: string): number => texts.findIndex((text) => text.includes(subgraph));
    expect(texts[0]).toContain("依次 Sequence");
    expect(first("resources")).toBeGreaterThan(0);
    expect(first("organisations")).toBeGreaterThan(first("resources"));
    await page.locator(".plan summary").first().click();
    expect(await page.locator(".plan pre").first().textContent()).toContain("needs(");
  });
}

async function enter(credential: string): Promise<void> {
  await page.getByLabel("令牌或接口密钥").fill(credential);
  await page.getByRole("button", { name: "使用 Use" }).click();
}

async function openPane(name: string): Promise<void> {
  await page.getByRole("button", { name: `Show ${name}` }).click();
}

function status(): Promise<string | null> {
  return page.getByRole("status").first().textContent();
}

/** Where the browser keeps something with this text in it. */
async function placesOf(text: string): Promise<string[]> {
  const kept = await page.evaluate(
    "({ sessionStorage: { ...sessionStorage }, localStorage: { ...localStorage }, cookies: document.cookie })",
  );
  const places = Object.entries(kept as Record<string, unknown>);
  return places.filter(([, content]) => JSON.stringify(content).includes(text)).map(([place]) => place);
}

async function newApiKey(): Promise<string> {
  const { data: found } = await graph.gateway.query<{ organisations: { nodes: { id: string }[] } }>(
    "{ organisations(first: 1) { nodes { id } } }",
  );
  const unit = found?.organisations.nodes[0]?.id ?? "";
  const { data } = await graph.gateway.query<{ createApiKey: { secret: string } }>(
    `mutation { createApiKey(input: { unitId: "${unit}", label: "查询台" }) {
      ... on CreateApiKeySuccess { secret }
    } }`,
    { claims: { [CLAIMS.role]: "UNIT_HEAD", [CLAIMS.unit]: unit } },
  );
  return data?.createApiKey.secret ?? "";
}
