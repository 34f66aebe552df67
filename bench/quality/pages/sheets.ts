import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";

/** A line of a list by heading, as it was sent. */
export type SheetRow = Readonly<Record<string, string>>;

/** What the pages show of a city's files beside what the product reads. */
export interface Sheets {
  /** All columns of a need; empty where it is not in the list. */
  need(id: string): SheetRow;
  /** Why a pair was graded as it was; empty where nobody graded it. */
  gradeReason(needId: string, supplyId: string): string;
}

/** Reads `needs.csv` and `gold_matches.csv` of a city's folder. */
export function readSheets(folder: string): Sheets {
  const sheet = (file: string): SheetRow[] =>
    parse(readFileSync(join(folder, file)), { columns: true, bom: true });
  const needs = new Map(sheet("needs.csv").map((row) => [row.id, row]));
  const reasons = new Map(
    sheet("gold_matches.csv").map((row) => [pairOf(row.need_id ?? "", row.resource_id ?? ""), row.reason]),
  );
  return {
    need: (id) => needs.get(id) ?? {},
    gradeReason: (needId, supplyId) => reasons.get(pairOf(needId, supplyId)) ?? "",
  };
}

function pairOf(needId: string, supplyId: string): string {
  return `${needId} ${supplyId}`;
}
