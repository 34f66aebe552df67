import { TextDecoder } from "node:util";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { guessDelimiter, readCsv } from "./csv.ts";
import { ImportRefused } from "./import-refused.ts";
import type { SheetRecord } from "./sheet-record.ts";
import { fileUpload } from "./sheet.ts";

async function* parts(...texts: string[]): AsyncGenerator<string> {
  for (const text of texts) yield await Promise.resolve(text);
}

async function recordsOf(
  records: AsyncIterable<SheetRecord> | Iterable<SheetRecord>,
): Promise<SheetRecord[]> {
  const all: SheetRecord[] = [];
  for await (const record of records) all.push(record);
  return all;
}

const read = (...texts: string[]): Promise<SheetRecord[]> => recordsOf(readCsv(parts(...texts)));

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
          const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
            bytes.subarray(i * size, (i + 1) * size),
          );
          const { records } = await fileUpload(chunks, "").open();
          expect((await recordsOf(records)).map(({ cells }) => cells)).toEqual(rows);
        },
      ),
      { numRuns: 60 },
    );
  },
);

test("any bytes give records or a coded refusal, never a crash", async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", "a", "单") }).map((text) => Buffer.from(text)),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (sent) => {
      const outcome = await fileUpload([sent], "")
        .open()
        .then(({ records }) => recordsOf(records))
        .catch((error: unknown) => error);
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
