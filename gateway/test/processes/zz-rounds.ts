import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { startSmallSubgraph, type SmallSubgraph } from "@gongjian/gateway/testing/small-subgraph";
import { createKeys } from "@gongjian/gateway/testing/start-gateway";
import { createTestIssuer } from "@gongjian/gateway/testing/tokens";
import { freePort } from "../support/free-port.ts";
import { startGatewayProcess, until } from "../support/gateway-process.ts";

const PHASE = { now: "", term: 0 };
const PLAIN_CALLERS = 16;
const KEYED_CALLERS = 4;
const LOAD_MS = 2_000;
const AWAY_MS = 20;
const PATIENCE_MS = 10_000;
/** How long a subgraph takes, so that there is always something under way. */
const QUERY_MS = 10;
const UPLOAD_MS = 40;

/** What became of the requests while the gateway was stopped and started again, over and over. */
export interface StopTally {
  /** Requests without a second try that reached a gateway. */
  sent: number;
  /** Of those, whose connection was cut or who were not answered as asked. */
  cut: number;
  /** Uploads that were tried again with their key until they were acknowledged. */
  acknowledged: number;
  /** Of those, what the subgraph never got. */
  lost: number;
  slowestStopMs: number;
  exitCodes: (number | null)[];
}

/** Stops the gateway by SIGTERM under load, so many times. @param workers processes that serve */
export async function stopRounds({
  rounds,
  workers,
}: {
  rounds: number;
  workers: number;
}): Promise<StopTally> {
  const keys = createKeys();
  const issuer = await createTestIssuer();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const stored = new Set<string>();
  const organisations = await startSmallSubgraph(keys, answerQuery);
  const resources = await startSmallSubgraph(keys, ({ headers }, response) => {
    stored.add(String(headers["idempotency-key"]));
    setTimeout(() => response.end("{}"), UPLOAD_MS);
  });
  const tally: StopTally = { sent: 0, cut: 0, acknowledged: 0, lost: 0, slowestStopMs: 0, exitCodes: [] };
  const acknowledged: string[] = [];
  const load = new AbortController();
  const tokenOf = (sub: string): Promise<string> => issuer.token({ sub });
  const callers = [
    ...Array.from({ length: PLAIN_CALLERS }, async (_, i) =>
      ask(url, await tokenOf(`plain-${i}`), tally, load.signal),
    ),
    ...Array.from({ length: KEYED_CALLERS }, async (_, i) =>
      publish(url, await tokenOf(`keyed-${i}`), acknowledged, load.signal),
    ),
  ];

  for (let round = 0; round < rounds; round++) {
    const gateway = await startGatewayProcess({
      keys,
      issuer,
      port,
      env: {
        GONGJIAN_WORKERS: String(workers),
        ORGANISATIONS_URL: organisations.url,
        RESOURCES_URL: resources.url,
      },
    });
    if (workers > 1) await until(() => gateway.workerPids.length === workers, gateway);
    PHASE.now="up";
    await sleep(LOAD_MS);
    const begun = performance.now();
    PHASE.now = "stopping"; PHASE.term = performance.now();
    gateway.signal("SIGTERM");
    tally.exitCodes.push(await gateway.ended());
    PHASE.now = "down";
    tally.slowestStopMs = Math.max(tally.slowestStopMs, Math.round(performance.now() - begun));
  }
  load.abort();
  await Promise.all(callers);
  await stopAll(organisations, resources);
  tally.acknowledged = acknowledged.length;
  tally.lost = acknowledged.filter((key) => !stored.has(key)).length;
  return tally;
}

function answerQuery(_call: unknown, response: { end(text: string): unknown }): void {
  setTimeout(() => response.end('{"data":{"organisations":[{"name":"甲"}]}}'), QUERY_MS);
}

async function stopAll(...subgraphs: SmallSubgraph[]): Promise<void> {
  await Promise.all(subgraphs.map((subgraph) => subgraph.stop()));
}

/** Asks again and again, each question once. */
async function ask(url: string, token: string, tally: StopTally, signal: AbortSignal): Promise<void> {
  const body = JSON.stringify({ query: "{ organisations { name } }" });
  while (!signal.aborted) {
    const answer = await send(`${url}/graphql`, { token, body, type: "application/json" });
    if (answer === "nobody there") await sleep(AWAY_MS);
    else {
      tally.sent += 1;
      if (answer !== 200) { tally.cut += 1; console.log("answer", answer); }
    }
  }
}

/** Publishes list after list, each with one key until it is acknowledged. */
async function publish(
  url: string,
  token: string,
  acknowledged: string[],
  signal: AbortSignal,
): Promise<void> {
  let key = randomUUID();
  while (!signal.aborted) {
    if ((await send(`${url}/lists/needs`, { token, key, body: "a\n", type: "text/csv" })) === 200) {
      acknowledged.push(key);
      key = randomUUID();
    } else await sleep(AWAY_MS);
  }
}

interface Sent {
  readonly token: string;
  readonly body: string;
  readonly type: string;
  readonly key?: string;
}

/** @returns the status, or what happened instead: only a connection that was never made is nobody's fault */
async function send(url: string, { token, body, type, key }: Sent): Promise<number | "cut" | "nobody there"> {
  const SENT = performance.now();
  const headers = {
    authorization: `Bearer ${token}`,
    "content-type": type,
    "idempotency-key": key ?? "none",
  };
  try {
    const response = await fetch(url, {
      method: "POST",
      headers,
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await response.text();
    return response.status;
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as { code?: string };
    if (code !== "ECONNREFUSED") console.log(PHASE.now, "sinceTerm", Math.round(performance.now() - PHASE.term), "took", Math.round(performance.now() - SENT), code, String((error as Error).cause), type);
    return code === "ECONNREFUSED" ? "nobody there" : "cut";
  }
}
