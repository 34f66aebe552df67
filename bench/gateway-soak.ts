/**
 * Promise 22: our gateway for half an hour at half of what it can do. Asked: less than 1 MB a minute more memory
 * in the second half, no wrong answer, handles and connections flat.
 *
 *   npm run bench -- gateway-soak      MINUTES=30
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Connection } from "./gateway/connection.ts";
import { FLOOR, OURS } from "./gateway/gateways.ts";
import { askAll, CONNECTIONS, load, Requests } from "./gateway/load.ts";
import { pinMyself } from "./gateway/processes.ts";
import { OTHER_CORE, prepare, startGateway, type RunningGateway } from "./gateway/running.ts";
import { Watch } from "./gateway/soak-watch.ts";

const MINUTES = Number(process.env.MINUTES ?? 30);
const KNEE_SECONDS = 5;
const SAMPLES = 240;

/** One kind of request, and what is right. */
interface Stream {
  readonly requests: Requests;
  readonly lengths: readonly number[];
}

interface Outcome {
  answered: number;
  wrong: number;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "gongjian-soak-"));
  const surroundings = await prepare(folder);
  const floor = await startGateway(FLOOR, surroundings);
  const ours = await startGateway(OURS, surroundings);
  try {
    if (!ours || !floor) throw new Error("There is no gateway to be soaked.");
    pinMyself(OTHER_CORE);
    const big = await streamOf("big", floor);
    const small = await streamOf("small", floor);
    await floor.stop();
    // Compiled first, then measured.
    await load(big.requests, ours, big.lengths, KNEE_SECONDS);
    const knee = await load(big.requests, ours, big.lengths, KNEE_SECONDS);
    const perSecond = knee.requests / knee.seconds / 2;
    console.log(`${MINUTES} minutes at ${perSecond.toFixed(0)} requests a second`);

    const watch = new Watch(ours.pid, (MINUTES * 60_000) / SAMPLES);
    const outcome = await soak(ours, [big, small], perSecond);
    print(watch.end(), outcome);
  } finally {
    for (const running of [floor, ours, surroundings.subgraphs]) await running?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function streamOf(scenario: "big" | "small", floor: RunningGateway): Promise<Stream> {
  const requests = new Requests(scenario);
  const expected = await askAll(requests, floor);
  return { requests, lengths: expected.map((text) => Buffer.byteLength(text)) };
}

/** Keeps to a pace: who is late does not catch up, so that the load stays what it was said to be. */
async function soak(target: RunningGateway, streams: readonly Stream[], perSecond: number): Promise<Outcome> {
  const outcome: Outcome = { answered: 0, wrong: 0 };
  const end = Date.now() + MINUTES * 60_000;
  const pauseMs = (1_000 * CONNECTIONS) / perSecond;
  const callers = Array.from({ length: CONNECTIONS }, async (_, caller) => {
    const connection = new Connection(target.port);
    for (let turn = caller; Date.now() < end; turn++) {
      const due = Date.now() + pauseMs;
      const stream = streams[turn % streams.length];
      if (!stream) break;
      const variant = stream.requests.nextVariant();
      const { status, length } = await connection.ask(stream.requests.text(variant, target, caller));
      outcome.answered += 1;
      if (status !== 200 || length < (stream.lengths[variant] ?? 0)) outcome.wrong += 1;
      if (status === 0) break;
      await sleep(Math.max(0, due - Date.now()));
    }
    connection.close();
  });
  await Promise.all(callers);
  return outcome;
}

function print(end: ReturnType<Watch["end"]>, { answered, wrong }: Outcome): void {
  console.table({
    "memory in the second half, MB more a minute": { measured: end.memorySlope.toFixed(2), asked: "< 1" },
    "handles in the second half, more a minute": { measured: end.handleSlope.toFixed(2), asked: "< 1" },
    "memory at the end, MB": { measured: end.memory.toFixed(0), asked: "≤ 220" },
    [`wrong of ${answered} answers`]: { measured: wrong, asked: 0 },
  });
}

void main();
