import { fileUpload, type Sheet, type UploadHints } from "../sheet.ts";
import type { SheetRecord } from "../sheet-record.ts";
import type { UploadedFile } from "../uploaded-file.ts";
import { uploadedBuffer } from "./uploaded-buffer.ts";

/** A sheet read to its end. */
export interface SheetRead {
  readonly name: string | null;
  readonly records: readonly SheetRecord[];
  readonly notices: Sheet["notices"];
}

/** Every sheet of a file. */
export async function readSheets(
  file: Buffer | UploadedFile,
  given: UploadHints = {},
): Promise<readonly SheetRead[]> {
  const upload = await fileUpload(Buffer.isBuffer(file) ? uploadedBuffer(file) : file, given).open();
  const sheets: SheetRead[] = [];
  for await (const { name, batches, notices } of upload.sheets) {
    const records: SheetRecord[] = [];
    for await (const batch of batches) records.push(...batch);
    sheets.push({ name, records, notices });
  }
  return sheets;
}

/** The cells of a file that has one sheet. */
export async function readCells(
  file: Buffer | UploadedFile,
  given: UploadHints = {},
): Promise<readonly (readonly string[])[]> {
  const [sheet] = await readSheets(file, given);
  return sheet?.records.map(({ cells }) => cells) ?? [];
}
