import { request } from "node:http";
import { smallSupergraph } from "../testing/small-supergraph.ts";
import { startSmallSubgraph, type Behaviour, type SmallSubgraph } from "../testing/small-subgraph.ts";
import { createKeys, startGateway, type RunningGateway } from "../testing/start-gateway.ts";

const keys = createKeys();
let behaviour: Behaviour;
let resources: SmallSubgraph;
let gateway: RunningGateway;

beforeAll(async () => {
  resources = await startSmallSubgraph(keys, (call, response) => behaviour(call, response));
  gateway = await startGateway({
    supergraphSdl: smallSupergraph(),
    keys,
    addresses: { resources: resources.url },
    settings: { trustedProxies: ["127.0.0.1"] },
  });
});
beforeEach(() => {
  behaviour = ({ path, viewer }) => ({ path, viewer, problems: [] });
});
afterAll(async () => {
  await gateway.stop();
  await resources.stop();
});

const from = (address: string): Record<string, string> => ({
  "x-forwarded-for": address,
  "content-type": "text/csv",
});

test("a file is checked without an account, as anybody", async () => {
  const response = await gateway.post("/lists/needs/check?filename=x.csv", "a\n", from("192.0.2.1"));
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    path: "/lists/needs/check?filename=x.csv",
    viewer: { role: "PUBLIC", subject: "anonymous", unitId: null, areaCode: null },
  });
});

test("a credential sent along does not make the check somebody's", async () => {
  const authorization = `Bearer ${await gateway.issuer.token()}`;
  const headers = { ...from("192.0.2.2"), authorization };
  const response = await gateway.post("/lists/needs/check", "a\n", headers);
  expect(await response.json()).toMatchObject({ viewer: { role: "PUBLIC" } });
});

test("sending a list still needs an account", async () => {
  expect((await gateway.post("/lists/needs", "a\n", from("192.0.2.3"))).status).toBe(401);
  expect((await fetch(`${gateway.url}/lists/needs/export`)).status).toBe(401);
  expect((await fetch(`${gateway.url}/lists/needs/revisions`)).status).toBe(401);
  expect((await gateway.post("/lists/needs/revert", "{}", from("192.0.2.3"))).status).toBe(401);
});

test("the seventh check of one address in a minute waits; other addresses do not", async () => {
  const check = (address: string): Promise<Response> =>
    gateway.post("/lists/needs/check", "a\n", from(address));
  for (let i = 0; i < 6; i++) expect((await check("192.0.2.10")).status).toBe(200);
  const calls = resources.calls.length;
  const refused = await check("192.0.2.10");

  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ code: "RATE_LIMITED" });
  expect(resources.calls).toHaveLength(calls);
  expect((await check("192.0.2.11")).status).toBe(200);
});

test("all addresses of one IPv6 network count as one", async () => {
  const statuses: number[] = [];
  for (let i = 1; i <= 7; i++) {
    statuses.push((await gateway.post("/lists/needs/check", "a\n", from(`2001:db8::${i}`))).status);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429]);
  expect((await gateway.post("/lists/needs/check", "a\n", from("2001:db8:0:1::1"))).status).toBe(200);
});

test("two checks run at a time and the third waits its turn", async () => {
  const running: (() => void)[] = [];
  let most = 0;
  let now = 0;
  behaviour = (_call, response) => {
    now += 1;
    most = Math.max(most, now);
    running.push(() => {
      now -= 1;
      response.end("{}");
    });
  };
  const answers = ["192.0.2.21", "192.0.2.22", "192.0.2.23", "192.0.2.24"].map((address) =>
    gateway.post("/lists/needs/check", "a\n", from(address)),
  );
  for (let done = 0; done < 4;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const finish = running.shift();
    if (finish) done += 1;
    finish?.();
  }
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(most).toBe(2);
});

test("a check whose sender goes away gives its place to the next", async () => {
  let asked = 0;
  behaviour = ({ headers }, response) => {
    asked += 1;
    if (headers["idempotency-key"] !== "stays") response.end("{}");
  };
  const stays = ["192.0.2.31", "192.0.2.32"].map((address) => {
    const headers = { ...from(address), "idempotency-key": "stays" };
    const sending = request(`${gateway.url}/lists/needs/check`, { method: "POST", headers });
    sending.on("error", () => undefined).end("a\n");
    return sending;
  });
  while (asked < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  const third = gateway.post("/lists/needs/check", "a\n", from("192.0.2.33"));
  for (const sending of stays) sending.destroy();
  expect((await third).status).toBe(200);
});

test("a template is there for everybody, and asked for again only when it changed", async () => {
  behaviour = ({ headers }, response) => {
    const isKnown = headers["if-none-match"] === '"1"';
    response.writeHead(isKnown ? 304 : 200, {
      "content-type": "application/octet-stream",
      "cache-control": "public, max-age=300",
      etag: '"1"',
    });
    response.end(isKnown ? undefined : Buffer.from([0x50, 0x4b, 0xff]));
  };
  const first = await fetch(`${gateway.url}/lists/needs/template.xlsx`);
  expect([first.status, first.headers.get("etag"), first.headers.get("cache-control")]).toEqual([
    200,
    '"1"',
    "public, max-age=300",
  ]);
  expect([...new Uint8Array(await first.arrayBuffer())]).toEqual([0x50, 0x4b, 0xff]);
  const again = await fetch(`${gateway.url}/lists/needs/template.xlsx`, {
    headers: { "if-none-match": '"1"' },
  });
  expect(again.status).toBe(304);
});

test("the front page links the templates", async () => {
  const page = await (await fetch(`${gateway.url}/`)).text();
  expect(page).toContain("/lists/resources/template.xlsx");
  expect(page).toContain("/lists/needs/schema.json");
});
