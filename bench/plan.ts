/**
 * The plan's engine: time, memory and what the goals reach, beside HiGHS on the same model for 642 needs and 1,284
 * supplies, and beside a greedy floor of the same run; then 20,000 needs and 50,000 supplies with 50 candidates each.
 *
 *   npm run bench -- plan [--small]     --small leaves the large town out
 */
import type { Goal, PlanProblem } from "../subgraphs/resources/src/plan/solver/problem.ts";
import { plan } from "../subgraphs/resources/src/plan/solver/plan.ts";
import { solveByHighs } from "../subgraphs/resources/src/plan/solver/testing/solve-by-highs.ts";
import { greedy } from "./plan/greedy.ts";
import { town } from "./plan/town.ts";

const SEED = 20_261;
const CANDIDATES = 50;
const SMALL = {
  needs: 642,
  supplies: 1_284,
  units: 60,
  categories: 24,
  candidates: CANDIDATES,
  goodsShare: 0.3,
};
const LARGE = {
  needs: 20_000,
  supplies: 50_000,
  units: 2_000,
  categories: 200,
  candidates: CANDIDATES,
  goodsShare: 0.3,
};
const SCORE_FIRST: readonly Goal[] = ["URGENT", "SERVED", "SCORE", "FAIR"];
const FAIR_FIRST: readonly Goal[] = ["URGENT", "SERVED", "FAIR", "SCORE"];

async function main(): Promise<void> {
  // Compiles the engine, so that the first figure is not the compiler's.
  await plan(town({ ...SMALL, needs: 200 }, SEED));
  for (const goodsShare of [SMALL.goodsShare, 0]) await compare({ ...SMALL, goodsShare });
  if (process.argv.includes("--small")) return;
  for (const goodsShare of [LARGE.goodsShare, 0]) {
    const problem = town({ ...LARGE, goodsShare }, SEED);
    title(problem, goodsShare);
    floor(problem);
    for (const goals of [SCORE_FIRST, FAIR_FIRST]) await measure(problem, goals, false);
  }
}

async function compare(size: typeof SMALL): Promise<void> {
  const problem = town(size, SEED);
  title(problem, size.goodsShare);
  floor(problem);
  await measure(problem, SCORE_FIRST, true);
  await measure(problem, FAIR_FIRST, true);
  await beside(problem, ["URGENT", "SERVED", "SCORE"]);
  // HiGHS is told of loads only where they are counts of needs.
  if (size.goodsShare === 0) await beside(problem, FAIR_FIRST);
}

/** Ours and HiGHS on one model: no goal may be further apart than HiGHS's own tolerance. */
async function beside(problem: PlanProblem, goals: readonly Goal[]): Promise<void> {
  const { values } = await plan(problem, { goals, priced: false });
  const startedAt = performance.now();
  const theirs = await solveByHighs(problem, goals);
  const seconds = (performance.now() - startedAt) / 1000;
  const ours = goals.flatMap((goal) => {
    if (goal === "URGENT") return values.urgent;
    if (goal === "SERVED") return [values.served];
    return goal === "SCORE" ? [values.score] : [-values.fair.sumOfSquares];
  });
  console.log(`  HiGHS ${goals.join(" > ")}: ${seconds.toFixed(2)} s, ${theirs.length} linear programs`);
  for (const [at, { goal, value }] of theirs.entries()) {
    const gap = (ours[at] ?? NaN) - value;
    console.log(
      `    ${goal.padEnd(7)} ours ${(ours[at] ?? NaN).toFixed(6)}  HiGHS ${value.toFixed(6)}  apart ${gap.toExponential(1)}`,
    );
  }
}

function title({ needs, supplies, edges }: PlanProblem, goodsShare: number): void {
  const sizes = [needs.length, supplies.length, edges.length].map((count) => count.toLocaleString("en"));
  console.log(`${sizes[0]} needs × ${sizes[1]} supplies, ${sizes[2]} edges, ${goodsShare * 100} % goods`);
}

function floor(problem: PlanProblem): void {
  const startedAt = performance.now();
  const { served, score, sumOfSquares } = greedy(problem);
  report("greedy floor", performance.now() - startedAt, { served, score, sumOfSquares }, "");
}

async function measure(problem: PlanProblem, goals: readonly Goal[], priced: boolean): Promise<void> {
  const before = process.memoryUsage();
  let most = before.rss;
  const startedAt = performance.now();
  const { values, prices } = await plan(problem, {
    goals,
    priced,
    onProgress: () => {
      most = Math.max(most, process.memoryUsage.rss());
    },
  });
  const elapsed = performance.now() - startedAt;
  const memory = `, ${((most - before.rss) / 2 ** 20).toFixed(0)} MB more (${(most / 2 ** 20).toFixed(0)} MB in all)`;
  const { served, score, fair } = values;
  const name = `${goals.join(" > ")}${priced ? " with prices" : ""}`;
  report(name, elapsed, { served, score, sumOfSquares: fair.sumOfSquares }, memory);
  console.log(`    ${fair.unitsServing} units serve, most ${fair.mostLoad}, Gini ${fair.gini.toFixed(3)}`);
  for (const { goal, givenUp } of prices) {
    const lost = Object.entries(givenUp).map(([later, value]) => `${later} ${value.toFixed(3)}`);
    console.log(`    ${goal} cost ${lost.join(", ")}`);
  }
}

function report(name: string, elapsed: number, values: ReturnType<typeof greedy>, more: string): void {
  const { served, score, sumOfSquares } = values;
  console.log(`  ${name}: ${(elapsed / 1000).toFixed(2)} s${more}`);
  console.log(`    served ${served}, score ${score.toFixed(3)}, Σ load² ${sumOfSquares}`);
}

void main();
