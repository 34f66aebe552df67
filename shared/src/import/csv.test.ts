import { TextDecoder } from "node:util";
import { expect, test } from "@jest/globals";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { guessDelimiter, readCsv } from "./csv.ts";
import { ImportRefused } from "./import-refused.ts";
import type { SheetRecord } from "./sheet-record.ts";
import { readCells } from "./testing/read-sheets.ts";
import { uploadedBuffer } from "./testing/uploaded-buffer.ts";

async function* parts(...texts: string[]): AsyncGenerator<string> {
  for (const text of texts) yield await Promise.resolve(text);
}

async function read(...texts: string[]): Promise<SheetRecord[]> {
  const all: SheetRecord[] = [];
  for await (const batch of readCsv(parts(...texts))) {
    expect(batch.length).toBeLessThanOrEqual(500);
    all.push(...batch);
  }
  return all;
}

test("quoted cells keep commas, quotes and line breaks, and count as one record", async () => {
  expect(await read('名称,说明\r\n甲,"一,二\r\n""三"""\r\n乙,\r\n')).toEqual([
    { number: 1, cells: ["名称", "说明"] },
    { number: 2, cells: ["甲", '一,二\r\n"三"'] },
    { number: 3, cells: ["乙", ""] },
  ]);
});

test("blank lines are skipped, but the numbers go on as in the file", async () => {
  expect((await read("a,b\n\n1,2\n , \n3,4\n\n")).map(({ number }) => number)).toEqual([1, 3, 5]);
});

test.each([["\r\n"], ["\n"], ["\r"]])("lines may end in %j", async (end) => {
  expect(await read(["a,b", "1,2"].join(end))).toEqual([
    { number: 1, cells: ["a", "b"] },
    { number: 2, cells: ["1", "2"] },
  ]);
});

test.each([
  ["a;b;c\n1,5;2;3", ";"],
  ["a\tb\n1\t2", "\t"],
  ['"x;y;z",b\n', ","],
  ["2026年清单，共 2 项\n单位：甲,乙,丙\na\tb\tc\n1\t2\t3\n4\t5\t6", "\t"],
  ["\n\nid,name", ","],
  ["single", ","],
])("the delimiter of %j is %j", (text, delimiter) => {
  expect(guessDelimiter(text)).toBe(delimiter);
});

test.each([
  ["a quote that is never closed", 'a,b\n1,2\n\n3,"4\n5,6\n', "FILE_TRUNCATED", 4],
  ["a quote in the middle of a cell", 'a,b\n1,"2\n"\n3,4"x\n', "CSV_QUOTE", 3],
  ["text behind a closing quote", 'a,b\n"1"x,2\n', "CSV_QUOTE", 2],
  ["a record without end", `a,b\n1,2\n3,"${"x".repeat(2_000_000)}`, "RECORD_TOO_LONG", 3],
])("%s is refused, and the record is named", async (_what, text, code, number) => {
  const refused = expect(read(text)).rejects;
  await refused.toMatchObject({ code });
  await refused.toThrow(`第 ${number} 条记录`);
});

const cell = fc.string({ unit: fc.constantFrom("a", "单", "位", ",", '"', "\n", "；", " ", "é", "𠮷") });
const table = fc.array(fc.tuple(fc.constant("x"), cell, cell), { minLength: 1, maxLength: 8 });

function write(rows: readonly string[][], end: string): string {
  return rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(",") + end).join("");
}

