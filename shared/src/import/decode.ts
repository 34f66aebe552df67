import { isAscii, isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";
import { ImportRefused } from "./import-refused.ts";
import type { UploadedFile } from "./uploaded-file.ts";
import { unmarkedUtf16 } from "./utf-16.ts";

/** Whatever gives its bytes anew on every call. */
export type ByteSource = Pick<UploadedFile, "read">;

export type Encoding = "UTF-8" | "UTF-8-BOM" | "UTF-16LE" | "UTF-16BE" | "GB18030";

/** Names that senders use for the encodings we read. */
const ENCODING_NAMES: Readonly<Record<string, Encoding>> = {
  utf8: "UTF-8",
  utf8bom: "UTF-8-BOM",
  utf8sig: "UTF-8-BOM",
  utf16le: "UTF-16LE",
  utf16: "UTF-16LE",
  utf16be: "UTF-16BE",
  gb18030: "GB18030",
  gbk: "GB18030",
  gb2312: "GB18030",
  cp936: "GB18030",
};

const DECODER_LABELS: Readonly<Record<Encoding, string>> = {
  "UTF-8": "utf-8",
  "UTF-8-BOM": "utf-8",
  "UTF-16LE": "utf-16le",
  "UTF-16BE": "utf-16be",
  GB18030: "gb18030",
};

const BYTE_ORDER_MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  ["UTF-8-BOM", [0xef, 0xbb, 0xbf]],
  ["UTF-16LE", [0xff, 0xfe]],
  ["UTF-16BE", [0xfe, 0xff]],
];

const HEAD_BYTES = 4 * 1024;

/** A file without a line end in this many bytes has a record that no list has. */
const LONGEST_LINE_BYTES = 4 * 1024 * 1024;

/** The encoding a sender names, in any usual spelling, or `null` for one we do not know. */
export function encodingNamed(name: string): Encoding | null {
  return ENCODING_NAMES[name.toLowerCase().replace(/[^a-z0-9]/g, "")] ?? null;
}

/**
 * Finds the encoding: one that the sender names, a byte order mark, the zero bytes of UTF-16, UTF-8 if the
 * whole file is, else GB18030. Looks at every byte, because hundreds of common characters in GB18030 are
 * valid UTF-8 by chance; whether the text is valid in what was found, `decodedText` tells.
 *
 * @throws RECORD_TOO_LONG
 */
export async function detectEncoding(source: ByteSource, given: Encoding | null = null): Promise<Encoding> {
  const head = await headOf(source, HEAD_BYTES);
  const marked = given ?? markedEncoding(head) ?? unmarkedUtf16(head);
  if (marked !== null) return marked;
  return (await isAllUtf8(source)) ? "UTF-8" : "GB18030";
}

/**
 * The text of a source, strictly decoded; a character may be cut by a chunk's end.
 *
 * @param isGiven whether the sender named the encoding, for the refusal
 * @throws FILE_TRUNCATED, ENCODING_WRONG, UNKNOWN_ENCODING, FILE_TYPE_UNSUPPORTED
 */
export async function* decodedText(
  source: ByteSource,
  encoding: Encoding,
  isGiven = false,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(DECODER_LABELS[encoding], { fatal: true });
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch (error) {
      if ((error as { code?: unknown }).code !== "ERR_ENCODING_INVALID_ENCODED_DATA") throw error;
      throw bytes ? wrongEncoding(encoding, isGiven) : truncated();
    }
  };
  for await (const chunk of source.read()) {
    const text = decode(chunk);
    if (text.includes("\0")) throw binary();
    if (text !== "") yield text;
  }
  const rest = decode();
  if (rest !== "") yield rest;
}

/** The first bytes of a source; fewer only if it has no more. */
export async function headOf(source: ByteSource, length: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let missing = length;
  for await (const chunk of source.read()) {
    chunks.push(chunk.subarray(0, missing));
    missing -= chunk.length;
    if (missing <= 0) break;
  }
  return Buffer.concat(chunks);
}

function markedEncoding(head: Uint8Array): Encoding | null {
  return BYTE_ORDER_MARKS.find(([, mark]) => mark.every((byte, i) => head[i] === byte))?.[0] ?? null;
}

/** Also true if only the last character is cut off, and another one beyond ASCII was not. */
async function isAllUtf8(source: ByteSource): Promise<boolean> {
  let cut: Uint8Array = Buffer.alloc(0);
  let sawWide = false;
  let lineBytes = 0;
  for await (const chunk of source.read()) {
    lineBytes = hasLineEnd(chunk) ? 0 : lineBytes + chunk.length;
    if (lineBytes > LONGEST_LINE_BYTES) throw endlessLine();
    const bytes = cut.length === 0 ? chunk : Buffer.concat([cut, chunk]);
    const end = wholeCharacters(bytes);
    const whole = bytes.subarray(0, end);
    if (!isUtf8(whole)) return false;
    sawWide ||= !isAscii(whole);
    cut = Uint8Array.from(bytes.subarray(end));
  }
  return cut.length === 0 || sawWide;
}

/** How many bytes are left when a UTF-8 character that is cut at the end is taken away. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function hasLineEnd(chunk: Uint8Array): boolean {
  return chunk.includes(0x0a) || chunk.includes(0x0d);
}

function endlessLine(): ImportRefused {
  return new ImportRefused(
    "RECORD_TOO_LONG",
    `文件里有一行超过 ${LONGEST_LINE_BYTES / (1024 * 1024)} MB，可能缺了一个双引号，或不是 CSV。`,
  );
}

function wrongEncoding(encoding: Encoding, isGiven: boolean): ImportRefused {
  return isGiven
    ? new ImportRefused(
        "ENCODING_WRONG",
        `文件不是 ${encoding} 编码。请改正 encoding 参数，或不填由系统识别。`,
      )
    : new ImportRefused("UNKNOWN_ENCODING", "认不出文件的编码。请另存为 CSV UTF-8（或 GB18030）后重发。");
}

function truncated(): ImportRefused {
  return new ImportRefused(
    "FILE_TRUNCATED",
    "文件在一个字的中间断开，可能没有传完整。请重新发送完整的文件。",
  );
}

function binary(): ImportRefused {
  return new ImportRefused(
    "FILE_TYPE_UNSUPPORTED",
    "文件含有二进制内容，只收 XLSX、CSV 和 JSON。请在 Excel 或 WPS 里“另存为”XLSX 或 CSV UTF-8 后重发。",
    415,
  );
}
