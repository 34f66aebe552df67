import type { UploadedFile } from "../uploaded-file.ts";

/** Above these a workbook is written anew from its values, because the library for styles holds it whole. */
const MOST_BYTES = 5 * 1024 * 1024;
const MOST_ROWS = 20_000;
const MOST_INFLATED_BYTES = 64 * 1024 * 1024;

const CENTRAL_ENTRY = 0x02014b50;
const CENTRAL_END = 0x06054b50;
const CENTRAL_END_BYTES = 22;
const LONGEST_COMMENT = 65_535;

/**
 * Whether a workbook, which the import has read within its own bounds, can be held in memory with its styles.
 * The sizes that a zip's directory states are what its reader has made sure of.
 */
export async function isSmallWorkbook(file: UploadedFile, rows: number): Promise<boolean> {
  if (file.size > MOST_BYTES || rows > MOST_ROWS) return false;
  const bytes = await file.readAt(0, file.size);
  return inflatedBytes(bytes) <= MOST_INFLATED_BYTES;
}

/** The sum of the sizes of all files of a zip, unpacked; infinite for a directory that cannot be read. */
function inflatedBytes(zip: Buffer): number {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  const isEnd =
    end >= Math.max(0, zip.length - CENTRAL_END_BYTES - LONGEST_COMMENT) &&
    end + CENTRAL_END_BYTES <= zip.length &&
    zip.readUInt32LE(end) === CENTRAL_END;
  if (!isEnd) return Infinity;
  let at = zip.readUInt32LE(end + 16);
  let sum = 0;
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== CENTRAL_ENTRY) return Infinity;
    sum += zip.readUInt32LE(at + 24);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return sum;
}
