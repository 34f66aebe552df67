/**
 * Our gateway beside a program written by hand that makes the same calls, beside `@apollo/gateway` as it ships
 * and beside others, in one run: canned subgraphs and callers on one core, the gateways on the other, rounds
 * in turn. Every answer is compared with the hand-written program's.
 *
 *   npm run bench -- gateway       SECONDS=2 ROUNDS=3 by default; ONLY=ours,standalone for some of the gateways
 *                                  (floor always runs), SCENARIO=big,small for some scenarios, VERIFY=1 for
 *                                  subgraphs that check signatures, PROFILE=folder for a CPU profile of each
 *                                  gateway, NODE_FLAGS=--enable-source-maps as the launcher starts processes
 *
 * The others are installed apart: npm ci --prefix bench/rivals
 */
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { FLOOR, GATEWAYS, INSTALL_RIVALS } from "./gateway/gateways.ts";
import { askAll, Requests } from "./gateway/load.ts";
import { CAN_PIN, memoryMb, pinMyself } from "./gateway/processes.ts";
import { printBars, printScenario, type Measured } from "./gateway/report.ts";
import { SCENARIOS, type Scenario } from "./gateway/requests.ts";
import {
  OTHER_CORE,
  prepare,
  startGateway,
  type RunningGateway,
  type Surroundings,
} from "./gateway/running.ts";
import { Trial } from "./gateway/trial.ts";

const SECONDS = Number(process.env.SECONDS ?? 2);
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const ONLY = process.env.ONLY?.split(",");
const SCENARIO = process.env.SCENARIO?.split(",");
const CHOSEN = SCENARIOS.filter((each) => SCENARIO?.includes(each) !== false);

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "gongjian-bench-"));
  const surroundings = await prepare(folder);
  const gateways: RunningGateway[] = [];
  try {
    pinMyself(OTHER_CORE);
    if (!CAN_PIN) console.log("There is no taskset or only one core: gateways share cores with callers.");
    const [load = 0] = loadavg();
    if (load > 1)
      console.log(`The machine is busy (load ${load}): only the ratios of CPU time mean something.`);
    await startAll(surroundings, gateways);
    const measured = new Map<Scenario, Measured[]>();
    for (const scenario of CHOSEN) {
      const figures = await measure(scenario, gateways, surroundings);
      measured.set(scenario, figures);
      printScenario(scenario, figures);
    }
    const memory = new Map(gateways.map(({ gateway, pid }) => [gateway.key, memoryMb(pid)]));
    printBars(measured, memory);
  } finally {
    await Promise.all([...gateways, surroundings.subgraphs].map((running) => running.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param gateways what is started is put here at once, so that it is stopped whatever comes */
async function startAll(surroundings: Surroundings, gateways: RunningGateway[]): Promise<void> {
  for (const gateway of GATEWAYS) {
    if (gateway !== FLOOR && ONLY?.includes(gateway.key) === false) continue;
    const running = await startGateway(gateway, surroundings);
    if (running) gateways.push(running);
    else console.log(`${gateway.name} is not installed and left out. Install it: ${INSTALL_RIVALS}`);
  }
}

/** Rounds of all gateways in turn, so that whatever else the machine does befalls all of them. */
async function measure(
  scenario: Scenario,
  gateways: readonly RunningGateway[],
  { subgraphs }: Surroundings,
): Promise<Measured[]> {
  const [floor] = gateways;
  if (floor === undefined) return [];
  const expected = await askAll(new Requests(scenario), floor);
  const trials = gateways.map((running) => new Trial(running, subgraphs, scenario, expected));
  for (const trial of trials) {
    await trial.warm(SECONDS);
    await trial.check();
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const trial of trials) await trial.round(SECONDS);
  }
  return trials.map((trial) => ({ gateway: trial.running.gateway, figures: trial.figures() }));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
