import { isUtf8 } from "node:buffer";
import { mutateText, mutateXmlText, type Random } from "./mutate-text.ts";
import { unzip, zip } from "./zip.ts";

/** Bytes that mean something to a reader of tables, workbooks or JSON. */
const SPECIAL = Buffer.from('",;\t\r\n<>&/=\'"{}[]:\\#\0\xff\xfe\x80PK0191', "latin1");
const MOST_CHANGES = 8;
const LONGEST_PIECE = 64;

const UTF_16LE_MARK = Buffer.of(0xff, 0xfe);

/**
 * The file with a few random faults; the same seed makes the same faults. Of four seeds in turn the first
 * damages bytes, the second the bytes of a workbook's part, which is packed again because damage to packed
 * bytes ends at the first checksum; the others damage whole characters, so that the values are reached too.
 */
export function mutate(bytes: Buffer, seed: number): Buffer {
  const random = randomFrom(seed);
  const kind = seed % 4;
  if (bytes.subarray(0, 4).equals(Buffer.from("PK\u0003\u0004", "latin1"))) {
    return kind === 0 ? damaged(bytes, random) : mutatePackage(bytes, kind === 1, random);
  }
  const text = kind < 2 ? null : textOf(bytes);
  if (text === null) return damaged(bytes, random);
  return Buffer.from(mutateText(text.text, random), text.encoding);
}

function mutatePackage(bytes: Buffer, isAnyPart: boolean, random: Random): Buffer {
  const parts = unzip(bytes);
  const open = parts.filter(({ name }) => isAnyPart || /sheet\d*\.xml$|sharedStrings\.xml$/.test(name));
  const chosen = open[random(open.length)];
  return zip(
    parts.map((part) => {
      if (part !== chosen) return part;
      const whole = Buffer.from(part.bytes);
      const changed = isAnyPart
        ? damaged(whole, random)
        : Buffer.from(mutateXmlText(whole.toString("utf8"), random));
      return { ...part, bytes: changed };
    }),
  );
}

/** The characters of a file, or null for GBK, which nothing here can write again. */
function textOf(bytes: Buffer): { text: string; encoding: "utf8" | "utf16le" } | null {
  if (bytes.subarray(0, 2).equals(UTF_16LE_MARK))
    return { text: bytes.toString("utf16le"), encoding: "utf16le" };
  return isUtf8(bytes) ? { text: bytes.toString("utf8"), encoding: "utf8" } : null;
}

function damaged(bytes: Buffer, random: Random): Buffer {
  let result: Buffer = bytes;
  for (let left = 1 + random(MOST_CHANGES); left > 0; left--) result = changed(result, random);
  return result;
}

function changed(bytes: Buffer, random: Random): Buffer {
  const at = random(bytes.length + 1);
  const piece = bytes.subarray(at, at + 1 + random(LONGEST_PIECE));
  const before = bytes.subarray(0, at);
  const after = bytes.subarray(at);
  const special = SPECIAL.subarray(random(SPECIAL.length)).subarray(0, 1 + random(3));
  switch (random(6)) {
    case 0:
      return Buffer.concat([before, Buffer.of(random(256)), after.subarray(1)]);
    case 1:
      return Buffer.concat([before, special, after.subarray(special.length)]);
    case 2:
      return Buffer.concat([before, special, after]);
    case 3:
      return Buffer.concat([before, after.subarray(piece.length)]);
    case 4:
      return Buffer.concat([before, ...Array<Buffer>(1 + random(LONGEST_PIECE)).fill(piece), after]);
    default:
      return random(4) === 0 ? Buffer.from(before) : Buffer.concat([before, piece, after]);
  }
}

/** mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b9) >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(1, below);
  };
}
