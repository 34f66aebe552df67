import { networkOfCaller } from "./access-log.ts";
import { startObservedGateway, type AccessLine, type ObservedGateway } from "./testing/observed-gateway.ts";

let observed: ObservedGateway | undefined;

afterEach(async () => {
  await observed?.stop();
  observed = undefined;
});

const UNITS = { data: { organisations: [{ id: "o1" }] } };
const QUERY = "query Units { organisations { id } }";

async function start(...options: Parameters<typeof startObservedGateway>): Promise<ObservedGateway> {
  observed = await startObservedGateway(...options);
  return observed;
}

test("a request is one line that says what was asked, by which role, at what cost, and how it went", async () => {
  const { gateway, lines } = await start(() => UNITS);
  await gateway.query(QUERY, {
    headers: { authorization: `Bearer ${await gateway.issuer.token()}`, "x-request-id": "request-0001" },
  });

  const [line, ...more] = await lines(1);
  expect(line).toEqual({
    requestId: "request-0001",
    method: "POST",
    route: "/graphql",
    status: 200,
    ms: expect.any(Number) as number,
    bytes: expect.any(Number) as number,
    operation: "Units",
    operationHash: expect.stringMatching(/^[\da-f]{12}$/) as string,
    cost: expect.any(Number) as number,
    subgraphCalls: 1,
    errors: 0,
    role: "SECRETARIAT",
    client: expect.stringMatching(/^token:[\da-f]{12}$/) as string,
    network: "127.0.0.0/24",
    msg: "request",
  });
  expect(line?.ms).toBeGreaterThan(0);
  expect(more).toEqual([]);
});

test("one caller has one name, another has another, and nobody's is in the log", async () => {
  const { gateway, lines } = await start(() => UNITS);
  for (const sub of ["zhang-san", "zhang-san", "li-si"]) await gateway.query(QUERY, { claims: { sub } });

  const [first, again, other] = (await lines(3)).map(({ client }) => client);
  expect(again).toBe(first);
  expect(other).not.toBe(first);
  expect(JSON.stringify(await lines(3))).not.toMatch(/zhang|li-si/);
});

test("queries that differ in what was filled in have one hash, others have another", async () => {
  const { gateway, lines } = await start(() => ({ data: {} }));
  await gateway.query(`{ organisation(id: "a") { id } }`);
  await gateway.query(`{ organisation(id: "b") { id } }`);
  await gateway.query(`{ organisation(id: "b") { name } }`);

  const [one, same, another] = (await lines(3)).map(({ operationHash }) => operationHash);
  expect(same).toBe(one);
  expect(another).not.toBe(one);
});

test.each<[string, number, (observed: ObservedGateway) => Promise<unknown>]>([
  ["UNAUTHENTICATED", 401, ({ gateway }) => gateway.post("/graphql", "{}", { authorization: "Bearer x" })],
  ["NOT_FOUND", 404, ({ gateway }) => gateway.post("/people/13812345678", "{}")],
  [
    "METHOD_NOT_ALLOWED",
    405,
    async ({ gateway }) =>
      fetch(`${gateway.url}/graphql`, {
        headers: { authorization: `Bearer ${await gateway.issuer.token()}` },
      }),
  ],
  ["QUERY_TOO_DEEP", 400, ({ gateway }) => gateway.query("{".repeat(60) + "}".repeat(60))],
])("a request that is refused has the code %s", async (refused, status, ask) => {
  const running = await start(() => UNITS);
  await ask(running);

  expect(await running.lines(1)).toMatchObject([{ refused, status }]);
});

test("who leaves before the answer is in the log with status 499", async () => {
  const { gateway, lines } = await start(() => undefined);
  const leaving = new AbortController();
  const asked = fetch(`${gateway.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${await gateway.issuer.token()}` },
    body: JSON.stringify({ query: QUERY }),
    signal: leaving.signal,
  });
  setTimeout(() => {
    leaving.abort();
  }, 200);
  await expect(asked).rejects.toThrow();

  expect(await lines(1)).toMatchObject([{ route: "/graphql", status: 499 }]);
});

test("requests that share an answer say so", async () => {
  const { gateway, lines } = await start((_, response) => {
    setTimeout(() => response.end(JSON.stringify(UNITS)), 300);
  });
  const authorization = `Bearer ${await gateway.issuer.token()}`;
  await Promise.all([1, 2, 3].map(() => gateway.query(QUERY, { headers: { authorization } })));

  const shared = (await lines(3)).filter(({ isShared }: AccessLine) => isShared === true);
  expect(shared).toHaveLength(2);
});

test("with LOG_ACCESS=errors only what went wrong is written", async () => {
  const { gateway, lines } = await start(() => UNITS, { logAccess: "errors" });
  await gateway.query(QUERY);
  await gateway.query("{ needs { id } }");
  await gateway.post("/nowhere", "");

  expect(await lines(2)).toMatchObject([
    { route: "/graphql", status: 200, errors: 1 },
    { route: "unknown", status: 404 },
  ]);
});

test("with LOG_ACCESS=off nothing is written", async () => {
  const { gateway, lines } = await start(() => UNITS, { logAccess: "off" });
  await gateway.post("/nowhere", "");
  await gateway.query(QUERY);

  expect(await lines(0)).toEqual([]);
});

test.each([
  ["203.0.113.77", "203.0.113.0/24"],
  ["::ffff:203.0.113.77", "203.0.113.0/24"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["::1", "0:0:0:0::/64"],
  ["13812345678", "unknown"],
])("of the address %s the log has %s", (address, network) => {
  expect(networkOfCaller(address)).toBe(network);
});
