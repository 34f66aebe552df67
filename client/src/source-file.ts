import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CommandFailed, EXIT } from "./exit-code.ts";
import type { Say } from "./language.ts";

/** A file that can be sent more than once. */
export interface SourceFile {
  /** Without folders; null for standard input. */
  readonly name: string | null;
  readonly size: number;
  /** SHA-256, lower-case hex. */
  readonly hash: string;
  read(): Readable;
  /** Removes what was only kept for sending. */
  release(): void;
}

/** Opens a file, or standard input for `-`. @throws CommandFailed where it cannot be read */
export async function openSource(path: string, stdin: Readable, say: Say): Promise<SourceFile> {
  if (path !== "-") return openFile(path, basename(path.normalize("NFC")), () => undefined, say);
  const folder = mkdtempSync(join(tmpdir(), "gongjian-"));
  const release = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const copy = join(folder, "stdin");
    await pipeline(stdin, createWriteStream(copy, { mode: 0o600 }));
    return await openFile(copy, null, release, say);
  } catch (error) {
    release();
    throw error;
  }
}

async function openFile(
  path: string,
  name: string | null,
  release: () => void,
  say: Say,
): Promise<SourceFile> {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw new Error(say("不是文件", "not a file"));
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    // The end is fixed: a file that grows meanwhile is sent as long as it was announced.
    const read = (): Readable => createReadStream(path, stat.size === 0 ? {} : { end: stat.size - 1 });
    return { name, size: stat.size, hash: hash.digest("hex"), read, release };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const cause = code === "ENOENT" ? say("没有这个文件", "no such file") : message;
    throw new CommandFailed(
      EXIT.usage,
      say(`读不了 ${path}：${cause}。`, `${path} cannot be read: ${cause}.`),
    );
  }
}
