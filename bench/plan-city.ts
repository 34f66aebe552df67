/**
 * A plan from the request to DONE, through signed GraphQL and the job queue on a PostgreSQL of its own: the sample city,
 * then 642 needs and 1,284 supplies made of its lines. Candidates and solving are timed apart; the floor of the same
 * run is what the judging of all needs takes without a plan around it.
 *
 *   npm run bench -- plan-city
 */
import "reflect-metadata";
import { randomBytes, randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedServer } from "../launcher/src/embedded-postgres/embedded-server.ts";
import { systemClock } from "../shared/src/clock.ts";
import { sampleRows } from "../shared/src/testing/sample-city.ts";
import { createMatchLoader } from "../subgraphs/resources/src/matching/match.loader.ts";
import { askForPlan, startPlanner, untilEnded } from "../subgraphs/resources/src/plan/testing/planner.ts";
import { startCity, type City } from "../subgraphs/resources/src/testing/city.ts";

const COUNTY = "341881";
const SIZES = [
  { name: "sample city", needs: 320, resources: 322 },
  { name: "642 × 1,284", needs: 642, resources: 1_284 },
] as const;
const GOALS = [
  ["URGENT", "SERVED", "SCORE", "FAIR"],
  ["URGENT", "SERVED", "FAIR", "SCORE"],
] as const;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "gongjian-bench-"));
  chmodSync(folder, 0o711);
  const password = randomBytes(24).toString("base64url");
  const server = await startEmbeddedServer({ folder, password, maxConnections: 60 });
  try {
    process.env.GONGJIAN_TEST_ADMIN_URL = server.adminUrl;
    const city = await startCity();
    const planner = await startPlanner(city);
    for (const { name, needs, resources } of SIZES) {
      await publish(city, { needs, resources });
      console.log(name);
      console.table(await measure(city));
    }
    await planner.stop();
    await city.stop();
  } finally {
    await server.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The sample's lines, as often as it takes, each time of other units. */
async function publish(
  city: City,
  counts: { readonly needs: number; readonly resources: number },
): Promise<void> {
  await city.clear();
  const units = sampleRows("units.csv").map(({ uscc = "" }) => uscc);
  for (const list of ["resources", "needs"] as const) {
    const rows = sampleRows(`${list}.csv`);
    const lines = Array.from({ length: counts[list] }, (_, at) => {
      const round = Math.floor(at / rows.length);
      const row = rows[at % rows.length] ?? {};
      const unit = units[(units.indexOf(row.unit_uscc ?? "") + 7 * round) % units.length];
      return { ...row, id: `${row.id ?? ""}-${round}`, unit_uscc: unit ?? "" };
    });
    const heading = Object.keys(lines[0] ?? {});
    const file = [heading, ...lines.map((line) => Object.values(line))].map(csvLine).join("\n");
    const { report } = await city.secretariat().upload({ list, file });
    if (report.counts.refused > 0) console.log(`${list}: ${report.counts.refused} lines refused`);
  }
}

function csvLine(cells: readonly (string | undefined)[]): string {
  return cells.map((cell = "") => `"${cell.replaceAll('"', '""')}"`).join(",");
}

async function measure(city: City): Promise<Record<string, object>> {
  const table: Record<string, object> = {
    "floor: judging all needs": { "total s": seconds(await timeJudging(city)) },
  };
  for (const goals of GOALS) {
    const startedAt = performance.now();
    const caller = city.secretariat();
    const { plan } = await askForPlan(caller, { areaCode: COUNTY, goals, idempotencyKey: randomUUID() });
    const { state, needCount, servedCount, goals: reached } = await untilEnded(caller, plan?.id);
    const total = performance.now() - startedAt;
    const [row] = await city.db.query<{ collecting: number; solving: number }[]>(
      `select (outcome->'durations'->>'collecting')::integer as collecting,
         (outcome->'durations'->>'solving')::integer as solving from match_plan where id = $1`,
      [plan?.id],
    );
    table[goals.join(" > ")] = {
      state,
      needs: needCount,
      served: servedCount,
      score: reached.find(({ goal }) => goal === "SCORE")?.value.toFixed(2),
      "candidates s": seconds(row?.collecting ?? NaN),
      "solving with prices s": seconds(row?.solving ?? NaN),
      "total s": seconds(total),
    };
  }
  return table;
}

/** Once unmeasured, for the compiler and the index. */
async function timeJudging(city: City): Promise<number> {
  const rows = await city.db.query<{ id: string }[]>("select id from need where state = 'PUBLISHED'");
  let elapsed = 0;
  for (let round = 0; round < 2; round++) {
    const startedAt = performance.now();
    await createMatchLoader(city.appDb, systemClock).forNeed.loadMany(rows.map(({ id }) => id));
    elapsed = performance.now() - startedAt;
  }
  return elapsed;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}

void main();
