import { runHostile } from "../../../gateway/test/hostile/run-hostile.ts";
import { atLeast, atMost, none, within, type Check, type Finding } from "../finding.ts";
import { runBench } from "../run-bench.ts";
import { runTests } from "../run-tests.ts";

const KINDS = 180;
const SLOWEST_MS = 200;
const P95_MS = 50;
const GROWTH_MB = 100;
const MUTATED = { short: 1_000, full: 100_000 } as const;
const GARBAGE_MS = 1_000;
const FILES_SECONDS = 7_200;
const SUBGRAPH = "gateway/test/hostile/hostile-subgraph.test.ts";

/** Promise 8: hostile requests are cheap. */
export const checkHostileRequests: Check = async () => {
  const report = await runHostile(0);
  for (const fault of report.faults) console.log(fault);
  return [
    atLeast("种类 kinds", report.kinds, { limit: KINDS }),
    none("5xx、内部信息、英文 5xx, our insides, no Chinese", report.faults.length, report.kinds),
    within(`最慢的一种 slowest: ${report.worst.kind}`, report.worst.ms, SLOWEST_MS),
    within("p95", report.p95Ms, P95_MS),
    within("旁边的正常查询 a good query beside it", report.worstCanary.ms, SLOWEST_MS),
    atMost("内存增长 memory growth", report.memoryGrowthMb, { limit: GROWTH_MB, unit: "MB" }),
    await runTests("子图（商家） a subgraph (merchants)", { files: [SUBGRAPH], isTime: true }),
  ];
};

/** Promise 9: garbage is refused, as documents and as files. */
export const checkGarbage: Check = async (isFull) => {
  const report = await runHostile(MUTATED[isFull ? "full" : "short"]);
  for (const fault of report.faults) console.log(fault);
  return [
    none("查询：崩溃、5xx documents: crashes, 5xx", report.faults.length, report.mutated),
    within("查询：最慢 documents: slowest", report.worstMutated.ms, GARBAGE_MS),
    ...(isFull ? await mutatedFiles() : []),
  ];
};

async function mutatedFiles(): Promise<Finding[]> {
  const bench = await runBench(
    "import-fuzz",
    { COUNT: String(MUTATED.full), SECONDS: String(FILES_SECONDS) },
    FILES_SECONDS / 60 + 10,
  );
  return [
    atLeast("文件 files", bench.figure("files"), { limit: MUTATED.full }),
    none("文件：崩溃 files: crashes", bench.figure("parts that crashed")),
    none("文件：5xx 和断开 files: 5xx and cut connections", bench.figure("server errors")),
    none("文件：单独再试仍超过 1 s files: above 1 s, also alone", bench.figure("of these again")),
  ];
}
