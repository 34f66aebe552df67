import { systemClock } from "@gongjian/shared/clock";
import { createLogger } from "@gongjian/shared/log";
import { sha256, signRequest } from "@gongjian/shared/signature";
import { buildSubgraphServer } from "@gongjian/shared/subgraph/server";
import { createTestDatabase, type TestDatabase } from "@gongjian/shared/testing/database";
import type { Viewer } from "@gongjian/shared/viewer";
import { createKeys } from "@gongjian/gateway/testing/start-gateway";
import { merchants } from "@gongjian/merchants/subgraph";
import type { FastifyInstance } from "fastify";
import { attack, type HostileReport } from "./attack.ts";
import type { Credential } from "./hostile-request.ts";

const viewer: Viewer = { role: "SECRETARIAT", subject: "tester", unitId: null, areaCode: null };
const keys = createKeys();

let database: TestDatabase;
let app: FastifyInstance;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase(merchants.name, merchants.dataSource);
  const log = createLogger("merchants", "silent");
  app = await buildSubgraphServer({ definition: merchants, db: database.app, keys, clock: systemClock, log });
  url = await app.listen({ port: 0, host: "127.0.0.1" });
});

afterAll(async () => {
  await app.close();
  await database.drop();
});

/** As the gateway signs, which lets nothing through that is not to its limits. */
const signed: Credential = ({ method, path, body }) =>
  Object.entries(signRequest(keys, { method, path, bodyHash: sha256(body) }, viewer)).map(
    ([name, value]) => `${name}: ${value}`,
  );

test("a subgraph bears whatever comes with the gateway's signature", async () => {
  const canary = { query: "{ merchants(first: 1) { nodes { id } } }", answer: '"nodes":[]' };
  const report: HostileReport = await attack({ url, credential: signed, canary, isForPeople: false }, 200);
  expect(report.faults).toEqual([]);
  expect(report.worst.ms).toBeLessThan(200);
  expect(report.p95Ms).toBeLessThan(50);
  expect(report.worstCanary.ms).toBeLessThan(200);
  expect(report.memoryGrowthMb).toBeLessThan(100);
}, 180_000);
