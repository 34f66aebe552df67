import { atLeast, none, type Check } from "../finding.ts";
import { runBench } from "../run-bench.ts";
import { runTests } from "../run-tests.ts";

const SECONDS = { short: 1, full: 30 } as const;
const TRANSFERS = { short: 1_000, full: 50_000 } as const;
const RACE = "subgraphs/volunteers/src/time-account/transfer-race.test.ts";

/** Promise 3: hours are conserved, whatever is transferred at once, hot accounts among them. */
export const checkHours: Check = async (isFull) => {
  const form = isFull ? "full" : "short";
  const bench = await runBench("transfers", { SECONDS: String(SECONDS[form]) }, 15);
  const [, sum, faults, belowLimit] =
    /^sum (\S+) · balances that differ from their movements (\S+) · below limit (\S+)$/m.exec(bench.output) ??
    [];
  const rates = ["service", "signed GraphQL"].flatMap((way) => bench.figures(way, "transfers/s"));
  const errors = ["service", "signed GraphQL"].flatMap((way) => bench.figures(way, "errors"));
  const total = (values: readonly number[]): number => values.reduce((one, other) => one + other, 0);
  return [
    atLeast("转账笔数 transfers", total(rates) * SECONDS[form], { limit: TRANSFERS[form] }),
    none("所有账户之和，分钟 sum of all accounts, minutes", Number(sum)),
    none("余额与明细不符 balances that differ from their entries", Number(faults)),
    none("低于限额的账户 accounts below their limit", Number(belowLimit)),
    none("露出来的错误，含死锁 errors that surfaced, deadlocks included", total(errors)),
    await runTests("限额边上的竞争 races at the limit", { files: [RACE] }),
  ];
};
