import { once } from "node:events";
import type { PassThrough } from "node:stream";
import { finished } from "node:stream/promises";
import { setImmediate } from "node:timers/promises";
import ExcelJS from "exceljs";

/** A column of an exported file. */
export interface ExportColumn {
  readonly label: string;
  /** Characters; only sheets have widths. */
  readonly width: number;
}

/** Where exported rows go, page by page; a slow reader slows the writer down. */
export interface ExportSink {
  write(rows: readonly (readonly string[])[]): Promise<void>;
  end(): Promise<void>;
}

type SinkOf = (out: PassThrough, name: string, columns: readonly ExportColumn[]) => ExportSink;

/** CSV as RFC 4180 has it, UTF-8 with BOM so that Excel opens it. */
const csvSink: SinkOf = (out, _name, columns) => {
  out.write(`\ufeff${csvLine(columns.map(({ label }) => label))}`);
  return {
    write: (rows) => send(out, rows.map(csvLine).join("")),
    end: () => finish(out),
  };
};

/** One JSON object a line, all values text, by the same headings. */
const jsonlSink: SinkOf = (out, _name, columns) => {
  const objectOf = (cells: readonly string[]): string =>
    `${JSON.stringify(Object.fromEntries(columns.map(({ label }, i) => [label, cells[i] ?? ""])))}\n`;
  return {
    write: (rows) => send(out, rows.map(objectOf).join("")),
    end: () => finish(out),
  };
};

/** A workbook of one sheet whose cells are all text, so that no number, date or phone is taken for another. */
const xlsxSink: SinkOf = (out, name, columns) => {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true });
  const sheet = workbook.addWorksheet(name, { views: [{ state: "frozen", ySplit: 1 }] });
  sheet.columns = columns.map(({ label, width }) => ({
    header: label,
    width,
    style: { numFmt: "@", alignment: { vertical: "top", wrapText: true } },
  }));
  const heading = sheet.getRow(1);
  heading.font = { bold: true };
  heading.commit();
  return {
    write: async (rows) => {
      for (const cells of rows) sheet.addRow(cells.map(sheetText)).commit();
      // The writer compresses on its own; it must not fall behind by more than a page.
      await setImmediate();
      await drained(out);
    },
    end: async () => {
      sheet.commit();
      // The workbook alone would wait for a reader who has gone for as long as the process lives.
      await Promise.race([workbook.commit(), finished(out, { readable: false })]);
    },
  };
};

/** The formats of an export with what a browser is told about them. */
export const EXPORT_FORMATS = {
  csv: { contentType: "text/csv; charset=utf-8", sink: csvSink },
  xlsx: {
    contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    sink: xlsxSink,
  },
  jsonl: { contentType: "application/x-ndjson; charset=utf-8", sink: jsonlSink },
} as const satisfies Record<string, { contentType: string; sink: SinkOf }>;

export type ExportFormat = keyof typeof EXPORT_FORMATS;

function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\r\n`;
}

/** `_x0041_` is how the format writes a character by its number; as text it needs its underscore escaped. */
function sheetText(text: string): string | null {
  return text === "" ? null : text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_");
}

async function send(out: PassThrough, text: string): Promise<void> {
  out.write(text);
  await drained(out);
}

async function drained(out: PassThrough): Promise<void> {
  if (out.destroyed) throw new Error("The reader of an export has gone.");
  if (!out.writableNeedDrain) return;
  const gone = new AbortController();
  const leave = (): void => {
    gone.abort();
  };
  out.once("close", leave);
  try {
    await once(out, "drain", { signal: gone.signal });
  } finally {
    out.off("close", leave);
  }
}

function finish(out: PassThrough): Promise<void> {
  out.end();
  return Promise.resolve();
}
