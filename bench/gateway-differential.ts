/**
 * Random operations over random graphs with random data, nulls and failing resolvers: our engine with each of its
 * planners and `@apollo/gateway`, beside one schema without federation that tells what is right.
 *
 *   npm run bench -- gateway-differential     GRAPHS=120 OPERATIONS=90 (for each) SEED=1 SECONDS=3600 (at most),
 *                                             ENGINES=hive,gateway for some of the engines
 */
import { ENGINES } from "../gateway/test/differential/known-faults.ts";
import { run, type Tally } from "../gateway/test/differential/run.ts";

const GRAPHS = Number(process.env.GRAPHS ?? 120);
const OPERATIONS = Number(process.env.OPERATIONS ?? 90);
const SEED = Number(process.env.SEED ?? 1);
const CHOSEN = ENGINES.filter((engine) => process.env.ENGINES?.split(",").includes(engine) !== false);
const SECONDS = Number(process.env.SECONDS ?? 3_600);
/** Of each engine. */
const SHOWN = 8;

async function main(): Promise<void> {
  const tally = await run({
    seed: SEED,
    graphs: GRAPHS,
    operations: OPERATIONS,
    seconds: SECONDS,
    engines: CHOSEN,
  });
  show(tally);
  if (tally.unknown.length > 0) process.exitCode = 1;
}

function show({ graphs, operations, alike, known, unknown }: Tally): void {
  console.log(`${graphs} graphs, ${operations} operations from seed ${SEED}`);
  const rows = CHOSEN.map((engine) => {
    const unexplained = unknown.filter((each) => each.engine === engine).length;
    return [engine, { right: alike[engine], ...known[engine], unexplained }];
  });
  console.table(Object.fromEntries(rows));
  for (const engine of CHOSEN) {
    const own = unknown.filter((each) => each.engine === engine);
    for (const { text } of own.slice(0, SHOWN)) console.log(`\n${text}`);
  }
}

void main();
