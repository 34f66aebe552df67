import { HEADINGS, listRow, type ListRow } from "../import/list-row.ts";
import type { Random } from "../../shared/src/testing/random.ts";

/** One file of a unit's list. Every row carries the version, so that a mixture of two can be seen. */
export interface VersionedFile {
  readonly name: string;
  readonly version: number;
  readonly rows: number;
  readonly mode: "merge" | "replace";
  readonly body: Blob;
}

export type VersionedListName = "resources" | "needs";

const FEWEST_ROWS = 200;
const MOST_ROWS = 3_000;
const VERSION = /^第(\d+)版/;

/** Headings of a list of needs by those of a list of resources. */
const NEED_HEADINGS = new Map<keyof ListRow, string>([
  ["编号", "编号"],
  ["类别", "类别"],
  ["资源名称", "需求名称"],
  ["资源内容", "具体情况"],
  ["数量", "数量"],
  ["单位", "单位"],
  ["服务对象", "服务对象"],
  ["开始日期", "开始时间"],
  ["结束日期", "结束时间"],
  ["可提供时间", "时间要求"],
]);

/** The version that a row's description names; NaN where it names none. */
export function versionOf(description: string): number {
  return Number(VERSION.exec(description)?.[1] ?? NaN);
}

/**
 * The next file of a list: it replaces the list by one of another length, or merges one that names every row
 * there is. Either way what stands afterwards is this file and nothing else.
 */
export function nextFile(
  list: VersionedListName,
  seed: number,
  before: Pick<VersionedFile, "version" | "rows">,
  random: Random,
): VersionedFile {
  // The first one takes the place of what the sample city brought.
  const mode = before.version === 0 || random.chance(0.5) ? "replace" : "merge";
  // Short lists more often than long ones, as units have them.
  const share = random.below(101) / 100;
  const drawn = FEWEST_ROWS + Math.round((MOST_ROWS - FEWEST_ROWS) * share ** 3);
  const rows = mode === "merge" ? Math.max(drawn, before.rows) : drawn;
  const version = before.version + 1;
  return {
    name: `${list}-${seed}-${version}.csv`,
    version,
    rows,
    mode,
    body: new Blob([csvOf(list, seed, version, rows)]),
  };
}

function csvOf(list: VersionedListName, seed: number, version: number, rows: number): string {
  const columns: readonly (readonly [keyof ListRow, string])[] =
    list === "needs" ? [...NEED_HEADINGS] : HEADINGS.map((heading) => [heading, heading] as const);
  const lines = [columns.map(([, heading]) => heading).join(",")];
  for (let number = 1; number <= rows; number += 1) {
    const row = listRow(seed, number);
    const written = { ...row, 资源内容: `第${version}版。${row.资源内容}` };
    lines.push(columns.map(([key]) => `"${written[key].replaceAll('"', '""')}"`).join(","));
  }
  return `${lines.join("\r\n")}\r\n`;
}
