import { createHash, randomUUID } from "node:crypto";
import { open, unlink, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { Refusal } from "./refusal.ts";

/** A received body, complete and hashed. `release` frees its disk space. */
export interface SpooledFile {
  readonly size: number;
  /** SHA-256, lower-case hex. */
  readonly hash: string;
  read(): Readable;
  release(): Promise<void>;
}

/** What is over the limit is read away up to this many times the limit, so that the refusal is seen. */
const PATIENCE = 3;

/**
 * Writes a body to a file that has no name: it is unlinked as soon as it is open, so that it is gone
 * whatever happens to this process. @throws Refusal 413, or the stream's error when the sender breaks off
 */
export async function spool(body: Readable, folder: string, limit: number): Promise<SpooledFile> {
  const path = join(folder, `gongjian-${randomUUID()}`);
  const file = await open(path, "wx+", 0o600);
  try {
    await unlink(path);
    const { size, hash } = await write(body, file, limit);
    return {
      size,
      hash,
      read: () => file.createReadStream({ start: 0, autoClose: false }),
      release: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
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
  if (size > limit) {
    const message = `文件超过 ${Math.floor(limit / 1024 / 1024)} MB，请拆成几个文件发送。`;
    throw new Refusal(413, "BODY_TOO_LARGE", message, { connection: "close" });
  }
  return { size, hash: digest.digest("hex") };
}
