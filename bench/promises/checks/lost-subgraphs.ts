import { loseSubgraph, type Loss } from "../../../gateway/test/resilience/lose-subgraph.ts";
import { none, same, within, type Check, type Finding } from "../finding.ts";
import { runTests } from "../run-tests.ts";

const NAMES = ["organisations", "resources"] as const;
/** Killed is known at once; frozen costs the time-out of a call, and a little more. */
const LONGEST_MS: Readonly<Record<Loss, number>> = { killed: 500, frozen: 3_200 };
const CODES: Readonly<Record<Loss, string>> = {
  killed: "SUBGRAPH_DOWN",
  frozen: "SUBGRAPH_DOWN, SUBGRAPH_TIMEOUT",
};
const RECOVERED_MS = 5_000;
const TESTS = "gateway/test/resilience.test.ts";

/** Promise 5: one subgraph down leaves the rest. */
export const checkLostSubgraphs: Check = async (isFull) => {
  const findings: Finding[] = [];
  // Both subgraphs are lost in both ways by the long form; the short one takes each of them and each way once.
  const losses = isFull
    ? NAMES.flatMap((name) => [[name, "killed"] as const, [name, "frozen"] as const])
    : [["organisations", "killed"] as const, ["resources", "frozen"] as const];
  for (const [name, loss] of losses) {
    const tally = await loseSubgraph(name, loss);
    const whose = `${name} ${loss}`;
    findings.push(
      none(`${whose}：别的答案不全 of others, not in full`, tally.othersFailed.length, tally.others),
      none(
        `${whose}：该空不空、没有代码 of its own, not null with a code`,
        tally.wrong.length,
        tally.partial,
      ),
      same(`${whose}：代码 codes`, tally.codes.toSorted().join(", "), CODES[loss]),
      within(`${whose}：最慢 slowest`, tally.slowestMs, LONGEST_MS[loss]),
      within(`${whose}：恢复 recovered`, tally.recoveredMs, RECOVERED_MS),
    );
  }
  const named = "a gateway starts while a subgraph is down";
  return [...findings, await runTests("子图停着也能启动 starts with one down", { files: [TESTS], named })];
};
