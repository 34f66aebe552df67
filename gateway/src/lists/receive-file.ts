import type { IncomingMessage } from "node:http";
import { spool, SpoolOverflow, type SpooledFile } from "@gongjian/shared/spooled-file";
import type { FastifyRequest } from "fastify";
import { Refusal } from "../refusal.ts";

const MAX_SEARCH_LENGTH = 2_000;

/** A file as it is, neither in a form nor compressed. @throws Refusal 415 before a byte is read */
export function assertPlainFile({ headers }: FastifyRequest): void {
  const encoding = headers["content-encoding"] ?? "identity";
  // Not also application/x-www-form-urlencoded: curl says that of every --data-binary.
  const isMultipart = /^multipart\//i.test(headers["content-type"] ?? "");
  if (encoding !== "identity" || isMultipart) {
    const message = "请把文件原样作为请求体发送（curl --data-binary @文件），不要用表单或压缩。";
    throw new Refusal(415, "UNSUPPORTED_MEDIA_TYPE", message, { connection: "close" });
  }
}

/**
 * Stores the body until it is complete. A sender who breaks off makes this throw, and nothing is sent on.
 *
 * @throws Refusal 413, at once where the sender says how long the body is
 */
export async function receiveFile(
  request: FastifyRequest,
  folder: string,
  limit: number,
): Promise<SpooledFile> {
  if (Number(request.headers["content-length"] ?? 0) > limit) {
    readAway(bodyOf(request), limit);
    throw tooLarge(limit);
  }
  return spool(bodyOf(request), folder, limit).catch((error: unknown) => {
    throw error instanceof SpoolOverflow ? tooLarge(error.limit, { connection: "close" }) : error;
  });
}

function tooLarge(limit: number, headers: Record<string, string> = {}): Refusal {
  const message = `文件超过 ${Math.floor(limit / 1024 / 1024)} MB，请拆成几个文件发送。`;
  return new Refusal(413, "BODY_TOO_LARGE", message, headers);
}

/** Many senders read no answer before they have sent everything: what comes is thrown away, up to a point. */
const PATIENCE = 3;

function readAway(body: IncomingMessage, limit: number): void {
  let left = limit * PATIENCE;
  body.on("data", (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) body.destroy();
  });
}

/** Without a content type the body is still on the socket. */
export function bodyOf(request: FastifyRequest): IncomingMessage {
  return (request.body as IncomingMessage | undefined) ?? request.raw;
}

/** The query string, written anew: what is signed must be what the subgraph sees. */
export function searchOf(url: string): string {
  const start = url.indexOf("?");
  if (start === -1) return "";
  const search = new URLSearchParams(url.slice(start + 1)).toString();
  if (search.length > MAX_SEARCH_LENGTH) throw new Refusal(400, "BAD_REQUEST", "网址中的参数过长。");
  return search === "" ? "" : `?${search}`;
}

const PASSED_ON = ["accept", "accept-language", "idempotency-key", "if-none-match"] as const;
const MAX_HEADER_LENGTH = 300;

/** What the caller says about the request and the subgraph should know. */
export function forwardedHeaders({ headers, id }: FastifyRequest): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = headers[name];
    if (typeof value === "string" && value.length <= MAX_HEADER_LENGTH) passed[name] = value;
  }
  const { "content-type": type = "application/octet-stream" } = headers;
  return { ...passed, "content-type": type, "x-request-id": id };
}
