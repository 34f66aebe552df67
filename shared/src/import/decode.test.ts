import { expect, test } from "@jest/globals";
import { decodedText, detectEncoding, encodingNamed, type Encoding } from "./decode.ts";
import { readSheets } from "./testing/read-sheets.ts";
import { uploadedBuffer } from "./testing/uploaded-buffer.ts";
import type { UploadedFile } from "./uploaded-file.ts";

/** One byte at a time: the hardest way for a file to arrive. */
function inBytes(...parts: (string | Buffer | number[])[]): UploadedFile {
  const whole = Buffer.concat(
    parts.map((part) => (Array.isArray(part) ? Buffer.from(part) : Buffer.from(part))),
  );
  return uploadedBuffer(whole, 1);
}

async function readText(file: UploadedFile, given?: Encoding): Promise<[Encoding, string]> {
  const encoding = await detectEncoding(file, given);
  let text = "";
  for await (const part of decodedText(file, encoding, given !== undefined)) text += part;
  return [encoding, text];
}

const GBK_UNIT = [0xb5, 0xa5, 0xce, 0xbb]; // 单位

test.each([
  ["UTF-8", inBytes("单位,A")],
  ["UTF-8-BOM", inBytes([0xef, 0xbb, 0xbf], "单位,A")],
  ["UTF-16LE", inBytes([0xff, 0xfe], Buffer.from("单位,A", "utf16le"))],
  ["UTF-16BE", inBytes([0xfe, 0xff], Buffer.from("单位,A", "utf16le").swap16())],
  ["GB18030", inBytes(GBK_UNIT, ",A")],
])("%s is found and read without its byte order mark", async (encoding, source) => {
  expect(await readText(source)).toEqual([encoding, "单位,A"]);
});

test("plain ASCII counts as UTF-8", async () => {
  expect(await readText(inBytes("id,name"))).toEqual(["UTF-8", "id,name"]);
});

test("the encoding a sender names wins", async () => {
  const ambiguous = inBytes([0xc2, 0xa9]);
  expect(await readText(ambiguous)).toEqual(["UTF-8", "©"]);
  expect(await readText(ambiguous, "GB18030")).toEqual(["GB18030", "漏"]);
});

test("a file in GB18030 is not taken for UTF-8 because it begins with characters that are both", async () => {
  const both = Buffer.from([0xc2, 0xa9]);
  const file = uploadedBuffer(Buffer.concat([...Array<Buffer>(100_000).fill(both), Buffer.from(GBK_UNIT)]));
  expect((await readText(file))[0]).toBe("GB18030");
});

test.each([
  ["GBK", "GB18030"],
  ["gb2312", "GB18030"],
  ["utf8", "UTF-8"],
  ["UTF-16LE", "UTF-16LE"],
  ["big5", null],
])("the name %s means %s", (name, encoding) => {
  expect(encodingNamed(name)).toBe(encoding);
});

test.each([
  ["an empty file", inBytes(""), "FILE_EMPTY"],
  ["a workbook that is cut off", inBytes("PK\u0003\u0004xl/"), "FILE_TRUNCATED"],
  ["an old workbook", inBytes([0xd0, 0xcf, 0x11, 0xe0]), "FILE_TYPE_UNSUPPORTED"],
  ["bytes that are no text", inBytes("id", [0], "name"), "FILE_TYPE_UNSUPPORTED"],
  ["UTF-8 cut inside a character", inBytes("单位", [0xe5, 0x8d]), "FILE_TRUNCATED"],
  ["GB18030 cut inside a character", inBytes(GBK_UNIT, [0xb5]), "FILE_TRUNCATED"],
  ["UTF-16 cut inside a character", inBytes([0xff, 0xfe, 0x55]), "FILE_TRUNCATED"],
  ["bytes of no encoding we know", inBytes("id", [0xff, 0x20]), "UNKNOWN_ENCODING"],
])("%s is refused with its own code", async (_what, source, code) => {
  await expect(readSheets(source)).rejects.toMatchObject({ code });
});

test("a wrong encoding named by the sender is refused, not guessed around", async () => {
  await expect(readSheets(inBytes(GBK_UNIT), { encoding: "UTF-8" })).rejects.toMatchObject({
    code: "ENCODING_WRONG",
  });
});
