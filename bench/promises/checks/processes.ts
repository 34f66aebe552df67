import { stopRounds } from "../../../gateway/test/processes/stop-rounds.ts";
import { atMost, none, within, type Check, type Finding } from "../finding.ts";
import { runTests } from "../run-tests.ts";

const ROUNDS = { short: 2, full: 10 } as const;
const STOP_MS = 10_000;
const CUT_PERCENT = 0.2;
const WORKERS = "gateway/test/processes/workers.test.ts";

/** Promise 7: stopping is graceful, of one process and of two. */
export const checkStopping: Check = async (isFull) => {
  const rounds = ROUNDS[isFull ? "full" : "short"];
  const findings: Finding[] = [];
  for (const workers of [1, 2]) {
    const tally = await stopRounds({ rounds, workers });
    const whose = `${workers} 个进程停 ${rounds} 次 process(es), ${rounds} stops`;
    const cut = (100 * tally.cut) / tally.sent;
    findings.push(
      none(`${whose}：带键重试的丢失 lost with a key`, tally.lost, tally.acknowledged),
      atMost(`${whose}：断掉的请求 cut off, of ${tally.sent}`, cut, { limit: CUT_PERCENT, unit: "%" }),
      within(`${whose}：最慢 slowest`, tally.slowestStopMs, STOP_MS),
      none(
        `${whose}：退出代码不是 0 ended badly`,
        tally.exitCodes.filter((code) => code !== 0).length,
        rounds,
      ),
    );
  }
  return findings;
};

/** Promise 10: a hung process is replaced, a busy one is left alone. */
export const checkWatchdog: Check = async () => [
  await runTests("卡住 5 秒以上的换掉，忙的不动 hung for 5 s and replaced within 10, busy and left alone", {
    files: [WORKERS],
    named: "a worker that",
    isTime: true,
  }),
];
