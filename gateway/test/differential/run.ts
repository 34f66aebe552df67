import { Random } from "@gongjian/shared/testing/random";
import type { Difference } from "./compare.ts";
import { ENGINES, knownFault, touchedBy, type EngineName } from "./known-faults.ts";
import { drawOperation } from "./operations/draw-operation.ts";
import { shrink } from "./operations/shrink.ts";
import type { Asked } from "./oracles/monolith.ts";
import { Trial } from "./trial.ts";

/** Each graph has one of these: none at all, few, many. */
const ERROR_SHARES = [0, 0.01, 0.06];
const NULL_SHARES = [0.15, 0.05, 0.3];

export interface RunOptions {
  /** The first seed; each graph has one of its own. */
  readonly seed: number;
  readonly graphs: number;
  /** For each graph. */
  readonly operations: number;
  /** No operation is begun after so many seconds. */
  readonly seconds: number;
  /** Default: all. */
  readonly engines?: readonly EngineName[];
}

export interface Unknown {
  readonly engine: EngineName;
  readonly seed: number;
  readonly text: string;
}

export interface Tally {
  graphs: number;
  operations: number;
  readonly alike: Record<EngineName, number>;
  /** How often each known fault was met, by engine. */
  readonly known: Record<EngineName, Record<string, number>>;
  /** Differences that nothing known explains. */
  readonly unknown: Unknown[];
}

/** Asks everyone the same random operations over random graphs. */
export async function run(options: RunOptions): Promise<Tally> {
  const { seed, graphs, operations, seconds, engines = ENGINES } = options;
  const tally: Tally = {
    graphs: 0,
    operations: 0,
    alike: { hive: 0, apollo: 0, gateway: 0 },
    known: { hive: {}, apollo: {}, gateway: {} },
    unknown: [],
  };
  const deadline = Date.now() + seconds * 1000;
  for (let i = 0; i < graphs && Date.now() < deadline; i += 1)
    await runGraph(seed + i, { operations, deadline, engines }, tally);
  return tally;
}

interface GraphOptions extends Required<Pick<RunOptions, "operations" | "engines">> {
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

async function runGraph(
  seed: number,
  { operations, deadline, engines }: GraphOptions,
  tally: Tally,
): Promise<void> {
  const random = new Random(seed);
  const shares = { errors: random.pick(ERROR_SHARES), nulls: random.pick(NULL_SHARES) };
  const trial = await Trial.create(random, seed, shares);
  try {
    for (let i = 0; i < operations && Date.now() < deadline; i += 1) {
      const asked = drawOperation(trial.schema, random);
      tally.operations += 1;
      for (const engine of engines) await judge({ trial, engine, seed }, asked, tally);
    }
    tally.graphs += 1;
  } finally {
    await trial.stop();
  }
}

interface Turn {
  readonly trial: Trial;
  readonly engine: EngineName;
  readonly seed: number;
}

async function judge({ trial, engine, seed }: Turn, asked: Asked, tally: Tally): Promise<void> {
  const found = await trial.difference(engine, asked);
  if (found === null) {
    tally.alike[engine] += 1;
    return;
  }
  const touched = touchedBy(asked, trial.schema, trial.model);
  const known = knownFault({ engine, asked, difference: found, touched });
  if (known === null) {
    tally.unknown.push({ engine, seed, text: await told({ trial, engine, seed }, asked, found) });
    return;
  }
  tally.known[engine][known] = (tally.known[engine][known] ?? 0) + 1;
}

/** The smallest operation with this kind of difference, its answers, and how to draw the graph again. */
async function told({ trial, engine, seed }: Turn, asked: Asked, found: Difference): Promise<string> {
  const smallest = await shrink(asked, trial.schema, async (smaller) => {
    const again = await trial.difference(engine, smaller);
    return again?.kind === found.kind;
  });
  const { expected, got } = await trial.answers(engine, smallest);
  return [
    `${engine}, seed ${seed}: ${found.kind} at "${found.at}": expected ${found.expected}, got ${found.got}`,
    smallest.source.replaceAll(/\s+/g, " "),
    `variables ${JSON.stringify(smallest.variables)}`,
    `expected ${expected}`,
    `got      ${got}`,
  ].join("\n");
}
