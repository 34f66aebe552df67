import { createHash, randomUUID } from "node:crypto";
import { read, write as fsWrite } from "node:fs";
import { open, unlink, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { promisify } from "node:util";

/** A received body, complete and hashed, in a file without a name. */
export interface SpooledFile {
  /** Valid in every thread of this process until `release`. */
  readonly fd: number;
  /** Bytes. */
  readonly size: number;
  /** SHA-256, lower-case hex. */
  readonly hash: string;
  /** Reads from the beginning; may be called again. */
  read(): Readable;
  /** Up to `length` bytes from a position; fewer only at the file's end. */
  readAt(position: number, length: number): Promise<Buffer>;
  /** Frees its disk space. */
  release(): Promise<void>;
}

/** The body is longer than the limit. */
export class SpoolOverflow extends Error {
  constructor(
    /** Bytes. */
    readonly limit: number,
  ) {
    super(`The body is longer than ${limit} bytes.`);
  }
}

/** What is over the limit is read away up to this many times the limit, so that the refusal is seen. */
const PATIENCE = 3;
const READ_BYTES = 256 * 1024;

const readFd = promisify(read);
const writeFd = promisify(fsWrite);

/**
 * Writes a body to a file that is unlinked as soon as it is open, so that it is gone whatever happens to
 * this process. @throws SpoolOverflow, or the stream's error when the sender breaks off
 */
export async function spool(body: Readable, folder: string, limit: number): Promise<SpooledFile> {
  const path = join(folder, `gongjian-${randomUUID()}`);
  const file = await open(path, "wx+", 0o600);
  try {
    await unlink(path);
    const { size, hash } = await write(body, file, limit);
    return { ...readableFile(file.fd), size, hash, release: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** An empty file without a name, to be filled by `writeTo` in any thread. */
export async function emptySpool(folder: string): Promise<Pick<SpooledFile, "fd" | "read" | "release">> {
  const path = join(folder, `gongjian-${randomUUID()}`);
  const file = await open(path, "wx+", 0o600);
  await unlink(path);
  return { ...readableFile(file.fd), release: () => file.close() };
}

/** Writes a stream to an open file, from its beginning. */
export async function writeTo(fd: number, source: Readable): Promise<void> {
  let position = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    for (let written = 0; written < chunk.length;) {
      const { bytesWritten } = await writeFd(fd, chunk, written, chunk.length - written, position + written);
      written += bytesWritten;
    }
    position += chunk.length;
  }
}

/** The reading side of an open file, wherever in this process it was opened. */
export function readableFile(fd: number): Pick<SpooledFile, "fd" | "read" | "readAt"> {
  return {
    fd,
    // Not fs.createReadStream: destroyed by its reader, that closes the descriptor whatever it was told.
    read: () => Readable.from(chunksOf(fd), { objectMode: false, highWaterMark: READ_BYTES }),
    readAt: (position, length) => readAt(fd, position, length),
  };
}

async function* chunksOf(fd: number): AsyncGenerator<Buffer> {
  for (let position = 0; ;) {
    const chunk = await readAt(fd, position, READ_BYTES);
    if (chunk.length === 0) return;
    yield chunk;
    position += chunk.length;
  }
}

async function readAt(fd: number, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await readFd(fd, buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

async function write(
  body: Readable,
  file: FileHandle,
  limit: number,
): Promise<{ size: number; hash: string }> {
  const digest = createHash("sha256");
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit * PATIENCE) break;
    if (size > limit) continue;
    digest.update(chunk);
    await file.appendFile(chunk);
  }
  if (size > limit) throw new SpoolOverflow(limit);
  return { size, hash: digest.digest("hex") };
}
