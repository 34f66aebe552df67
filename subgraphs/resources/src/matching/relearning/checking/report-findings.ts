import { ERRORS, isError, WARNINGS, type Finding, type FindingKind } from "./finding.ts";

const LABELS: Readonly<Record<FindingKind, string>> = { ...ERRORS, ...WARNINGS };

/** The findings as lines to print, by kind. @param most of one kind of warning; errors are all shown */
export function reportFindings(findings: readonly Finding[], most: number): string[] {
  const lines: string[] = [];
  for (const [kind, label] of Object.entries(LABELS)) {
    const ofKind = findings.filter((finding) => finding.kind === kind);
    const [first] = ofKind;
    if (first === undefined) continue;
    const shown = isError(first) ? ofKind : ofKind.slice(0, most);
    lines.push(`${isError(first) ? "错误" : "提醒"} ${kind} ${label}：${ofKind.length} 处`);
    lines.push(...shown.map(({ file, line, message }) => `  data/${file}:${line}  ${message}`));
    if (shown.length < ofKind.length) {
      lines.push(`  …另有 ${ofKind.length - shown.length} 处，加 --all 全部列出。`);
    }
  }
  const errors = findings.filter(isError).length;
  lines.push(
    `共 ${errors} 处错误，${findings.length - errors} 处提醒。${errors} errors, ${findings.length - errors} warnings.`,
  );
  return lines;
}
