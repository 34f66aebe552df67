import { renameSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { startSmallSubgraph, type SmallSubgraph } from "@gongjian/gateway/testing/small-subgraph";
import { smallSupergraph } from "@gongjian/gateway/testing/small-supergraph";
import { createKeys } from "@gongjian/gateway/testing/start-gateway";
import { killGateways, startGatewayProcess, until, type GatewayProcess } from "../support/gateway-process.ts";

const WORKERS = 2;
const CALLERS = 8;
const keys = createKeys();
const plain = smallSupergraph();
/** The same graph, in which a unit has a nickname too. */
const withNickname = plain.replace(
  /^ {2}name: String @join.*$/m,
  (name) => `${name}\n${name.replace("name", "nickname")}`,
);

let organisations: SmallSubgraph;
let gateway: GatewayProcess;

beforeAll(async () => {
  organisations = await startSmallSubgraph(keys, () => ({
    data: { organisations: [{ name: "甲", nickname: "小甲" }] },
  }));
  gateway = await startGatewayProcess({
    keys,
    supergraphSdl: plain,
    env: { GONGJIAN_WORKERS: String(WORKERS), ORGANISATIONS_URL: organisations.url },
  });
  await until(() => gateway.workerPids.length === WORKERS, gateway);
}, 60_000);
afterAll(async () => {
  await gateway.stop();
  killGateways();
  await organisations.stop();
}, 60_000);

/** On a connection of its own, so that each worker has its turn. @returns status and text */
async function ask(query: string, token: string): Promise<string> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}`, connection: "close" },
    body: JSON.stringify({ query }),
  });
  return `${response.status} ${await response.text()}`;
}

async function everyWorkerKnowsNicknames(token: string): Promise<boolean> {
  const answers = Array.from({ length: 2 * WORKERS }, () => ask("{ organisations { nickname } }", token));
  return (await Promise.all(answers)).every((answer) => answer.startsWith("200") && answer.includes("小甲"));
}

test("the supergraph changes ten times under load, in every worker, and no request fails", async () => {
  const token = await gateway.token();
  const bad: string[] = [];
  let answered = 0;
  let isOver = false;
  const load = Array.from({ length: CALLERS }, async () => {
    while (!isOver) {
      const answer = await ask("{ organisations { name } }", token).catch(String);
      answered += 1;
      if (!/^200 .*甲/.test(answer) || answer.includes("errors")) bad.push(answer);
    }
  });
  for (let change = 0; change < 10; change++) {
    const isPlain = change % 2 === 1;
    writeFileSync(`${gateway.supergraphPath}.new`, isPlain ? plain : withNickname);
    renameSync(`${gateway.supergraphPath}.new`, gateway.supergraphPath);
    // By itself, or because an operator asks.
    if (change > 2) gateway.signal("SIGHUP");
    await until(async () => (await everyWorkerKnowsNicknames(token)) !== isPlain, gateway);
  }
  isOver = true;
  await Promise.all(load);

  expect(bad).toEqual([]);
  expect(answered).toBeGreaterThan(50);
}, 120_000);

test.each([
  ["no GraphQL", "type Query {"],
  ["no supergraph", "type Query { a: Int }"],
  ["empty", ""],
])(
  "a file that is %s is refused, and the supergraph before is served on",
  async (_what, text) => {
    const token = await gateway.token();
    const before = gateway.timesLogged("refused");
    writeFileSync(gateway.supergraphPath, text);
    await until(() => gateway.timesLogged("refused") === before + WORKERS, gateway);
    await sleep(100);
    expect(await ask("{ organisations { name } }", token)).toMatch(/^200 .*甲/);
  },
  60_000,
);
