import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { CLAIMS } from "@gongjian/shared/contracts/dev-issuer";
import { SUBGRAPHS, type ListName, type SubgraphName } from "@gongjian/shared/contracts/lists";
import { systemClock } from "@gongjian/shared/clock";
import { startRelay } from "@gongjian/shared/events/relay";
import type { ImportReport } from "@gongjian/shared/import/report";
import { createLogger } from "@gongjian/shared/log";
import type { SigningKeys } from "@gongjian/shared/signature";
import type { SubgraphDefinition } from "@gongjian/shared/subgraph/define-subgraph";
import { buildSubgraphServer } from "@gongjian/shared/subgraph/server";
import { createTestDatabase, type TestDatabase } from "@gongjian/shared/testing/database";
import { createKeys, startGateway, type RunningGateway } from "@gongjian/gateway/testing/start-gateway";
import { merchants } from "@gongjian/merchants/subgraph";
import { organisations } from "@gongjian/organisations/subgraph";
import { resources } from "@gongjian/resources/subgraph";
import { volunteers } from "@gongjian/volunteers/subgraph";
import type { FastifyInstance } from "fastify";
import { Client } from "pg";

const ROOT = join(__dirname, "..", "..", "..");
const definitions: readonly SubgraphDefinition[] = [organisations, resources, volunteers, merchants];
const log = createLogger("whole-graph", process.env.LOG_LEVEL ?? "silent");

interface RunningSubgraph {
  readonly name: SubgraphName;
  readonly app: FastifyInstance;
  readonly database: TestDatabase;
  readonly url: string;
}

/** All subgraphs on real ports and databases of their own, events flowing, behind the gateway. */
export interface WholeGraph {
  readonly gateway: RunningGateway;
  readonly subgraphs: Readonly<Record<SubgraphName, RunningSubgraph>>;
  upload(list: ListName, file: Buffer | string, options?: UploadOptions): Promise<UploadAnswer>;
  stop(): Promise<void>;
}

interface UploadOptions {
  readonly role?: string;
  readonly apiKey?: string;
  readonly params?: Record<string, string>;
  readonly idempotencyKey?: string;
}

interface UploadAnswer {
  readonly status: number;
  readonly report: ImportReport & { readonly code?: string; readonly message?: string };
}

export async function startWholeGraph(): Promise<WholeGraph> {
  const keys = createKeys();
  const running = await Promise.all(definitions.map((definition) => startSubgraph(definition, keys)));
  const byName = Object.fromEntries(running.map((subgraph) => [subgraph.name, subgraph]));
  const subgraphs = byName as Record<SubgraphName, RunningSubgraph>;
  const addresses = Object.fromEntries(running.map(({ name, url }) => [name, url]));
  const relays = await Promise.all(
    running.map(({ name, database: { jobsUrl } }) =>
      startRelay({ name, jobsUrl, keys, addresses, log, daily: () => Promise.resolve() }),
    ),
  );
  const supergraphSdl = readFileSync(join(ROOT, "gateway", "supergraph.graphql"), "utf8");
  const gateway = await startGateway({ supergraphSdl, keys, addresses });

  return {
    gateway,
    subgraphs,
    upload: (list, file, options) => upload(gateway, list, file, options),
    stop: async () => {
      await gateway.stop();
      await Promise.all(relays.map((relay) => relay.stop()));
      for (const { app, database } of running) {
        await app.close();
        await database.drop();
      }
    },
  };
}

async function startSubgraph(definition: SubgraphDefinition, keys: SigningKeys): Promise<RunningSubgraph> {
  const { name, dataSource } = definition;
  const database = await createTestDatabase(name, dataSource);
  const app = await buildSubgraphServer({ definition, db: database.app, keys, clock: systemClock, log });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  return { name, app, database, url };
}

async function upload(
  gateway: RunningGateway,
  list: ListName,
  file: Buffer | string,
  { role = "SECRETARIAT", apiKey, params = {}, idempotencyKey }: UploadOptions = {},
): Promise<UploadAnswer> {
  const token = await gateway.issuer.token({ [CLAIMS.role]: role });
  const response = await gateway.post(`/lists/${list}?${new URLSearchParams(params).toString()}`, file, {
    "content-type": "text/csv",
    ...(apiKey === undefined ? { authorization: `Bearer ${token}` } : { "x-api-key": apiKey }),
    ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
  });
  return { status: response.status, report: (await response.json()) as UploadAnswer["report"] };
}

/** In this order each list finds what it refers to. */
const CITY: readonly (readonly [ListName, string, string])[] = [
  ["areas", "areas.csv", "ADMIN"],
  ["units", "units.csv", "ADMIN"],
  ["resources", "resources.csv", "SECRETARIAT"],
  ["needs", "needs.csv", "SECRETARIAT"],
  ["teams", "teams.csv", "SECRETARIAT"],
  ["volunteer-services", "volunteer_services.csv", "SECRETARIAT"],
  ["merchants", "merchants.csv", "SECRETARIAT"],
  ["offers", "offers.csv", "SECRETARIAT"],
];

/** Publishes the sample city through the gateway and waits until its events have arrived. */
export async function publishCity(graph: WholeGraph): Promise<void> {
  for (const [list, file, role] of CITY) {
    const answer = await graph.upload(list, readFileSync(join(ROOT, "data", "ningguo", file)), { role });
    if (answer.status !== 200) throw new Error(`${list}: ${answer.status} ${JSON.stringify(answer.report)}`);
    await eventsOf(graph.subgraphs);
  }
}

const WAITING = `select from graphile_worker.jobs where task_identifier = 'deliver_events' limit 1`;

/** Waits until no subgraph has an event left to deliver. */
async function eventsOf(subgraphs: WholeGraph["subgraphs"]): Promise<void> {
  const queues = SUBGRAPHS.map((name) => new Client({ connectionString: subgraphs[name].database.jobsUrl }));
  await Promise.all(queues.map((queue) => queue.connect()));
  try {
    for (let tries = 0; tries < 200; tries++) {
      const waiting = await Promise.all(queues.map((queue) => queue.query(WAITING)));
      if (waiting.every(({ rowCount }) => rowCount === 0)) return;
      await wait(50);
    }
  } finally {
    await Promise.all(queues.map((queue) => queue.end()));
  }
  throw new Error("The events did not arrive.");
}
