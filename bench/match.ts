/**
 * Top 10 candidates of a need through the gateway, at three sizes: the size of one town, one county that
 * lists much, and many counties. Beside each a floor of the same run (an empty question through the gateway,
 * one row by its key), PostgreSQL's own time, the subgraph's memory, and how soon a published row is found.
 *
 *   npm run bench -- match             COUNTY_ROWS=50000 ROWS=1000000 COUNTIES=200 by default; ROWS=0 leaves
 *                                      the many counties out; TEXTS=20000 different texts, IMPORT=20000 rows
 */
import { databaseName, databaseUrl } from "@gongjian/shared/database/provision/database-names";
import { Client } from "pg";
import { askAnew, askCandidates, askFloors, spread, tenths, type Asked, type Asker } from "./match/ask.ts";
import { databaseTime } from "./match/database-time.ts";
import { addCounties, fillNeeds, fillResources, SAMPLE_COUNTY } from "./match/fill-tables.ts";
import { FreshnessTrial, type Freshness } from "./match/freshness.ts";
import { storeTexts } from "./match/texts.ts";
import { processWith, pssOf } from "./platform/process-tree.ts";
import { withPlatform } from "./platform/with-platform.ts";

const COUNTY_ROWS = Number(process.env.COUNTY_ROWS ?? 50_000);
const ROWS = Number(process.env.ROWS ?? 1_000_000);
const COUNTIES = Number(process.env.COUNTIES ?? 200);
const TEXTS = Number(process.env.TEXTS ?? 20_000);
const IMPORT = Number(process.env.IMPORT ?? 20_000);
const PORT = 4960;
const TOWN = { resources: 1_284, needs: 642 };
/** Needs in each of the other counties. */
const NEEDS_OF_COUNTY = 5;
/** Different needs that are asked about, after others that warm up. */
const QUESTIONS = 300;
const WARMING = 40;
/** Below the number of losses at which the launcher gives a part up. */
const STARTS = 2;
const TRIES = 10;
const DATABASE = databaseName("gongjian", "resources");

interface Bench {
  readonly asker: Asker;
  readonly trial: FreshnessTrial;
  readonly folder: string;
  /** Of the superuser: the subgraph's database, and another of the server. */
  readonly db: Client;
  readonly admin: Client;
}

interface Size {
  readonly name: string;
  /** The needs to ask about, those that warm up last. */
  readonly needIds: readonly string[];
  readonly cold: () => Promise<Asked>;
  readonly coldName: string;
}

async function main(): Promise<void> {
  await withPlatform(PORT, async ({ platform, server, folder }) => {
    const [db, admin] = [new Client(databaseUrl(server.adminUrl, DATABASE)), new Client(server.adminUrl)];
    await Promise.all([db.connect(), admin.connect()]);
    try {
      const asker = { platform, token: await platform.token("SECRETARIAT") };
      const trial = await FreshnessTrial.begin(asker);
      await timed(`${TEXTS} texts segmented`, () => storeTexts(db, TEXTS));
      await measureAll({ asker, trial, folder, db, admin });
    } finally {
      await Promise.all([db.end(), admin.end()]);
    }
  });
}

async function measureAll(bench: Bench): Promise<void> {
  await oneCounty(bench, TOWN.resources);
  await oneCounty(bench, COUNTY_ROWS);
  if (ROWS > 0) await manyCounties(bench);
}

async function oneCounty(bench: Bench, rows: number): Promise<void> {
  const { asker, db } = bench;
  await timed(`one county filled to ${rows} rows`, async () => {
    await fillResources(db, [SAMPLE_COUNTY], rows);
    await fillNeeds(db, [SAMPLE_COUNTY], TOWN.needs);
  });
  const needIds = await needsOver(db, [SAMPLE_COUNTY]);
  const cold = async (): Promise<Asked> => {
    const asked: Asked[] = [];
    for (const id of needIds.slice(-STARTS)) {
      const answer = await askAnew(asker, id);
      for (const refusal of answer.refusals) console.log(refusal);
      asked.push(answer);
    }
    return joined(asked);
  };
  const name = `one county: ${await countOf(db, "supply")} supplies, ${await countOf(db, "need")} needs`;
  await measure(bench, { name, needIds, cold, coldName: "first question after a start" });
}

