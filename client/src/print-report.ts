import type { Output } from "./io.ts";
import type { Say } from "./language.ts";
import { changeLines } from "./print-changes.ts";
import type { Report, ReportProblem } from "./report.ts";
import { table } from "./table.ts";
import { shown } from "./text-width.ts";

const MOST_PROBLEMS = 50;
const WIDTH = 120;

/** Tells a person what became of a file. */
export function printReport(output: Output, report: Report, say: Say, showsAll: boolean): void {
  const parts = [
    headline(report, say),
    mapping(report, say),
    changesPart(report, say, showsAll),
    problems(report, say, showsAll, output.columns ?? WIDTH),
    outcome(report, say),
  ];
  output.write(`${parts.filter((part) => part !== "").join("\n\n")}\n`);
}

function headline(report: Report, say: Say): string {
  const { list, fileName, format, encoding, counts } = report;
  const what = [list, fileName ?? say("（标准输入）", "(standard input)"), format, encoding]
    .filter((part): part is string => typeof part === "string" && part !== "")
    .map(shown);
  const { total, unchanged, changed, withdrawn, refused, corrected } = counts;
  return [
    what.join(" · "),
    say(
      `共 ${total} 行：新增 ${counts.new} · 有变化 ${changed} · 未变 ${unchanged} · 撤下 ${withdrawn} · 退回 ${refused} · 更正 ${corrected}`,
      `${total} rows: ${counts.new} new · ${changed} changed · ${unchanged} unchanged · ${withdrawn} withdrawn · ${refused} refused · ${corrected} corrected`,
    ),
  ].join("\n");
}

/** Only what may surprise: columns that are not used, and those found otherwise than by their name. */
function mapping({ mapping: columns }: Report, say: Say): string {
  const lines = columns
    .filter(({ heading, field, by }) => heading !== "" && (field === null || (by ?? "ALIAS") !== "ALIAS"))
    .map(({ column, heading, field, by }) => {
      const use = field === null ? say("没有用", "not used") : `${field}${howFound(by ?? "", say)}`;
      return `  ${column} ${shown(heading)} → ${use}`;
    });
  return lines.length === 0 ? "" : [say("列：", "Columns:"), ...lines].join("\n");
}

function howFound(by: string, say: Say): string {
  if (by === "GUESS") return say("（猜的，请核对）", " (a guess: please check)");
  if (by === "SAVED") return say("（按保存的对应）", " (as saved)");
  return by === "TAG" ? say("（按标签行）", " (by its tag)") : "";
}

function changesPart({ changes = [], changesOmitted = 0 }: Report, say: Say, showsAll: boolean): string {
  const lines = changeLines(changes, changesOmitted, say, showsAll);
  return lines.length === 0
    ? ""
    : [say("与已发布的不同：", "Different from what is published:"), ...lines].join("\n");
}

function problems(report: Report, say: Say, showsAll: boolean, width: number): string {
  const { problems: all, problemsOmitted = 0 } = report;
  if (all.length === 0) return "";
  // What was not taken comes first: a short look must not miss it.
  const ordered = [...all].sort((a, b) => rankOf(a) - rankOf(b));
  const listed = showsAll ? ordered : ordered.slice(0, MOST_PROBLEMS);
  const more = all.length - listed.length + problemsOmitted;
  const hasSheets = all.some(({ sheet }) => (sheet ?? null) !== null);
  const heading = [
    ...(hasSheets ? [say("表", "Sheet")] : []),
    say("行", "Row"),
    say("列", "Col"),
    "",
    say("代码", "Code"),
    say("原因", "Cause"),
    say("建议", "Suggestion"),
  ];
  const rows = listed.map((problem) => [
    ...(hasSheets ? [shown(problem.sheet ?? "")] : []),
    String(problem.row),
    problem.column ?? "",
    severity(problem, say),
    problem.code,
    shown(problem.message),
    shown(problem.suggestion ?? ""),
  ]);
  const omitted = say(
    `…… 还有 ${more} 条：加 --all 全部列出，或 --out 文件 得到批注好的表。`,
    `… and ${more} more: --all lists them, --out FILE writes the sheet with remarks.`,
  );
  return more > 0 ? `${table(heading, rows, width)}\n${omitted}` : table(heading, rows, width);
}

function rankOf({ severity: kind }: ReportProblem): number {
  return kind === "REFUSED" ? 0 : 1;
}

function severity({ severity: kind }: ReportProblem, say: Say): string {
  if (kind === "REFUSED") return say("退回", "refused");
  return kind === "CORRECTED" ? say("更正", "corrected") : say("提醒", "notice");
}

function outcome({ published, dryRun, code, id }: Report, say: Say): string {
  if (code !== null) {
    return say(
      "没有发布任何一行：改好被退回的行再发。",
      "Nothing was published: correct the refused rows and send again.",
    );
  }
  if (dryRun || !published) return say("试运行，什么也没有写入。", "A dry run: nothing was written.");
  return say(
    `已发布，版本 ${id}。撤回：gongjian undo。`,
    `Published as revision ${id}. To take it back: gongjian undo.`,
  );
}
