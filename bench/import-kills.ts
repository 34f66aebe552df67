/**
 * kill -9 of the subgraph and of PostgreSQL while units publish through the gateway: nothing acknowledged is
 * lost, nothing is done twice, no reader sees a list that is half one version and half another.
 *
 *   npm run bench -- import-kills      KILLS=60 SEED=1 by default
 */
import { databaseName, databaseUrl } from "@gongjian/shared/database/provision/database-names";
import { join } from "node:path";
import { Random } from "../shared/src/testing/random.ts";
import { audit, type Findings } from "./kills/audit.ts";
import { killParts, type KillCounts } from "./kills/killer.ts";
import { Publisher } from "./kills/publisher.ts";
import { Watcher } from "./kills/watcher.ts";
import { runPlatform, type RunningPlatform } from "./platform/run-platform.ts";
import { unitId } from "./platform/unit-id.ts";
import { withServer } from "./platform/with-server.ts";

const KILLS = Number(process.env.KILLS ?? 60);
const SEED = Number(process.env.SEED ?? 1);
const PORT = 4920;
const UNITS = ["宁国市启工职业技术学校", "宁国市康禾医院", "宁国市文化馆", "宁国市恒泽水务有限公司"];
const SHOWN = 20;

async function main(): Promise<void> {
  const begun = performance.now();
  await withServer(async (server, folder) => {
    const start = (): Promise<RunningPlatform> =>
      runPlatform({ folder: join(folder, "data"), port: PORT, databaseUrl: server.adminUrl });
    const platform = await start();
    const publishers = await publishersOf(platform);
    const watchers = [new Watcher(publishers, platform.url)];
    for (const publisher of publishers) publisher.start();
    const watching = watchers.map((watcher) => watcher.run());
    const random = new Random(SEED);
    const counts = await killParts(platform, { kills: KILLS, server, publishers, random, start }).finally(
      () => {
        for (const watcher of watchers) watcher.stop();
      },
    );
    await Promise.all(watching);
    const findings = await audit(
      databaseUrl(server.adminUrl, databaseName("gongjian", "resources")),
      publishers,
    );
    show(counts, findings, publishers, watchers);
    console.log(`${Math.round((performance.now() - begun) / 1000)} s, seed ${SEED}`);
  });
}

async function publishersOf(platform: RunningPlatform): Promise<Publisher[]> {
  const publishers: Publisher[] = [];
  const secretariat = await platform.token("SECRETARIAT");
  for (const [i, name] of UNITS.entries()) {
    const id = await unitId(platform.url, secretariat, name);
    const token = await platform.token("UNIT_CLERK", id, `bench:clerk-${i}`);
    for (const list of ["resources", "needs"] as const) {
      publishers.push(new Publisher(list, { id, token }, platform.url, SEED * 100 + publishers.length));
    }
  }
  return publishers;
}

function show(
  counts: KillCounts,
  { acknowledged, lost, twice, mixed, doneUnanswered }: Findings,
  publishers: readonly Publisher[],
  watchers: readonly Watcher[],
): void {
  const files = publishers.flatMap(({ sent }) => sent);
  const tries = files.flatMap((file) => file.tries);
  const sightings = watchers.flatMap((watcher) => watcher.sightings);
  const sum = (of: (watcher: Watcher) => number): number =>
    watchers.reduce((total, one) => total + of(one), 0);
  console.table({
    "kills of the subgraph": { measured: counts.subgraph },
    "kills of PostgreSQL": { measured: counts.postgres },
    kills: { measured: counts.subgraph + counts.postgres, asked: "≥ 60" },
    "orderly stops between": { measured: counts.platformStops },
    "times the launcher gave up": { measured: counts.givenUp },
    "longest recovery, s": { measured: Math.round(counts.longestRecovery * 10) / 10 },
    "files acknowledged": { measured: acknowledged },
    "rows in them": { measured: files.reduce((total, { rows }) => total + rows, 0) },
    "tries of unknown outcome, sent again": { measured: tries.filter(({ isUnknown }) => isUnknown).length },
    "of these done although unanswered": { measured: doneUnanswered },
    "scripts that gave up": { measured: publishers.filter(({ fault }) => fault !== null).length, asked: 0 },
    lost: { measured: lost.length, asked: 0 },
    twice: { measured: twice.length, asked: 0 },
    "mixed or half": { measured: mixed.length, asked: 0 },
    reads: { measured: sum(({ reads }) => reads) },
    "reads that were not answered": { measured: sum(({ unanswered }) => unanswered) },
    "reads of a list mixed, half or outdated": { measured: sightings.length, asked: 0 },
  });
  const faults = publishers.flatMap(({ fault }) => (fault === null ? [] : [fault]));
  const found = [...faults, ...lost, ...twice, ...mixed, ...sightings.map((one) => JSON.stringify(one))];
  for (const line of found.slice(0, SHOWN)) console.log(line);
  if (found.length > 0) process.exitCode = 1;
}

void main();
