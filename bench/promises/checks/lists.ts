import { atLeast, none, type Check, type Finding } from "../finding.ts";
import { runBench, type Bench } from "../run-bench.ts";

const KILLS = 100;
const DATABASE_KILLS = 20;
const ROWS = 10_000;
const MINUTES = 60;

let killing: Promise<Bench> | null = null;

/** One run shows both promises. */
function killed(): Promise<Bench> {
  return (killing ??= runBench("import-kills", { KILLS: String(KILLS) }, MINUTES));
}

/** Promise 1: no acknowledged write is lost when a process dies. Lists; transfers are not killed yet. */
export const checkAcknowledged: Check = async () => {
  const bench = await killed();
  const database = bench.figure("kills of PostgreSQL");
  return [
    atLeast("kill -9", bench.figure("kills of the subgraph") + database, { limit: KILLS }),
    atLeast("其中 PostgreSQL of PostgreSQL", database, { limit: DATABASE_KILLS }),
    atLeast("确认了的行 rows acknowledged", bench.figure("rows in them"), { limit: ROWS }),
    none("丢失 lost", bench.figure("lost")),
  ];
};

/** Promise 2: publishing happens exactly once. */
export const checkOnce: Check = async () => {
  const bench = await killed();
  return [
    none("做了两次 done twice", bench.figure("twice")),
    none("混杂或残缺 mixed or half", bench.figure("mixed or half")),
    none("读到混杂或过时的 read mixed or outdated", bench.figure("reads of a list mixed")),
    none("放弃的客户端 clients that gave up", bench.figure("scripts that gave up")),
  ];
};

/** Promise 14: imports are bounded. That they are exact is shown by the tests beside the readers. */
export const checkImports: Check = async () => {
  const bench = await runBench("import", {}, MINUTES);
  return [
    ...largest("大文件多用的内存 extra memory of large files", bench.figures(" MB", "extra memory, MB"), 150),
    ...largest(
      "恶意文件，秒 hostile files, s",
      bench.figures("", "seconds (asked < 1)").filter((value) => !Number.isNaN(value)),
      1,
    ),
    none("同一文件再来，变了的行 rows that changed by the same file", bench.figure("rows that changed")),
  ];
};

function largest(what: string, values: readonly number[], limit: number): Finding[] {
  const value = values.length === 0 ? NaN : Math.max(...values);
  return [{ what, asked: `< ${limit}`, measured: String(value), isMet: value < limit, isTime: true }];
}