const WRITERS: Record<string, (text: string) => Buffer> = {
  "UTF-8": (text) => Buffer.from(text),
  "UTF-8-BOM": (text) => Buffer.from(`\ufeff${text}`),
  "UTF-16LE": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  "UTF-16BE": (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
};

/** GB18030 bytes of a text, by looking each character up in the decoder. */
const gb18030 = ((): ((text: string) => Buffer) => {
  const decoder = new TextDecoder("gb18030");
  const bytes = new Map<string, number[]>([
    ["é", [0xa8, 0xa6]],
    ["；", [0xa3, 0xbb]],
  ]);
  for (let lead = 0xb0; lead < 0xf8; lead++) {
    for (let trail = 0xa1; trail < 0xff; trail++)
      bytes.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
  }
  bytes.set("𠮷", fourBytesOf("𠮷", decoder));
  return (text) => Buffer.from(Array.from(text).flatMap((c) => bytes.get(c) ?? [c.charCodeAt(0)]));
})();

function fourBytesOf(character: string, decoder: TextDecoder): number[] {
  const linear = (character.codePointAt(0) ?? 0) - 0x10000;
  const code = [0x90 + Math.floor(linear / 12_600), 0x30 + (Math.floor(linear / 1_260) % 10)];
  code.push(0x81 + (Math.floor(linear / 10) % 126), 0x30 + (linear % 10));
  if (decoder.decode(Uint8Array.from(code)) !== character)
    throw new Error("The test's own encoder is wrong.");
  return code;
}

test.each(Object.entries({ ...WRITERS, GB18030: gb18030 }))(
  "what is written in %s is read back cell by cell, wherever it is cut",
  async (_name, encode) => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom("\r\n", "\n"),
        fc.integer({ min: 1, max: 7 }),
        async (generated, end, size) => {
          // One heading that is no UTF-8 in GB18030: a character or two alone may be both.
          const rows = [["资源名称"], ...generated];
          const bytes = encode(write(rows, end));
          expect(await readCells(uploadedBuffer(bytes, size))).toEqual(rows);
        },
      ),
      { numRuns: 60 },
    );
  },
);

test("UTF-16 without a byte order mark is read", async () => {
  const rows = [
    ["编号", "一览"],
    ["1", "开放，一楼"],
  ];
  const text = rows.map((row) => row.join(",")).join("\r\n");
  expect(await readCells(Buffer.from(text, "utf16le"))).toEqual(rows);
  expect(await readCells(Buffer.from(text, "utf16le").swap16())).toEqual(rows);
});

const PARSER = { relax_column_count: true, record_delimiter: ["\r\n", "\n", "\r"] };

test("what csv-parse reads, it reads alike, wherever the text is cut; what csv-parse refuses, it refuses", async () => {
  const text = fc.string({ unit: fc.constantFrom('"', '"', ",", "\n", "\r", "a", "单", " "), maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (tail, size) => {
      const sent = `x,x,x\n${tail}`;
      const cut = Array.from({ length: Math.ceil(sent.length / size) }, (_, i) =>
        sent.slice(i * size, (i + 1) * size),
      );
      const ours = await read(...cut).catch((error: unknown) => error);
      expect(ours instanceof ImportRefused ? "refused" : ours).toEqual(readByCsvParse(sent));
    }),
    { numRuns: 3_000 },
  );
});

function readByCsvParse(text: string): SheetRecord[] | "refused" {
  try {
    const records: string[][] = parse(text, PARSER);
    return records
      .map((cells, i) => ({ number: i + 1, cells }))
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  } catch {
    return "refused";
  }
}

test("any bytes give records or a coded refusal, never a crash", async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", "a", "单") }).map((text) => Buffer.from(text)),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (sent) => {
      const outcome = await readCells(Buffer.from(sent)).catch((error: unknown) => error);
      expect(Array.isArray(outcome) || outcome instanceof ImportRefused).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("a long line without an end is read at once, not looked at again from every character", async () => {
  const start = performance.now();
  expect(await read("a".repeat(200_000))).toHaveLength(1);
  expect(performance.now() - start).toBeLessThan(2_000);
});

test.each([
  ["a cell of 1 GB", "名称,说明\n甲,", "x".repeat(64 * 1024), 16_384, "RECORD_TOO_LONG"],
  ["a heading of 10 million columns", "", "a,".repeat(32 * 1024), 320, "RECORD_TOO_LONG"],
  ["a heading of 100,000 columns", "", "a,".repeat(32 * 1024), 3, "TOO_MANY_COLUMNS"],
  [
    "a quoted cell without end and full of line ends",
    '名称,说明\n甲,"',
    "x\n".repeat(32 * 1024),
    2_000,
    "RECORD_TOO_LONG",
  ],
])("%s is refused at once, without being held in memory", async (_what, beginning, piece, times, code) => {
  const chunk = Buffer.from(piece);
  const file = {
    ...uploadedBuffer(Buffer.alloc(0)),
    *read() {
      yield Buffer.from(beginning);
      for (let i = 0; i < times; i++) yield chunk;
    },
  };
  const start = performance.now();
  const before = process.memoryUsage.rss();
  await expect(readCells(file)).rejects.toMatchObject({ code });
  expect(performance.now() - start).toBeLessThan(1_000);
  expect(process.memoryUsage.rss() - before).toBeLessThan(50_000_000);
});
