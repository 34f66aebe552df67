import { unzip, zip } from "./zip.ts";

/** Bytes that mean something to a reader of tables, workbooks or JSON. */
const SPECIAL = Buffer.from('",;\t\r\n<>&/=\'"{}[]:\\#\0\xff\xfe\x80PK0191', "latin1");
const MOST_CHANGES = 8;
const LONGEST_PIECE = 64;

type Random = (below: number) => number;

/**
 * The file with a few random faults; the same seed makes the same faults. Of a workbook every other seed
 * damages one of its parts and packs it again, because damage to packed bytes ends at the first checksum.
 */
export function mutate(bytes: Buffer, seed: number): Buffer {
  const random = randomFrom(seed);
  const isPackage = bytes.subarray(0, 4).equals(Buffer.from("PK\u0003\u0004", "latin1"));
  if (!isPackage || seed % 2 === 0) return damaged(bytes, random);
  const parts = unzip(bytes);
  const chosen = random(parts.length);
  return zip(
    parts.map((part, i) =>
      i === chosen ? { ...part, bytes: damaged(Buffer.from(part.bytes), random) } : part,
    ),
  );
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
