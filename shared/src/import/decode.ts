import { TextDecoder } from "node:util";
import { ImportRefused } from "./import-refused.ts";

/** Bytes of a file; can be read more than once (an array of buffers, a spooled file). */
export type ByteSource = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

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

const FOREIGN_FILES: readonly (readonly [kind: string, magic: readonly number[]])[] = [
  ["XLSX（Excel 工作簿）或压缩包", [0x50, 0x4b, 0x03, 0x04]],
  ["XLS（旧版 Excel）或 DOC", [0xd0, 0xcf, 0x11, 0xe0]],
  ["PDF", [0x25, 0x50, 0x44, 0x46]],
];

/** The encoding a sender names, in any usual spelling, or `null` for one we do not know. */
export function encodingNamed(name: string): Encoding | null {
  return ENCODING_NAMES[name.toLowerCase().replace(/[^a-z0-9]/g, "")] ?? null;
}

/**
 * Finds the encoding: byte order mark, then strict UTF-8, then strict GB18030. An encoding that the sender
 * names wins over all of them. Reads the source to its end, so that a later `decodedText` cannot fail.
 */
export async function detectEncoding(source: ByteSource, given: Encoding | null = null): Promise<Encoding> {
  const head = await headOf(source, 4);
  refuseForeign(head);
  const marked = given ?? markedEncoding(head);
  if (marked !== null) return requireReadable(marked, await probe(source, marked), given !== null);

  const utf8 = await probe(source, "UTF-8");
  if (utf8.state === "valid" || (utf8.state === "truncated" && utf8.sawWide)) {
    return requireReadable("UTF-8", utf8, false);
  }
  return requireReadable("GB18030", await probe(source, "GB18030"), false);
}

/** The text of a source whose encoding is known; a character may be cut by a chunk's end. */
export async function* decodedText(source: ByteSource, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(DECODER_LABELS[encoding], { fatal: true });
  for await (const chunk of source) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== "") yield text;
  }
  const rest = decoder.decode();
  if (rest !== "") yield rest;
}

function refuseForeign(head: Uint8Array): void {
  if (head.length === 0) throw new ImportRefused("FILE_EMPTY", "文件是空的。");
  const foreign = FOREIGN_FILES.find(([, magic]) => startsWith(head, magic));
  if (foreign) throw unsupported(`文件是 ${foreign[0]}`);
}

function markedEncoding(head: Uint8Array): Encoding | null {
  return BYTE_ORDER_MARKS.find(([, mark]) => startsWith(head, mark))?.[0] ?? null;
}

interface Probe {
  readonly state: "valid" | "invalid" | "truncated" | "binary";
  /** Whether at least one character beyond ASCII was read whole. */
  readonly sawWide: boolean;
}

async function probe(source: ByteSource, encoding: Encoding): Promise<Probe> {
  const decoder = new TextDecoder(DECODER_LABELS[encoding], { fatal: true });
  let sawWide = false;
  try {
    for await (const chunk of source) {
      const text = decoder.decode(chunk, { stream: true });
      if (text.includes("\0")) return { state: "binary", sawWide };
      sawWide ||= /[\u0080-\uffff]/.test(text);
    }
  } catch (error) {
    if (isInvalidData(error)) return { state: "invalid", sawWide };
    throw error;
  }
  try {
    decoder.decode();
    return { state: "valid", sawWide };
  } catch {
    return { state: "truncated", sawWide };
  }
}

function isInvalidData(error: unknown): boolean {
  return (error as { code?: unknown }).code === "ERR_ENCODING_INVALID_ENCODED_DATA";
}

function requireReadable(encoding: Encoding, { state }: Probe, isGiven: boolean): Encoding {
  switch (state) {
    case "valid":
      return encoding;
    case "truncated":
      throw new ImportRefused(
        "FILE_TRUNCATED",
        "文件在一个字的中间断开，可能没有传完整。请重新发送完整的文件。",
      );
    case "binary":
      throw unsupported("文件含有二进制内容");
    case "invalid":
      throw isGiven
        ? new ImportRefused(
            "ENCODING_WRONG",
            `文件不是 ${encoding} 编码。请改正 encoding 参数，或不填由系统识别。`,
          )
        : new ImportRefused("UNKNOWN_ENCODING", "认不出文件的编码。请另存为 CSV UTF-8（或 GB18030）后重发。");
  }
}

function unsupported(what: string): ImportRefused {
  return new ImportRefused(
    "FILE_TYPE_UNSUPPORTED",
    `${what}，目前只收 CSV。请在 Excel 或 WPS 里“另存为”CSV UTF-8 后重发。`,
    415,
  );
}

async function headOf(source: ByteSource, length: number): Promise<Uint8Array> {
  const head: number[] = [];
  for await (const chunk of source) {
    head.push(...chunk.subarray(0, length - head.length));
    if (head.length >= length) break;
  }
  return Uint8Array.from(head);
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte);
}
