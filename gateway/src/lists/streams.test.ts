import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import Fastify, { type FastifyInstance } from "fastify";
import { createLogger } from "@gongjian/shared/log";
import { answerErrors } from "../answer-errors.ts";
import { serveLists } from "../lists.ts";
import { GATEWAY, SubgraphClient } from "../calls/subgraph-client.ts";
import { startSmallSubgraph, type Behaviour, type SmallSubgraph } from "../testing/small-subgraph.ts";
import { createKeys } from "../testing/start-gateway.ts";

const keys = createKeys();
let behaviour: Behaviour;
let subgraph: SmallSubgraph;
let client: SubgraphClient;
let app: FastifyInstance;
let url: string;

beforeAll(async () => {
  subgraph = await startSmallSubgraph(keys, (call, response) => behaviour(call, response));
  client = new SubgraphClient("resources", subgraph.url, keys);
  app = Fastify();
  app.decorateRequest("caller", null);
  app.addHook("onRequest", (incoming, _reply, done) => {
    incoming.caller = GATEWAY;
    done();
  });
  answerErrors(app, createLogger("gateway", "silent"));
  await serveLists(app, {
    subgraphs: { organisations: client, resources: client, volunteers: client, merchants: client },
    spoolFolder: tmpdir(),
    heartbeatMs: 50,
  });
  url = await app.listen({ port: 0, host: "127.0.0.1" });
});

afterAll(async () => {
  await app.close();
  await client.close();
  await subgraph.stop();
});

const events = { "content-type": "text/event-stream; charset=utf-8" };

function sendForProgress(): Promise<Response> {
  return fetch(`${url}/lists/needs`, {
    method: "POST",
    body: "a,b\n",
    headers: { accept: "text/event-stream", "content-type": "text/csv" },
  });
}

/** Reads until the text so far satisfies the condition. */
async function readUntil(response: Response, isEnough: (text: string) => boolean): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  if (!response.body) return text;
  for await (const chunk of response.body) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (isEnough(text)) break;
  }
  return text;
}

test("progress arrives while the import still runs, and the report at its end", async () => {
  let go: (() => void) | undefined;
  behaviour = ({ headers }, response) => {
    expect(headers.accept).toBe("text/event-stream");
    response.writeHead(200, events).write('event: progress\ndata: {"stage":"READING","rows":500}\n\n');
    go = () => response.end('event: report\ndata: {"problems":[]}\n\n');
  };
  const response = await sendForProgress();
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const first = await reader.read();
  expect(Buffer.from(first.value ?? []).toString()).toContain("READING");

  go?.();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    rest += Buffer.from(part.value).toString();
  }
  expect(rest).toContain("event: report");
});

test("while nothing comes, comments keep the connection awake, never inside an event", async () => {
  let response: ServerResponse | undefined;
  behaviour = (_call, subgraphs) => {
    response = subgraphs;
    subgraphs.writeHead(200, events).write("event: progress\nda");
  };
  const answer = await sendForProgress();
  setTimeout(() => response?.write("ta: {}\n\n"), 200);
  const text = await readUntil(answer, (soFar) => soFar.endsWith(":\n\n:\n\n"));
  expect(text).toMatch(/^event: progress\ndata: \{\}\n\n(?::\n\n)+$/);
  response?.destroy();
});

test("a subgraph that dies in the middle is told as an event, with what to do", async () => {
  behaviour = (_call, response) => {
    response.writeHead(200, events).write('event: progress\ndata: {"stage":"WRITING"}\n\nevent: rep');
    setTimeout(() => response.destroy(), 50);
  };
  const text = await (await sendForProgress()).text();
  const last = text.split("\n\n").at(-2) ?? "";
  expect(last).toMatch(/^event: refused\ndata: /);
  expect(JSON.parse(last.slice(last.indexOf("{")))).toMatchObject({
    status: 503,
    code: "SUBGRAPH_DOWN",
    message: expect.stringContaining("Idempotency-Key") as string,
  });
});

test("a refusal before the first event keeps its status", async () => {
  behaviour = (_call, response) => {
    response.writeHead(422, { "content-type": "application/json" }).end('{"code":"FILE_EMPTY"}');
  };
  const response = await sendForProgress();
  expect([response.status, await response.json()]).toEqual([422, { code: "FILE_EMPTY" }]);
});

test("an export of 64 MB goes through at the reader's pace", async () => {
  const block = Buffer.alloc(1024 * 1024, "x");
  let written = 0;
  const writeAll = async (response: ServerResponse): Promise<void> => {
    for (; written < 64; written++) {
      if (!response.write(block)) await new Promise((resolve) => response.once("drain", resolve));
    }
    response.end();
  };
  behaviour = (_call, response) => {
    response.writeHead(200, {
      "content-type": "text/csv",
      "content-disposition": 'attachment; filename="needs.csv"',
      "set-cookie": "secret=1",
    });
    void writeAll(response);
  };
  const response = await fetch(`${url}/lists/needs/export?format=csv`);
  expect(response.headers.get("content-disposition")).toContain("needs.csv");
  expect(response.headers.get("set-cookie")).toBeNull();
  await wait(300);
  expect(written).toBeLessThan(40);

  let size = 0;
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    size += chunk.length;
  }
  expect(size).toBe(64 * block.length);
});

test("a reader who goes away ends the subgraph's work", async () => {
  let close: () => void;
  const closed = new Promise<void>((resolve) => (close = resolve));
  behaviour = (_call, response) => {
    response.writeHead(200, events).write("event: progress\ndata: {}\n\n");
    response.on("close", () => {
      close();
    });
  };
  const gone = new AbortController();
  const response = await fetch(`${url}/lists/needs`, {
    method: "POST",
    body: "a\n",
    headers: { accept: "text/event-stream", "content-type": "text/csv" },
    signal: gone.signal,
  });
  expect(response.status).toBe(200);
  gone.abort();
  await closed;
});

test("revisions are asked for and gone back to under the caller's name", async () => {
  behaviour = ({ method, path, viewer, body }) => ({ method, path, viewer, body: body.toString() });
  const list = await (await fetch(`${url}/lists/needs/revisions/a1/compare?with=b2`)).json();
  expect(list).toMatchObject({
    method: "GET",
    path: "/lists/needs/revisions/a1/compare?with=b2",
    viewer: GATEWAY,
  });

  const back = await fetch(`${url}/lists/needs/revert`, {
    method: "POST",
    body: '{"revision":"a1"}',
    headers: { "content-type": "application/json" },
  });
  expect(await back.json()).toMatchObject({ method: "POST", viewer: GATEWAY, body: '{"revision":"a1"}' });
  const odd = await fetch(`${url}/lists/needs/revisions/%2e%2e%2fevents`);
  expect(odd.status).toBe(404);
});
