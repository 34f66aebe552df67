import { setTimeout as sleep } from "node:timers/promises";
import type { EmbeddedServer } from "../../launcher/src/embedded-postgres/embedded-server.ts";
import type { Random } from "../../shared/src/testing/random.ts";
import { isReadyAgain, killSubgraph } from "../platform/lost-subgraph.ts";
import { processWith } from "../platform/process-tree.ts";
import type { RunningPlatform } from "../platform/run-platform.ts";
import type { Publisher } from "./publisher.ts";

export interface KillCounts {
  subgraph: number;
  postgres: number;
  /** Orderly stops between, because the launcher gives a part up that dies six times within a minute. */
  platformStops: number;
  /** The launcher gave up all the same, as parts had ended of themselves too; it was started again. */
  givenUp: number;
  /** Seconds from the longest-lasting kill until the platform was ready again. */
  longestRecovery: number;
}

export interface Killing {
  readonly kills: number;
  readonly server: EmbeddedServer;
  readonly publishers: readonly Publisher[];
  readonly random: Random;
  readonly start: () => Promise<RunningPlatform>;
}

/** The launcher starts a part again five times within a minute; it may end of itself when the database goes. */
const MOST_PER_START = 4;
const LONGEST_WAIT_MS = 1_200;
const LONGEST_PROGRESS_MS = 3_000;
const POSTGRES_SHARE = 0.4;
const REPORTED_EVERY = 10;

/** Kills parts at random moments of publishing and waits each time until the platform is ready again. */
export async function killParts(
  platform: RunningPlatform,
  { kills, server, publishers, random, start }: Killing,
): Promise<KillCounts> {
  const counts: KillCounts = { subgraph: 0, postgres: 0, platformStops: 0, givenUp: 0, longestRecovery: 0 };
  let running = platform;
  let sinceStart = 0;
  try {
    while (counts.subgraph + counts.postgres < kills) {
      if (sinceStart === MOST_PER_START) {
        await running.stop();
        running = await start();
        counts.platformStops += 1;
        sinceStart = 0;
      }
      await untilProgress(publishers);
      await sleep(random.below(LONGEST_WAIT_MS));
      const begun = performance.now();
      if (random.chance(POSTGRES_SHARE)) {
        await killPostgres(server);
        counts.postgres += 1;
      } else {
        await killSubgraph(running);
        counts.subgraph += 1;
        sinceStart += 1;
      }
      if (!(await isReadyAgain(running))) {
        counts.givenUp += 1;
        sinceStart = 0;
        running = await start();
      }
      report(counts);
      counts.longestRecovery = Math.max(counts.longestRecovery, (performance.now() - begun) / 1000);
    }
  } finally {
    await Promise.all(publishers.map((publisher) => publisher.stop())).finally(() => running.stop());
  }
  return counts;
}

function report({ subgraph, postgres }: KillCounts): void {
  if ((subgraph + postgres) % REPORTED_EVERY === 0) console.log(`${subgraph + postgres} …`);
}

/** Until something more was acknowledged, so that long lists get their turn, and something is on its way. */
async function untilProgress(publishers: readonly Publisher[]): Promise<void> {
  const acknowledged = (): number => publishers.reduce((sum, publisher) => sum + publisher.acknowledged, 0);
  const before = acknowledged();
  const deadline = Date.now() + LONGEST_PROGRESS_MS;
  while (acknowledged() === before && Date.now() < deadline) await sleep(5);
  while (!publishers.some(({ isBusy }) => isBusy) && Date.now() < deadline) await sleep(5);
}

/** The postmaster alone: its back ends find out on their own, and may still finish what they are at. */
async function killPostgres(server: EmbeddedServer): Promise<void> {
  const postmaster = processWith(process.pid, "bin/postgres");
  if (postmaster === null) throw new Error("PostgreSQL does not run.");
  const gone = server.exited();
  process.kill(postmaster, "SIGKILL");
  await gone;
  await server.restart();
}
