import { readdir, readlink } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import Fastify, { type FastifyInstance } from "fastify";
import { createLogger } from "@gongjian/shared/log";
import { answerErrors } from "../answer-errors.ts";
import { serveLists } from "../lists.ts";
import { GATEWAY, SubgraphClient } from "../calls/subgraph-client.ts";
import { startSmallSubgraph, type SmallSubgraph } from "../testing/small-subgraph.ts";
import { createKeys } from "../testing/start-gateway.ts";

/** More than one caller may have at once. */
const CALLERS = 6;

const keys = createKeys();
let subgraph: SmallSubgraph;
let client: SubgraphClient;
let app: FastifyInstance;
let port: number;

beforeAll(async () => {
  subgraph = await startSmallSubgraph(keys, ({ path }) => ({ path }));
  client = new SubgraphClient("resources", subgraph.url, keys);
  app = Fastify();
  app.decorateRequest("caller", null);
  app.addHook("onRequest", async (request, reply) => {
    request.caller = GATEWAY;
    // As a look-up of a key takes its time, and its caller goes meanwhile.
    if (request.headers["x-goes"] !== undefined) await once(() => reply.raw.destroyed);
  });
  answerErrors(app, createLogger("gateway", "silent"));
  await serveLists(app, {
    subgraphs: { organisations: client, resources: client, volunteers: client, merchants: client },
    spoolFolder: tmpdir(),
    checksPerMinute: 100,
  });
  port = Number(new URL(await app.listen({ port: 0, host: "127.0.0.1" })).port);
});

afterAll(async () => {
  await app.close();
  await client.close();
  await subgraph.stop();
});

test.each([
  ["POST", "/lists/needs"],
  ["POST", "/lists/needs/check"],
  ["POST", "/lists/needs/revert"],
  ["GET", "/lists/needs/export"],
])("callers of %s %s who go while they are recognised leave their places to others", async (method, path) => {
  for (let i = 0; i < CALLERS; i++) await goAway(method, path);
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    ...(method === "POST" ? { body: "a\n", headers: { "content-type": "text/csv" } } : {}),
  });
  expect([response.status, await response.json()]).toEqual([200, { path }]);
  expect(await spooledFiles()).toBe(0);
});

/** Sends a whole request and is gone before the gateway knows who asks. */
async function goAway(method: string, path: string): Promise<void> {
  const body = method === "POST" ? "a\n" : "";
  const socket = connect(port, "127.0.0.1");
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  socket.write(
    `${method} ${path} HTTP/1.1\r\nhost: x\r\nx-goes: 1\r\ncontent-type: text/csv\r\n` +
      `content-length: ${body.length}\r\n\r\n${body}`,
  );
  await wait(30);
  socket.destroy();
  await wait(100);
}

/** Received bodies that are still open. */
async function spooledFiles(): Promise<number> {
  for (let tries = 0; ; tries++) {
    const open = await Promise.all(
      (await readdir("/proc/self/fd")).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => "")),
    );
    const count = open.filter((name) => name.includes("/gongjian-")).length;
    if (count === 0 || tries === 20) return count;
    await wait(50);
  }
}

async function once(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 100 && !isSo(); tries++) await wait(10);
}
