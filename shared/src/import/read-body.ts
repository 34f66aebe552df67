import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { FastifyRequest } from "fastify";
import { ImportRefused } from "./import-refused.ts";

interface Body {
  readonly chunks: readonly Buffer[];
  /** SHA-256, lower-case hex. */
  readonly hash: string;
}

/** Reads a raw body to its end, hashing it on the way; stops at the limit. */
export async function readBody(request: FastifyRequest, limit: number): Promise<Body> {
  if (/^multipart\//i.test(request.headers["content-type"] ?? "")) {
    throw new ImportRefused(
      "FILE_TYPE_UNSUPPORTED",
      "请直接发送文件内容（curl 用 --data-binary @文件），不要用表单。",
      415,
    );
  }
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLarge(limit);

  const hash = createHash("sha256");
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of bodyOf(request)) {
    length += chunk.length;
    if (length > limit) throw tooLarge(limit);
    hash.update(chunk);
    chunks.push(chunk);
  }
  return { chunks, hash: hash.digest("hex") };
}

/** Without a content type the body is still on the socket. */
function bodyOf(request: FastifyRequest): AsyncIterable<Buffer> {
  return (request.body as Readable | undefined) ?? request.raw;
}

function tooLarge(limit: number): ImportRefused {
  return new ImportRefused(
    "BODY_TOO_LARGE",
    `文件超过 ${limit / (1024 * 1024)} MB。请分成几个文件，或删去用不到的列。`,
    413,
  );
}
