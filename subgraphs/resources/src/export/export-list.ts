import { PassThrough, type Readable } from "node:stream";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { forbidden, notFound } from "@gongjian/shared/errors";
import { EXPORT_FORMATS } from "@gongjian/shared/export/export-sink";
import { newId } from "@gongjian/shared/id";
import { ImportRefused } from "@gongjian/shared/import/import-refused";
import type { RequestScope } from "@gongjian/shared/subgraph/define-subgraph";
import { authorise, may, type Viewer } from "@gongjian/shared/viewer";
import type { DataSource } from "typeorm";
import {
  readExportParameters,
  unitIdOf,
  type ExportParameters,
  type RawParameters,
} from "./export-parameters.ts";
import { countRows, writeRows, type ExportQuery } from "./export-rows.ts";
import { exportedLists, type ExportedList } from "./exported-lists.ts";
import { fieldsFor } from "./line-field.ts";

/** A file on its way out. The stream breaks off with an error when it cannot be completed. */
export interface ExportedFile {
  readonly contentType: string;
  readonly fileName: string;
  readonly stream: Readable;
}

/** Each holds a connection until its reader has everything. */
const MOST_AT_ONCE = 2;
const LONGEST_MS = 300_000;
const MOST_ROWS = { csv: 500_000, jsonl: 500_000, xlsx: 200_000 } as const;

let running = 0;

/**
 * `GET /lists/<list>/export`: the list as a file whose import changes nothing. Whoever may publish for the
 * unit gets the raw contacts, which is put on record; for others, and for keys, the file has no such columns.
 *
 * @throws FORBIDDEN, NOT_FOUND
 * @throws ImportRefused UNKNOWN_LIST, BAD_USER_INPUT, UNKNOWN_UNIT, TOO_MANY_ROWS, TOO_MANY_EXPORTS
 */
export async function exportList(
  scope: RequestScope,
  name: string,
  raw: RawParameters,
): Promise<ExportedFile> {
  const { db, viewer, clock } = scope;
  authorise(viewer, "list.export");
  const list = exportedLists.get(name);
  if (!list) throw new ImportRefused("UNKNOWN_LIST", "没有这个名称的清单。", 404);
  const parameters = readExportParameters(raw);
  const query = await queryFor(db, viewer, list, parameters);
  const { format } = parameters;
  if (running >= MOST_AT_ONCE) {
    throw new ImportRefused("TOO_MANY_EXPORTS", "同时导出的文件太多，请稍后再试。", 503);
  }
  running += 1;
  try {
    const rows = await countRows(db, viewer, query);
    if (rows > MOST_ROWS[format]) {
      const most = MOST_ROWS[format];
      throw new ImportRefused("TOO_MANY_ROWS", `有 ${rows} 行，一个文件最多 ${most} 行，请分区域导出。`, 413);
    }
    if (query.withContacts) await recordExport(scope, query, format, rows);
  } catch (error) {
    running -= 1;
    throw error;
  }
  return {
    contentType: EXPORT_FORMATS[format].contentType,
    fileName: `${list.definition.label}_${clock.today()}.${format}`,
    stream: streamOf(scope, query, format),
  };
}

/** Starts writing; whatever goes wrong destroys the stream, so that nobody takes half a list for the whole. */
function streamOf(
  { db, viewer, log }: RequestScope,
  query: ExportQuery,
  format: ExportParameters["format"],
): Readable {
  const out = new PassThrough();
  const limit = setTimeout(() => out.destroy(new Error("The export took too long.")), LONGEST_MS);
  const { list, columns } = query;
  const sink = EXPORT_FORMATS[format].sink(out, list.definition.label, columns);
  void writeRows(db, viewer, query, sink)
    .catch((error: unknown) => {
      if (!out.destroyed) log.error({ err: error, list: list.definition.name }, "export broke off");
      out.destroy(error instanceof Error ? error : new Error("The export broke off."));
    })
    .finally(() => {
      clearTimeout(limit);
      running -= 1;
    });
  return out;
}

async function queryFor(
  db: DataSource,
  viewer: Viewer,
  list: ExportedList,
  { unit, state, areaCode }: ExportParameters,
): Promise<ExportQuery> {
  const unitId = await unitIdOf(db, list.definition, unit);
  const isOwn = await mayPublishAll(db, viewer, unitId);
  if (state === "WITHDRAWN" && !isOwn) throw forbidden();
  // A key takes out its unit's list too, but a raw contact is for people.
  const withContacts = isOwn && may(viewer, "contact.reveal");
  const contacts = withContacts ? list.contactFields : [];
  const fields = fieldsFor(viewer, list.fields);
  return {
    list,
    fields: [...fields, ...contacts],
    columns: [{ label: list.unitLabel, width: 20 }, ...fields, ...contacts],
    withContacts,
    unitId: unitId ?? (isOwn ? viewer.unitId : null),
    unitsBelow: isOwn ? viewer.areaCode : null,
    areaCode,
    state: state ?? (isOwn ? null : "PUBLISHED"),
  };
}

/** Whether every row of the export is of a unit that the viewer may publish for. */
async function mayPublishAll(db: DataSource, viewer: Viewer, unitId: string | null): Promise<boolean> {
  if (unitId === null) return may(viewer, "list.publish");
  const [unit] = await db.query<{ areaCode: string }[]>(
    `select area_code as "areaCode" from unit where id = $1`,
    [unitId],
  );
  if (!unit) throw notFound("这个单位");
  return may(viewer, "list.publish", { unitId, areaCode: unit.areaCode });
}

/** In a transaction of its own: the entry stands even if the reader breaks off half-way. */
async function recordExport(
  { db, viewer, clock }: RequestScope,
  { list, unitId, areaCode, state }: ExportQuery,
  format: string,
  rows: number,
): Promise<void> {
  await asViewer(db, viewer, (tx) =>
    tx.query(
      `insert into list_export
         (id, list, unit_id, area_code, state, format, row_count, subject, role, viewer_unit_id,
          viewer_area_code, exported_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        newId(),
        list.definition.name,
        unitId,
        areaCode,
        state,
        format,
        rows,
        viewer.subject,
        viewer.role,
        viewer.unitId,
        viewer.areaCode,
        clock.now(),
      ],
    ),
  );
}
