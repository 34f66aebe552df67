import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import Fastify from "fastify";
import { answerErrors } from "./answer-errors.ts";
import { serveLists } from "./lists.ts";
import { createLogger } from "@gongjian/shared/log";
import { smallSupergraph } from "./testing/small-supergraph.ts";
import { startSmallSubgraph, type SmallSubgraph } from "./testing/small-subgraph.ts";
import { createKeys, startGateway, type RunningGateway } from "./testing/start-gateway.ts";
import { GATEWAY, SubgraphClient } from "./calls/subgraph-client.ts";

const keys = createKeys();
const spoolFolder = mkdtempSync(join(tmpdir(), "gongjian-spool-"));

let resources: SmallSubgraph;
let gateway: RunningGateway;
let authorization: string;

beforeAll(async () => {
  resources = await startSmallSubgraph(keys, ({ viewer, path }) => ({ viewer, path, problems: [] }));
  gateway = await startGateway({
    supergraphSdl: smallSupergraph(),
    keys,
    addresses: { resources: resources.url },
    settings: { spoolFolder },
  });
  authorization = `Bearer ${await gateway.issuer.token()}`;
});

afterAll(async () => {
  await gateway.stop();
  await resources.stop();
  rmSync(spoolFolder, { recursive: true });
});

const post = (path: string, body: string | Buffer, headers = {}): Promise<Response> =>
  gateway.post(path, body, { authorization, "content-type": "text/csv", ...headers });

test("an upload that ends before its announced length is told so, and nothing is passed on", async () => {
  const { hostname, port } = new URL(gateway.url);
  const calls = resources.calls.length;
  const answer = await new Promise<string>((resolve, reject) => {
    let text = "";
    const socket = connect({ host: hostname, port: Number(port) }, () => {
      socket.end(
        `POST /lists/needs HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\n` +
          "content-type: text/csv\r\ncontent-length: 1000\r\n\r\na,b",
      );
    });
    socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
    socket.on("close", () => {
      resolve(text);
    });
    socket.on("error", reject);
  });

  expect(answer).toContain("UPLOAD_CUT_OFF");
  expect(answer).toContain("没有传完整");
  expect(resources.calls).toHaveLength(calls);
  for (let i = 0; i < 20 && readdirSync(spoolFolder).length > 0; i++) await wait(50);
  expect(readdirSync(spoolFolder)).toEqual([]);
});

test("the file arrives byte for byte at the subgraph that owns the list, signed for the sender", async () => {
  const file = randomBytes(3 * 1024 * 1024);
  const path = "/lists/needs?filename=%E9%9C%80%E6%B1%82.csv&dryRun=true";
  const response = await post(path, file, { "idempotency-key": "key-1" });

  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ path, problems: [] });
  const call = resources.calls.at(-1);
  expect(call?.viewer).toMatchObject({ role: "SECRETARIAT", subject: "tester" });
  expect(call?.headers).toMatchObject({ "content-type": "text/csv", "idempotency-key": "key-1" });
  expect(
    createHash("sha256")
      .update(call?.body ?? "")
      .digest("hex"),
  ).toBe(createHash("sha256").update(file).digest("hex"));
  expect(readdirSync(spoolFolder)).toEqual([]);
});

test("a Chinese file name that is not escaped is refused with what to do", async () => {
  const path = Buffer.from("/lists/needs?filename=需求.csv").toString("latin1");
  const answered = await new Promise<string>((resolve, reject) => {
    const sending = request(`${gateway.url}/`, { method: "POST", path }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () => {
        resolve(text);
      });
    });
    sending.on("error", reject).end("a,b\n");
  });
  expect(JSON.parse(answered)).toEqual({
    code: "BAD_REQUEST",
    message: "请求无法解析。网址中的中文和空格要先转义（如 filename=%E9%9C%80.csv）。",
  });
});

test("a sender who breaks off sends nothing on and leaves nothing behind", async () => {
  const before = resources.calls.length;
  await new Promise<void>((resolve) => {
    const headers = { authorization, "content-type": "text/csv", "content-length": "1000000" };
    const sending = request(`${gateway.url}/lists/needs`, { method: "POST", headers });
    sending.on("error", () => {
      resolve();
    });
    sending.write(Buffer.alloc(500_000));
    setTimeout(() => sending.destroy(), 100);
  });
  await wait(200);
  expect(resources.calls).toHaveLength(before);
  expect(readdirSync(spoolFolder)).toEqual([]);
});

test("one caller's slow uploads leave room for others", async () => {
  const headers = { authorization, "content-type": "text/csv", "content-length": "10" };
  const slow = Array.from({ length: 4 }, () => {
    const sending = request(`${gateway.url}/lists/needs`, { method: "POST", headers });
    sending.on("error", () => undefined).write("a");
    return sending;
  });
  await wait(200);
  expect((await post("/lists/needs", "a,b\n")).status).toBe(429);
  const other = `Bearer ${await gateway.issuer.token({ sub: "someone else" })}`;
  expect((await post("/lists/needs", "a,b\n", { authorization: other })).status).toBe(200);

  for (const sending of slow) sending.destroy();
  await wait(200);
  expect((await post("/lists/needs", "a,b\n")).status).toBe(200);
});

test("without a credential not a byte is stored", async () => {
  const response = await post("/lists/needs", "a,b\n", { authorization: "Bearer x" });
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ code: "UNAUTHENTICATED" });
});

test("a list that does not exist is not found", async () => {
  expect((await post("/lists/secrets", "a")).status).toBe(404);
});

test("a form or a compressed body is refused with what to do instead", async () => {
  for (const headers of [
    { "content-type": "multipart/form-data; boundary=x" },
    { "content-encoding": "gzip" },
  ]) {
    const response = await post("/lists/needs", "a", headers);
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({
      message: expect.stringContaining("--data-binary") as string,
    });
  }
});

test("a list whose subgraph is down says so", async () => {
  const response = await post("/lists/merchants", "a,b\n");
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({
    code: "SUBGRAPH_DOWN",
    message: "「商户」服务（merchants）暂时不可用，请稍后再试。",
  });
  expect(readdirSync(spoolFolder)).toEqual([]);
});

test("a file over the limit is refused and not sent on", async () => {
  const app = Fastify();
  const log = createLogger("gateway", "silent");
  const client = new SubgraphClient("resources", resources.url, keys);
  const subgraphs = { organisations: client, resources: client, volunteers: client, merchants: client };
  app.decorateRequest("caller", null);
  app.addHook("onRequest", (incoming, _reply, done) => {
    incoming.caller = GATEWAY;
    done();
  });
  answerErrors(app, log);
  await serveLists(app, { subgraphs, spoolFolder, fileLimit: 1024 * 1024 });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  const before = resources.calls.length;

  for (const size of [1024 * 1024 + 1, 2 * 1024 * 1024]) {
    const body = new Uint8Array(size);
    const response = await fetch(`${url}/lists/needs`, {
      method: "POST",
      body,
      headers: { "content-type": "text/csv" },
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({
      code: "BODY_TOO_LARGE",
      message: "文件超过 1 MB，请拆成几个文件发送。",
    });
  }
  expect(resources.calls).toHaveLength(before);
  expect(readdirSync(spoolFolder)).toEqual([]);
  await client.close();
  // A sender that was answered before it had sent everything may hold its connection.
  app.server.closeAllConnections();
  await app.close();
});
