/**
 * What is left of the gateway's throughput when more is asked than it can do: requests come at a rate of their
 * own, below and above what it answers at most. Canned subgraphs and callers on one core, the gateway on the
 * other. Ends with 1 when the promise is missed (PROMISES 23).
 *
 *   npm run bench -- gateway-overload      SECONDS=8 a rate by default
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { arrive, type Arrivals } from "./gateway/arrivals.ts";
import { bundle } from "./gateway/bundle.ts";
import { OURS } from "./gateway/gateways.ts";
import { askAll, load, Requests } from "./gateway/load.ts";
import { cpuMs, pinMyself } from "./gateway/processes.ts";
import { OTHER_CORE, prepare, startGateway, type RunningGateway } from "./gateway/running.ts";

const SECONDS = Number(process.env.SECONDS ?? 8);
/** Of the rate that it answers at most. */
const RATES = [1, 2] as const;
/** Asked at twice the knee: this share of what it answers at most, and refusals this soon. */
const LEAST_SHARE = 0.8;
const REFUSAL_MS = 100;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "gongjian-overload-"));
  const surroundings = await prepare(folder);
  let gateway: RunningGateway | null = null;
  try {
    pinMyself(OTHER_CORE);
    gateway = await startGateway({ ...OURS, args: async () => ["--max-semi-space-size=32", await bundle("ours.ts")] }, surroundings);
    if (gateway) process.exitCode = (await ramp(gateway)) ? 0 : 1;
  } finally {
    await gateway?.stop();
    await surroundings.subgraphs.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns whether the promise is kept */
async function ramp(gateway: RunningGateway): Promise<boolean> {
  const requests = new Requests("big");
  const answers = await askAll(requests, gateway);
  const lengths = answers.map((answer) => Buffer.byteLength(answer));
  await load(requests, gateway, lengths, SECONDS / 2);
  const { requests: count, seconds } = await load(requests, gateway, lengths, SECONDS);
  const knee = count / seconds;
  console.log(`knee 拐点: ${knee.toFixed(0)}/s`);
  console.log(
    "asked/s   answered/s  of knee   p50 ms   p99 ms   refused/s   p50 ms   p99 ms   failed   its core",
  );

  let isKept = true;
  for (const rate of RATES) {
    const used = cpuOver(gateway.pid, SECONDS);
    const arrivals = await arrive(requests, gateway, { perSecond: rate * knee, seconds: SECONDS, lengths });
    const share = arrivals.answered.length / SECONDS / knee;
    print(rate * knee, share, arrivals, await used);
    if (rate === 2) {
      isKept = share >= LEAST_SHARE && arrivals.failed === 0 && quantile(arrivals.refused, 0.99) < REFUSAL_MS;
    }
  }
  return isKept;
}

/** The share of a core that a process has from now on, over so many seconds. */
async function cpuOver(pid: number, seconds: number): Promise<number> {
  const before = cpuMs(pid);
  await wait(seconds * 1000);
  return (cpuMs(pid) - before) / (seconds * 1000);
}

/** @param busy the share of its core that the gateway had; others may have had the rest */
function print(
  asked: number,
  share: number,
  { seconds, answered, refused, failed }: Arrivals,
  busy: number,
): void {
  const cells = [
    asked.toFixed(0).padStart(7),
    (answered.length / seconds).toFixed(0).padStart(13),
    `${(share * 100).toFixed(0)} %`.padStart(9),
    quantile(answered, 0.5).toFixed(0).padStart(9),
    quantile(answered, 0.99).toFixed(0).padStart(9),
    (refused.length / seconds).toFixed(0).padStart(12),
    quantile(refused, 0.5).toFixed(0).padStart(9),
    quantile(refused, 0.99).toFixed(0).padStart(9),
    String(failed).padStart(9),
    `${(busy * 100).toFixed(0)} %`.padStart(11),
  ];
  console.log(cells.join(""));
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
}

void main();
