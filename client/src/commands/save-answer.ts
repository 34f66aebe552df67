import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { pipeline } from "node:stream/promises";
import { CommandFailed, EXIT } from "../exit-code.ts";
import { ConnectionLost } from "../http-call.ts";
import type { Io } from "../io.ts";
import type { Say } from "../language.ts";

/** Writes an answer to a file, which appears only when it is complete; `-` is standard output. */
export async function saveAnswer(
  answer: IncomingMessage,
  path: string,
  { stdout }: Io,
  say: Say,
): Promise<void> {
  if (path === "-") {
    await pipeline(answer, stdout as NodeJS.WritableStream, { end: false }).catch(lost);
    return;
  }
  const part = `${path}.part`;
  try {
    await pipeline(answer, createWriteStream(part));
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    if (answer.errored) lost(error);
    throw new CommandFailed(
      EXIT.usage,
      say(
        `写不了 ${path}：${(error as Error).message}。`,
        `${path} cannot be written: ${(error as Error).message}.`,
      ),
    );
  }
}

function lost(error: unknown): never {
  throw new ConnectionLost((error as Error).message, { cause: error });
}
