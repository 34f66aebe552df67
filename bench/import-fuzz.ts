/**
 * Mutated files from a seed through the gateway: each is read or refused with a code; no crash, no server
 * error, none longer than a second. Most are tried without publishing, some are published.
 *
 *   npm run bench -- import-fuzz       COUNT=100000 SEED=0 SECONDS=1500 (at most) by default
 */
import { mutate } from "../shared/src/import/testing/mutate.ts";
import { fuzzSources, type FuzzSource } from "./fuzz/sources.ts";
import { Tally, type FuzzCase } from "./fuzz/tally.ts";
import { upload, type Answer } from "./platform/gateway-client.ts";
import { processWith } from "./platform/process-tree.ts";
import type { RunningPlatform } from "./platform/run-platform.ts";
import { unitId } from "./platform/unit-id.ts";
import { withPlatform } from "./platform/with-platform.ts";

const COUNT = Number(process.env.COUNT ?? 100_000);
const SEED = Number(process.env.SEED ?? 0);
const SECONDS = Number(process.env.SECONDS ?? 1_500);
const PORT = 4930;
const IN_FLIGHT = 4;
/** Of so many files one is published. */
const PUBLISHED_EVERY = 40;
const PROGRESS_EVERY = 5_000;
const SHOWN = 20;
const PARTS = ["gateway/dist", "resources/dist"];

interface Sender extends FuzzSource {
  readonly token: string;
}

async function main(): Promise<void> {
  await withPlatform(PORT, async ({ platform, folder }) => {
    await fuzz(platform, await fuzzSources(folder));
  });
}

async function fuzz(platform: RunningPlatform, sources: readonly FuzzSource[]): Promise<void> {
  const senders = await sendersOf(platform, sources);
  const parts = (): (number | null)[] => PARTS.map((text) => processWith(platform.pid, text));
  const before = parts();
  const tally = new Tally();
  const begun = performance.now();
  const deadline = Date.now() + SECONDS * 1000;
  let next = SEED;
  const send = async (): Promise<void> => {
    while (next < SEED + COUNT && Date.now() < deadline) {
      const number = next++;
      const sender = senders[number % senders.length];
      const turn = Math.floor(number / senders.length);
      if (sender) tally.add(...(await tryOne(platform.url, sender, turn)));
      if (tally.count % PROGRESS_EVERY === 0) console.log(`${tally.count} …`, tally.slowest);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, send));
  const seconds = (performance.now() - begun) / 1000;
  const crashes = before.filter((pid, i) => pid !== parts()[i]).length;
  const slow = await stillSlow(platform.url, senders, tally);
  show(tally, { seconds, crashes, slow });
}

async function sendersOf(platform: RunningPlatform, sources: readonly FuzzSource[]): Promise<Sender[]> {
  const secretariat = await platform.token("SECRETARIAT");
  const senders: Sender[] = [];
  for (const [i, source] of sources.entries()) {
    const unit = source.unit === null ? undefined : await unitId(platform.url, secretariat, source.unit);
    const role = unit === undefined ? "SECRETARIAT" : "UNIT_CLERK";
    senders.push({ ...source, token: await platform.token(role, unit, `bench:fuzz-${i}`) });
  }
  return senders;
}

/** @param turn which mutation of this sender's file, beginning with 0 */
async function tryOne(url: string, sender: Sender, turn: number): Promise<[FuzzCase, Answer]> {
  const isPublished = turn % PUBLISHED_EVERY === 0;
  const answer = await upload(url, sender.token, {
    list: sender.list,
    query: { dryRun: String(!isPublished), mode: turn % 3 === 0 ? "replace" : "merge" },
    body: new Uint8Array(mutate(sender.bytes, turn)),
  });
  return [{ source: sender.name, seed: turn, isPublished }, answer];
}

/** A slow answer may be the machine's doing: those are sent again, one at a time. */
async function stillSlow(url: string, senders: readonly Sender[], tally: Tally): Promise<number> {
  const again = new Tally();
  for (const { source, seed } of tally.slow) {
    const sender = senders.find(({ name }) => name === source);
    if (sender) again.add(...(await tryOne(url, sender, seed)));
  }
  return again.slow.length;
}

function show(tally: Tally, run: { seconds: number; crashes: number; slow: number }): void {
  console.table(tally.table());
  console.table({
    files: { measured: tally.count, asked: 100_000 },
    "from seed": { measured: SEED },
    seconds: { measured: Math.round(run.seconds) },
    "files/s": { measured: Math.round(tally.count / run.seconds) },
    "parts that crashed": { measured: run.crashes, asked: 0 },
    "server errors and cut connections": { measured: tally.failed.length, asked: 0 },
    "slowest, ms": { measured: tally.slowest.ms, asked: "≤ 1000" },
    "longer than a second": { measured: tally.slow.length, asked: 0 },
    "of these again, when sent alone": { measured: run.slow, asked: 0 },
  });
  for (const offence of [...tally.failed, ...tally.slow].slice(0, SHOWN))
    console.log(JSON.stringify(offence));
  if (tally.failed.length + run.crashes + run.slow > 0) process.exitCode = 1;
}

void main();
