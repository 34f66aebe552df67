import { createHash } from "node:crypto";
import { readCsv } from "./csv.ts";
import { decodedText, detectEncoding, type ByteSource, type Encoding } from "./decode.ts";
import { isBlank, type SheetRecord } from "./sheet-record.ts";

/** What a reader makes of a file, whatever its format. */
export interface Sheet {
  readonly encoding: Encoding | null;
  readonly records: AsyncIterable<SheetRecord> | Iterable<SheetRecord>;
}

/** A file or a table of cells on its way in; `hash` covers everything that decides what is read. */
export interface ListUpload {
  readonly hash: string;
  open(): Promise<Sheet>;
}

/** A file as it was sent. @param bodyHash SHA-256 of the bytes */
export function fileUpload(source: ByteSource, bodyHash: string, given: Encoding | null = null): ListUpload {
  return {
    hash: `${bodyHash}:${given ?? ""}`,
    open: async () => {
      const encoding = await detectEncoding(source, given);
      return { encoding, records: readCsv(decodedText(source, encoding)) };
    },
  };
}

/** A heading and rows that were sent as cells, without a file. */
export function cellsUpload(heading: readonly string[], rows: readonly (readonly string[])[]): ListUpload {
  return {
    hash: createHash("sha256")
      .update(JSON.stringify([heading, rows]))
      .digest("hex"),
    open: () => Promise.resolve({ encoding: null, records: recordsOf([heading, ...rows]) }),
  };
}

function* recordsOf(rows: readonly (readonly string[])[]): Generator<SheetRecord> {
  for (const [i, cells] of rows.entries()) {
    if (!isBlank(cells)) yield { number: i + 1, cells };
  }
}
