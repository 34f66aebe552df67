import type { Say } from "./language.ts";
import type { ReportChange } from "./report.ts";
import { shown } from "./text-width.ts";

const MOST_CHANGES = 20;
const LONGEST_VALUE = 40;

/** What changed, a line for each row: `~ R0182 会议室：数量 30 → 40`. */
export function changeLines(
  changes: readonly ReportChange[],
  omitted: number,
  say: Say,
  showsAll: boolean,
): string[] {
  const listed = showsAll ? changes : changes.slice(0, MOST_CHANGES);
  const more = changes.length - listed.length + omitted;
  return [
    ...listed.map((change) => changeLine(change, say)),
    ...(more > 0 ? [say(`  …… 还有 ${more} 条`, `  … and ${more} more`)] : []),
  ];
}

function changeLine({ externalId, title, kind, fields }: ReportChange, say: Say): string {
  const name = shown([externalId, title].filter((part) => part !== null && part !== "").join(" "));
  if (kind === "NEW") return `  + ${name}${say("（新增）", " (new)")}`;
  if (kind === "RESTORED") return `  + ${name}${say("（恢复）", " (standing again)")}`;
  if (kind === "WITHDRAWN") return `  - ${name}${say("（撤下）", " (withdrawn)")}`;
  const told = fields.map(({ label, before, after }) => `${label} ${value(before)} → ${value(after)}`);
  return `  ~ ${name}：${told.join("；")}`;
}

function value(text: string | null): string {
  const flat = shown(text ?? "");
  if (flat === "") return "∅";
  return flat.length > LONGEST_VALUE ? `${flat.slice(0, LONGEST_VALUE)}…` : flat;
}
