import { sample } from "@gongjian/shared/testing/sample-city";
import type { ImportReport } from "@gongjian/shared/import/report";

/** What EXPECTED.md says of one line of a sheet. */
export interface Expected {
  readonly row: number;
  readonly category: string;
  readonly externalId: string;
  readonly verdict: string;
  readonly note: string;
}

/** Headings of the tables of EXPECTED.md, which are not the same in every section. */
const HEADINGS = {
  row: /^(?:行|记录|文件记录号)$/,
  category: /目录$/,
  line: /^(?:对应|原需求)$/,
  verdict: /^判定$/,
};

/** The table of one section of EXPECTED.md: what a person says must come out. */
export function expectedLines(section: number): Expected[] {
  const [, text = ""] = sample("as_sent/EXPECTED.md").toString("utf8").split(`\n## ${section}.`);
  const table = (text.split("\n## ")[0] ?? "")
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map(cellsOf);
  const [heading = [], , ...lines] = table;
  const at = (pattern: RegExp): number => heading.findIndex((cell) => pattern.test(cell));
  const [row, category, id, verdict] = [HEADINGS.row, HEADINGS.category, HEADINGS.line, HEADINGS.verdict].map(
    at,
  );
  const textAt = (cells: readonly string[], index = -1): string => cells[index] ?? "";
  return lines.map((cells) => ({
    row: Number(textAt(cells, row)),
    category: textAt(cells, category).replace(/^.*→\s*/, ""),
    externalId: textAt(cells, id),
    verdict: textAt(cells, verdict).replace(/ .*$/, "").toUpperCase(),
    note: cells.at(-1) ?? "",
  }));
}

function cellsOf(line: string): string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}

export function expectedVerdicts(section: number): { row: number; verdict: string }[] {
  return expectedLines(section).map(({ row, verdict }) => ({ row, verdict }));
}

/** As `expectedVerdicts`, from the answer. */
export function verdictsOf({ results }: ImportReport): { row: number; verdict: string }[] {
  return results.map(({ row, verdict }) => ({ row, verdict }));
}

/** `field CODE` of everything that was said about a row, sorted. */
export function problemsOf({ problems }: ImportReport, wanted: number): string[] {
  return problems
    .filter(({ row }) => row === wanted)
    .map(({ field, code }) => `${field ?? "row"} ${code}`)
    .sort();
}
