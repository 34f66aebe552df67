import type { Output } from "./io.ts";
import type { Say } from "./language.ts";
import { changeLines } from "./print-changes.ts";
import type { ReportChange, ReportCounts } from "./report.ts";
import { table } from "./table.ts";
import { shown } from "./text-width.ts";

/** A page of what the server lists; `next` is null on the last one. */
export interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly next: string | null;
}

/** One publication. */
export interface Revision {
  readonly id: string;
  readonly publishedAt: string;
  readonly actor: { readonly role: string; readonly subject: string };
  readonly fileName: string | null;
  readonly mode: string;
  readonly counts: ReportCounts;
}

/** One line that differs between two revisions. */
export type Change = ReportChange;

/** What going back came to. */
export interface Reverted {
  /** The new revision; null where nothing was written. */
  readonly id: string | null;
  readonly dryRun: boolean;
  readonly published: boolean;
  readonly counts: { readonly changed: number; readonly withdrawn: number; readonly restored: number };
}

const WIDTH = 160;

export function printRevisions(output: Output, { nodes, next }: Page<Revision>, say: Say): void {
  const heading = [
    say("版本", "Revision"),
    say("时间", "Time"),
    say("结果", "Result"),
    say("谁", "Who"),
    say("文件", "File"),
  ];
  const rows = nodes.map(({ id, publishedAt, actor, counts, fileName, mode }) => [
    id,
    localTime(publishedAt),
    `+${counts.new} ~${counts.changed} -${counts.withdrawn}`,
    shown(`${actor.role} ${actor.subject}`),
    shown(fileName ?? mode),
  ]);
  output.write(`${table(heading, rows, output.columns ?? WIDTH)}\n${more(next, say)}`);
}

export function printComparison(output: Output, { nodes, next }: Page<Change>, say: Say): void {
  const lines = changeLines(nodes, 0, say, true);
  output.write(
    `${lines.length === 0 ? say("没有不同。", "No differences.") : lines.join("\n")}\n${more(next, say)}`,
  );
}

export function printReverted(output: Output, { id, dryRun, published, counts }: Reverted, say: Say): void {
  const { changed, withdrawn, restored } = counts;
  const told = say(
    `改回 ${changed} 条，撤下 ${withdrawn} 条，恢复 ${restored} 条。`,
    `${changed} changed back, ${withdrawn} withdrawn, ${restored} standing again.`,
  );
  const outcome = published
    ? say(`已退回，记为新版本 ${id ?? ""}。`, `Done, as the new revision ${id ?? ""}.`)
    : dryRun
      ? say("试运行，什么也没有写入。", "A dry run: nothing was written.")
      : say("内容本来就一样，没有写入。", "Nothing was different; nothing was written.");
  output.write(`${told}\n${outcome}\n`);
}

function more(next: string | null, say: Say): string {
  return next === null ? "" : `${say("…… 还有更多，加 --all。", "… there is more: --all.")}\n`;
}

function localTime(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return shown(iso);
  const two = (number: number): string => String(number).padStart(2, "0");
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
