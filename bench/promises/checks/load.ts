import { atLeast, atMost, none, within, type Check } from "../finding.ts";
import { runBench } from "../run-bench.ts";

const SOAK_MINUTES = 30;
const OVERLOAD_SECONDS = { short: 3, full: 8 } as const;
const REFUSAL_MS = 100;
const GOODPUT_PERCENT = 80;
/** Who answers much more than the knee was said to be was measured badly: then nothing was overloaded. */
const KNEE_PERCENT = 120;

/** Promise 22: it keeps running. */
export const checkSoak: Check = async () => {
  const bench = await runBench("gateway-soak", { MINUTES: String(SOAK_MINUTES) }, SOAK_MINUTES + 10);
  return [
    atMost("内存每分钟 memory a minute", bench.figure("memory in the second half"), { limit: 1, unit: "MB" }),
    atMost("句柄每分钟 handles a minute", bench.figure("handles in the second half"), { limit: 1 }),
    none("错误的答案 wrong answers", bench.figure("wrong of")),
  ];
};

/** Promise 23: overload is shed. */
export const checkOverload: Check = async (isFull) => {
  const seconds = OVERLOAD_SECONDS[isFull ? "full" : "short"];
  const { output } = await runBench("gateway-overload", { SECONDS: String(seconds) }, 10);
  // Half the knee, the knee, twice, three times.
  const [, , twice = ""] = output.split("\n").filter((line) => /^\s*\d+\s+\d+\s+\d+ %/.test(line));
  const figures = twice
    .trim()
    .split(/[\s%]+/)
    .map(Number);
  const [, , share = NaN, , , refused = NaN, , slowRefusal = NaN, failed = NaN, core = NaN] = figures;
  // A gateway that is short of its core, because others have it, tells little.
  return [
    atLeast(`两倍拐点时答出的 answered at twice the knee, with ${core} % of its core`, share, {
      limit: GOODPUT_PERCENT,
      unit: "%",
      isTime: true,
    }),
    atMost("拐点量得准 the knee was one", share, { limit: KNEE_PERCENT, unit: "%", isTime: true }),
    atLeast("每秒拒绝 refused a second", refused, { limit: 1, isTime: true }),
    within("拒绝 p99 refusals, p99", slowRefusal, REFUSAL_MS),
    none("没有答复的 not answered at all", failed),
  ];
};