async function manyCounties(bench: Bench): Promise<void> {
  const { asker, db } = bench;
  const others = await addCounties(db, COUNTIES - 1);
  await timed(`${ROWS} rows in ${COUNTIES} counties`, async () => {
    await fillResources(db, others, ROWS - (await countOf(db, "supply")));
    await fillNeeds(db, others, NEEDS_OF_COUNTY);
  });
  const needIds = await needsOver(db, [SAMPLE_COUNTY, ...others]);
  const first = (await needsOver(db, others)).slice(0, others.length);
  const cold = (): Promise<Asked> => askCandidates(asker, first);
  const name = `${COUNTIES} counties: ${await countOf(db, "supply")} supplies, ${await countOf(db, "need")} needs`;
  await measure(bench, { name, needIds, cold, coldName: "first question of a county" });
}

async function measure(bench: Bench, { name, needIds, cold, coldName }: Size): Promise<void> {
  const { asker, trial, db, admin, folder } = bench;
  const atFirst = await cold();
  await askCandidates(asker, needIds.slice(-WARMING));
  const asked = needIds.slice(0, QUESTIONS);
  let warm: Asked = { readings: [], candidates: 0 };
  const ofDatabase = await databaseTime(admin, DATABASE, async () => {
    warm = await askCandidates(asker, asked);
  });
  const { gateway, select } = await askFloors(asker, db, asked);
  const memory = megabytes(asker);
  const fresh = await trial.rows(TRIES);
  const imported = await trial.list(IMPORT, folder);
  console.log(name);
  console.table({
    [`${coldName} (${atFirst.readings.length})`]: spread(atFirst.readings),
    [`warm, ${warm.readings.length} different needs`]: spread(warm.readings),
    "floor: empty question through the gateway": spread(gateway),
    "floor: one row by its key": spread(select),
    [`published row found (${TRIES} tries)`]: freshness(fresh),
    [`row of ${IMPORT} just imported found`]: freshness(imported),
  });
  console.table({
    "PostgreSQL's own time for a warm question, mean, ms": tenths(ofDatabase / asked.length),
    "candidates for a need, mean": tenths(warm.candidates / asked.length),
    "memory of the subgraph, MB of PSS": memory,
    "the same after the import": megabytes(asker),
  });
}

function freshness({ waits, misses }: Freshness): object {
  return { ...spread(waits), "answers without it (asked 0)": misses };
}

/** Enough needs to ask and to warm up with, one of each county, then a second one, in an order by chance. */
async function needsOver(db: Client, counties: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select id from (
       select id, row_number() over (partition by left(area_code, 6) order by md5(id::text)) as turn
       from need where left(area_code, 6) = any ($1) and state = 'PUBLISHED'
     ) listed order by turn, md5(id::text) limit $2`,
    [counties, QUESTIONS + WARMING],
  );
  return rows.map(({ id }) => id);
}

async function countOf(db: Client, table: "supply" | "need"): Promise<number> {
  const { rows } = await db.query<{ count: number }>(`select count(*)::int as count from ${table}`);
  return rows[0]?.count ?? 0;
}

function joined(asked: readonly Asked[]): Asked {
  return {
    readings: asked.flatMap(({ readings }) => readings),
    candidates: asked.reduce((sum, { candidates }) => sum + candidates, 0),
  };
}

function megabytes({ platform }: Asker): number {
  return Math.round(pssOf(processWith(platform.pid, "resources/dist") ?? 0) / 1024);
}

async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  const begun = performance.now();
  await work();
  console.log(`${what}: ${tenths((performance.now() - begun) / 1000)} s`);
}

void main();
