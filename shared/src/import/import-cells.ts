import type { DataSource } from "typeorm";
import { z } from "zod";
import type { Clock } from "../clock.ts";
import { badInput } from "../errors.ts";
import { Rejection } from "../user-error.ts";
import type { Viewer } from "../viewer.ts";
import { ImportMode, ImportTake } from "./import-report.type.ts";
import { ImportListSuccess, ListRefused, type ImportListInput } from "./import.type.ts";
import { importList } from "./import-list.ts";
import { ImportRefused } from "./import-refused.ts";
import type { ListDefinition } from "./list-definition.ts";
import type { ImportReport } from "./report.ts";
import { cellsUpload } from "./sheet.ts";

/**
 * The mutation `importList`: the same import as an uploaded file.
 *
 * @throws Rejection of ListRefused where a file would be refused as a whole
 */
export async function importCells(
  db: DataSource,
  lists: readonly ListDefinition[],
  input: ImportListInput,
  { viewer, clock }: { readonly viewer: Viewer; readonly clock: Clock },
): Promise<ImportListSuccess> {
  const definition = listNamed(input.list, lists);
  try {
    const json = await importList(db, definition, cellsUpload(input.heading, input.rows), {
      viewer,
      clock,
      unitId: unitOf(input),
      mode: input.mode === ImportMode.REPLACE ? "replace" : "merge",
      rows: input.take === ImportTake.ALL ? "all" : "good",
      dryRun: input.dryRun,
      idempotencyKey: input.idempotencyKey ?? null,
    });
    return successOf(JSON.parse(json.toString("utf8")) as ImportReport);
  } catch (error) {
    if (error instanceof ImportRefused) throw new Rejection(new ListRefused(error.code, error.message));
    throw error;
  }
}

function listNamed(name: string, lists: readonly ListDefinition[]): ListDefinition {
  const definition = lists.find((list) => list.name === name);
  if (definition) return definition;
  const known = lists.map((list) => list.name).join("、");
  throw badInput(`没有名为“${name}”的清单，可用：${known}。`);
}

function unitOf({ unitId }: ImportListInput): string | null {
  const id = unitId ?? null;
  if (id !== null && !z.uuid().safeParse(id).success) throw badInput("unitId 不是有效的编号。");
  return id;
}

function successOf(report: ImportReport): ImportListSuccess {
  return new ImportListSuccess({
    ...report,
    mode: report.mode === "replace" ? ImportMode.REPLACE : ImportMode.MERGE,
    rows: report.rows === "all" ? ImportTake.ALL : ImportTake.GOOD,
  });
}
