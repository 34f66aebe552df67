import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../support/free-port.ts";
import {
  isAlive,
  killGateways,
  spawnGateway,
  startGatewayProcess,
  until,
  type GatewayProcess,
} from "../support/gateway-process.ts";

const TWO = { GONGJIAN_WORKERS: "2" };

afterEach(killGateways);

/** Started with two workers, both ready. */
async function startTwo(env: NodeJS.ProcessEnv = {}): Promise<GatewayProcess> {
  const gateway = await startGatewayProcess({ env: { ...TWO, ...env } });
  await until(() => gateway.workerPids.length === 2, gateway);
  return gateway;
}

/** One request on a connection of its own. @returns its status; 0 when the connection was cut */
async function ask(url: string, path = "/healthz", withinMs = 2_000): Promise<number> {
  const options = { headers: { connection: "close" }, signal: AbortSignal.timeout(withinMs) };
  return fetch(url + path, options).then(
    ({ status }) => status,
    () => 0,
  );
}

async function statusesUntil(isOver: () => boolean, gateway: GatewayProcess): Promise<number[]> {
  const statuses: number[] = [];
  await until(async () => {
    statuses.push(await ask(gateway.url));
    return isOver();
  }, gateway);
  return statuses;
}

test("a worker that hangs is killed and replaced within ten seconds, and the other one serves meanwhile", async () => {
  const gateway = await startTwo();
  const [hung = 0] = gateway.workerPids;
  const begun = Date.now();
  process.kill(hung, "SIGUSR2");
  await sleep(100);
  // Whoever was handed to the hung worker is not left waiting for ever.
  const unlucky = Promise.all(Array.from({ length: 4 }, () => ask(gateway.url, "/healthz", 8_000)));
  const statuses = await statusesUntil(() => !isAlive(hung), gateway);
  const killedAfter = Date.now() - begun;
  await until(() => gateway.workerPids.length === 3, gateway);
  const backAfter = Date.now() - begun;

  expect(gateway.hasLogged("event loop stood still")).toBe(true);
  expect(killedAfter).toBeGreaterThan(5_000);
  expect(killedAfter).toBeLessThan(7_000);
  expect(backAfter).toBeLessThan(10_000);
  expect(statuses.filter((status) => status !== 200).length).toBeLessThanOrEqual(1);
  expect((await unlucky).filter((status) => status === 200).length).toBeGreaterThanOrEqual(3);
  await gateway.stop();
}, 60_000);

test("a worker that is busy for less than five seconds is left alone, and so is a gateway that was asleep", async () => {
  const gateway = await startTwo();
  const all = [gateway.pid, ...gateway.workerPids];
  for (const pid of all) process.kill(pid, "SIGSTOP");
  await sleep(7_000);
  for (const pid of all.toReversed()) process.kill(pid, "SIGCONT");
  const [worker = 0] = gateway.workerPids;
  process.kill(worker, "SIGSTOP");
  await sleep(4_000);
  process.kill(worker, "SIGCONT");
  await sleep(1_500);

  expect(all.every(isAlive)).toBe(true);
  expect(gateway.workerPids).toHaveLength(2);
  await gateway.stop();
}, 60_000);

test("every worker learns that the first lists are published, also one that starts later", async () => {
  const gateway = await startTwo({ AWAIT_FIRST_LOAD: "1" });
  const stillLoading = async (): Promise<boolean> => {
    const answers = Array.from({ length: 8 }, async () => {
      const response = await fetch(`${gateway.url}/readyz`, { headers: { connection: "close" } });
      return (await response.text()).includes("loading");
    });
    return (await Promise.all(answers)).some(Boolean);
  };
  expect(await stillLoading()).toBe(true);
  gateway.tell({ type: "loaded" });
  await until(async () => !(await stillLoading()), gateway);
  process.kill(gateway.workerPids[0] ?? 0, "SIGKILL");
  await until(() => gateway.workerPids.length === 3, gateway);
  expect(await stillLoading()).toBe(false);
  await gateway.stop();
}, 60_000);

test("workers whose supervisor was killed end with it", async () => {
  const gateway = await startTwo();
  gateway.signal("SIGKILL");
  await until(() => !gateway.workerPids.some(isAlive));
}, 60_000);

test("a gateway that cannot listen ends at once instead of trying for ever", async () => {
  const port = await freePort();
  const other = createServer().listen(port, "127.0.0.1");
  const gateway = await spawnGateway({ env: TWO, port });
  expect(await gateway.ended()).toBe(1);
  expect(gateway.hasLogged("EADDRINUSE")).toBe(true);
  other.close();
}, 60_000);
