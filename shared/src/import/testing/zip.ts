import { deflateRawSync, inflateRawSync, crc32 as zlibCrc32 } from "node:zlib";

const END_BYTES = 22;
const DIRECTORY_BYTES = 46;
const LOCAL_BYTES = 30;

/** A part of a package for tests; `claims` lets it lie about its inflated size. */
export interface ZipPart {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly claims?: number;
}

/** Writes a ZIP package. */
export function zip(parts: readonly ZipPart[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, claims = bytes.length } of parts) {
    const packed = deflateRawSync(bytes);
    const path = Buffer.from(name);
    const local = Buffer.alloc(LOCAL_BYTES);
    local.writeUInt32LE(0x04034b50, 0);
    writeCommon(local, 4, bytes, packed.length, claims, path.length);
    const central = Buffer.alloc(DIRECTORY_BYTES);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(20, 4);
    writeCommon(central, 6, bytes, packed.length, claims, path.length);
    central.writeUInt32LE(offset, 42);
    files.push(local, path, packed);
    directory.push(central, path);
    offset += LOCAL_BYTES + path.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, listed, end]);
}

/** Reads a small, sound package that has no comment. */
export function unzip(bytes: Buffer): ZipPart[] {
  const end = bytes.length - END_BYTES;
  let at = bytes.readUInt32LE(end + 16);
  return Array.from({ length: bytes.readUInt16LE(end + 10) }, () => {
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString("utf8", at + DIRECTORY_BYTES, at + DIRECTORY_BYTES + nameLength);
    const part = { name, bytes: unpacked(bytes, at) };
    at += DIRECTORY_BYTES + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    return part;
  });
}

function unpacked(bytes: Buffer, at: number): Buffer {
  const local = bytes.readUInt32LE(at + 42);
  const start = local + LOCAL_BYTES + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
  return bytes.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed);
}

/** The fields that both headers have: version, flags (UTF-8 names), method, time, checksum, sizes, name. */
function writeCommon(
  header: Buffer,
  at: number,
  bytes: Uint8Array,
  packedLength: number,
  claims: number,
  nameLength: number,
): void {
  header.writeUInt16LE(20, at);
  header.writeUInt16LE(0x0800, at + 2);
  header.writeUInt16LE(8, at + 4);
  header.writeUInt32LE(zlibCrc32(bytes), at + 10);
  header.writeUInt32LE(packedLength, at + 14);
  header.writeUInt32LE(claims, at + 18);
  header.writeUInt16LE(nameLength, at + 22);
}
