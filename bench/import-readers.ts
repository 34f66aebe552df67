/**
 * Readers while a list of 100,000 rows is published: how long queries take at rest and meanwhile, and that
 * nobody sees a list that is half there.
 *
 *   npm run bench -- import-readers    ROWS=100000 LISTS=3 READERS=4 PAUSE_MS=50 by default
 */
import { openAsBlob } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { generateList } from "./import/generate.ts";
import { query, upload } from "./platform/gateway-client.ts";
import type { RunningPlatform } from "./platform/run-platform.ts";
import { unitId } from "./platform/unit-id.ts";
import { withPlatform } from "./platform/with-platform.ts";
import { PageWatch } from "./readers/page-watch.ts";
import { quantile, Reader, type Question, type Reading } from "./readers/reader.ts";

const ROWS = Number(process.env.ROWS ?? 100_000);
/** So many lists of different units are published one after the other, for enough readings. */
const LISTS = Number(process.env.LISTS ?? 3);
const READERS = Number(process.env.READERS ?? 4);
const PAUSE_MS = Number(process.env.PAUSE_MS ?? 50);
const PORT = 4940;
const REST_MS = 20_000;
const WARM_MS = 5_000;
const UNITS = ["宁国市启工职业技术学校", "宁国市康禾医院", "宁国市文化馆", "宁国市图书馆"];
/** A community of the sample city. */
const AREA = "341881001001";

async function main(): Promise<void> {
  await withPlatform(PORT, async ({ platform, folder }) => {
    await measure(platform, folder);
  });
}

async function measure(platform: RunningPlatform, folder: string): Promise<void> {
  const { url } = platform;
  const token = await platform.token("SECRETARIAT");
  const questions = await questionsOf(url, token);
  const read = (work: () => Promise<unknown>): Promise<Read> => withReaders(url, token, questions, work);

  await read(() => sleep(WARM_MS));
  const rest = await read(() => sleep(REST_MS));
  const during: Read[] = [];
  const faults: string[] = [];
  let [seconds, pages] = [0, 0];
  for (let seed = 1; seed <= LISTS; seed += 1) {
    const unit = await unitId(url, token, UNITS[(seed - 1) % UNITS.length] ?? "");
    const path = join(folder, `list-${seed}.csv`);
    await generateList(path, { rows: ROWS, seed, dirtyShare: 0, format: "csv" });
    const watch = new PageWatch(url, token, unit);
    const watching = watch.run((id) => id?.startsWith(`ZY-${String(seed).padStart(2, "0")}-`) === true);
    during.push(
      await read(async () => {
        seconds += await publish(url, token, unit, path);
      }),
    );
    watch.stop();
    await watching;
    faults.push(...watch.faults);
    pages += watch.reads;
  }
  // There is more to read now: at rest once more, with as much data.
  const after = await read(() => sleep(REST_MS));
  show(questions, { rest, during: joined(during), after });
  console.table({
    "rows/s of publishing meanwhile": { measured: Math.round((ROWS * LISTS) / seconds) },
    "pages of the list that were watched": { measured: pages },
    "pages half new, empty or gone back": { measured: faults.length, asked: 0 },
  });
  for (const fault of faults.slice(0, 10)) console.log(fault);
}

interface Read {
  readonly readings: readonly Reading[];
  readonly failures: number;
}

/** The readers read as long as the work takes. */
async function withReaders(
  url: string,
  token: string,
  questions: readonly Question[],
  work: () => Promise<unknown>,
): Promise<Read> {
  const readers = Array.from({ length: READERS }, () => new Reader(url, token, questions, PAUSE_MS));
  const reading = readers.map((reader, i) => reader.run(i));
  await work().finally(() => {
    for (const reader of readers) reader.stop();
  });
  await Promise.all(reading);
  return joined(readers);
}

function joined(reads: readonly Read[]): Read {
  return {
    readings: reads.flatMap(({ readings }) => readings),
    failures: reads.reduce((sum, { failures }) => sum + failures, 0),
  };
}

async function questionsOf(url: string, token: string): Promise<Question[]> {
  const answer = await query(url, token, "{ needs(first: 20) { nodes { id } } }");
  const { data } = JSON.parse(answer.text) as { data: { needs: { nodes: { id: string }[] } } };
  const needs = data.needs.nodes.map(({ id }) => id);
  const candidates = needs.map((id) => ({
    name: "candidates of a need",
    text: `query ($id: ID!) { need(id: $id) { title candidates(first: 10) { nodes { score reasons supply {
      ... on Resource { title } ... on VolunteerService { title } ... on MerchantOffer { title } } } } } }`,
    variables: { id },
  }));
  const resources = {
    name: "resources of an area",
    text: `query ($area: ID!) { resources(filter: { areaCode: $area }, first: 20) {
      nodes { title description quantity unit { name } category { name } } } }`,
    variables: { area: AREA },
  };
  return candidates.flatMap((candidate) => [candidate, resources]);
}

async function publish(url: string, token: string, unit: string, path: string): Promise<number> {
  const { status, text, ms } = await upload(url, token, {
    list: "resources",
    query: { unit, mode: "replace", filename: "list.csv" },
    body: await openAsBlob(path),
  });
  if (status !== 200) throw new Error(`${status} ${text.slice(0, 300)}`);
  return ms / 1000;
}

function show(
  questions: readonly Question[],
  { rest, during, after }: Record<"rest" | "during" | "after", Read>,
): void {
  const names = [...new Set(questions.map(({ name }) => name)), "both"];
  for (const name of names) {
    const rows = Object.entries({ "at rest": rest, "during a publish": during, "at rest afterwards": after });
    const p99 = (read: Read): number => quantile(of(read, name), 0.99);
    console.log(name);
    console.table(
      Object.fromEntries(
        rows.map(([when, read]) => [
          when,
          {
            readings: of(read, name).length,
            "p50, ms": round(quantile(of(read, name), 0.5)),
            "p99, ms": round(p99(read)),
            "p99 against rest (asked ≤ 2)": round(p99(read) / p99(rest)),
            failures: read.failures,
          },
        ]),
      ),
    );
  }
}

function of({ readings }: Read, name: string): Reading[] {
  return readings.filter(({ question }) => name === "both" || question === name);
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}

void main();
