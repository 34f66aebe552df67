import { Readable } from "node:stream";
import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry, type ZipFile } from "yauzl";
import { ImportRefused } from "../import-refused.ts";
import type { UploadedFile } from "../uploaded-file.ts";
import { brokenWorkbook, oversizedWorkbook } from "./refusals.ts";

const MOST_ENTRIES = 2_000;
/** Inflated bytes that are read from one workbook. */
const MOST_INFLATED = 200 * 1024 * 1024;
/** Rows of a real list repeat themselves about 30 times at most. */
const HIGHEST_RATIO = 200;
const RATIO_FREE_BYTES = 1024 * 1024;

const BLOCK_BYTES = 64 * 1024;

/** The parts of a workbook by name, inflated within limits that no entry's own figures can lift. */
export class ZipParts {
  /** Parts that were counted already: a sheet is read twice, first for its merged cells. */
  readonly #counted = new Map<string, number>();

  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws FILE_TRUNCATED, XLSX_BROKEN, XLSX_TOO_LARGE */
  static async open(file: UploadedFile): Promise<ZipParts> {
    const zip = await fromRandomAccessReaderPromise(new FileReader(file), file.size, {
      lazyEntries: true,
      autoClose: false,
      strictFileNames: true,
    }).catch((error: unknown) => {
      throw asRefusal(error, truncated());
    });
    if (zip.entryCount > MOST_ENTRIES) throw oversizedWorkbook(`里面有 ${zip.entryCount} 个部件`);
    const entries = new Map<string, Entry>();
    try {
      for await (const entry of zip.eachEntry()) {
        if (entries.has(entry.fileName)) throw brokenWorkbook("有两个同名的部件");
        entries.set(entry.fileName, entry);
      }
    } catch (error) {
      throw asRefusal(error, brokenWorkbook("压缩包的目录坏了"));
    }
    return new ZipParts(zip, entries);
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** The inflated bytes of a part. @throws XLSX_BROKEN, XLSX_TOO_LARGE, FILE_TYPE_UNSUPPORTED */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(name);
    if (!entry) throw brokenWorkbook(`缺少部件 ${name.slice(0, 100)}`);
    refuseUnreadable(entry);
    let read = 0;
    try {
      const stream = await this.zip.openReadStreamPromise(entry);
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        read += chunk.length;
        this.#count(entry, read);
        yield chunk;
      }
    } catch (error) {
      throw asRefusal(error, brokenWorkbook("压缩的内容坏了，可能没有传完整"));
    }
  }

  #count({ fileName, compressedSize }: Entry, read: number): void {
    if (read > RATIO_FREE_BYTES && read > compressedSize * HIGHEST_RATIO) {
      throw oversizedWorkbook("有的部件压缩得异常，解开会很大");
    }
    this.#counted.set(fileName, Math.max(read, this.#counted.get(fileName) ?? 0));
    let total = 0;
    for (const bytes of this.#counted.values()) total += bytes;
    if (total > MOST_INFLATED) throw oversizedWorkbook(`解开后超过 ${MOST_INFLATED / (1024 * 1024)} MB`);
  }
}

/** What an entry says of itself is enough to refuse it, never to trust it. */
function refuseUnreadable(entry: Entry): void {
  if (entry.isEncrypted()) {
    throw new ImportRefused(
      "FILE_TYPE_UNSUPPORTED",
      "工作簿加了密码，读不出。请在 Excel 或 WPS 里去掉密码，另存为 XLSX 后重发。",
      415,
    );
  }
  const { compressedSize, uncompressedSize } = entry;
  if (uncompressedSize > MOST_INFLATED) throw oversizedWorkbook("有的部件解开会很大");
  if (uncompressedSize > RATIO_FREE_BYTES && uncompressedSize > compressedSize * HIGHEST_RATIO) {
    throw oversizedWorkbook("有的部件压缩得异常，解开会很大");
  }
}

/** Lets our own refusals and faults of the disk pass; everything else is the file's fault. */
function asRefusal(error: unknown, refusal: ImportRefused): unknown {
  const isSystem = typeof (error as { errno?: unknown }).errno === "number" && !isInflateError(error);
  return error instanceof ImportRefused || isSystem ? error : refusal;
}

function isInflateError(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith("Z_");
}

function truncated(): ImportRefused {
  return new ImportRefused("FILE_TRUNCATED", "工作簿不完整，可能没有传完。请重新发送完整的文件。");
}

/** Gives the ZIP reader the spooled file, block by block. */
class FileReader extends RandomAccessReader {
  constructor(private readonly file: UploadedFile) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const { file } = this;
    async function* blocks(): AsyncGenerator<Buffer> {
      let at = start;
      while (at < end) {
        const block = await file.readAt(at, Math.min(BLOCK_BYTES, end - at));
        if (block.length === 0) return;
        at += block.length;
        yield block;
      }
    }
    return Readable.from(blocks());
  }
}
