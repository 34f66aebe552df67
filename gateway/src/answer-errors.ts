import type { Logger } from "@gongjian/shared/log";
import type { Socket } from "node:net";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "./refusal.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";
import { SubgraphFailure } from "./calls/subgraph-failure.ts";

/** Answers whatever goes wrong outside GraphQL execution: a code, a Chinese message, nothing of our insides. */
export function answerErrors(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error);
    // What we refuse on purpose is no error of ours.
    if (refusal.status >= 500 && !(error instanceof Refusal)) {
      log.error({ err: error, requestId: request.id, path: request.routeOptions.url }, "request failed");
    }
    return send(request, reply, refusal);
  });
  app.setNotFoundHandler((request, reply) => send(request, reply, NOT_FOUND));
}

const NOT_FOUND = new Refusal(404, "NOT_FOUND", "没有这个地址。");

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof SubgraphFailure) {
    const status = error.code === "SUBGRAPH_TIMEOUT" ? 504 : 503;
    return new Refusal(status, error.code, error.message, { "retry-after": "2" });
  }
  const { statusCode = 500 } = error as { statusCode?: number };
  switch (statusCode) {
    case 413:
      return new Refusal(413, "BODY_TOO_LARGE", "请求体太大。");
    case 415:
      return new Refusal(415, "UNSUPPORTED_MEDIA_TYPE", "内容类型应为 application/json。");
    default:
      return statusCode < 500
        ? new Refusal(statusCode, "BAD_REQUEST", "请求不合规。")
        : new Refusal(500, "INTERNAL_SERVER_ERROR", "系统内部错误。");
  }
}

/** Some servers of tests are not observed. */
function noteRefusal({ notes }: Partial<Pick<FastifyRequest, "notes">>, code: string): void {
  if (notes) notes.refused = code;
}

/** GraphQL clients find the error where they look for one; others get it flat. */
function send(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { status, code, message, headers } = refusal;
  noteRefusal(request, code);
  const body =
    request.routeOptions.url === "/graphql"
      ? { errors: [{ message, extensions: { code } }] }
      : { code, message };
  return reply
    .status(status)
    .headers({ ...SECURITY_HEADERS, "x-request-id": request.id, ...headers })
    .send(body);
}

/** The end of the connection came before the end of the body. */
const CUT_OFF = "HPE_INVALID_EOF_STATE";

/** Answers what is not HTTP, on the bare connection. The usual cause is an address with Chinese in it. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  socket.end(
    error.code === CUT_OFF
      ? bareAnswer("UPLOAD_CUT_OFF", "内容没有传完整，没有写入任何东西，请重新发送。")
      : bareAnswer("BAD_REQUEST", "请求无法解析。网址中的中文和空格要先转义（如 filename=%E9%9C%80.csv）。"),
  );
}

function bareAnswer(code: string, message: string): string {
  const body = JSON.stringify({ code, message });
  return [
    "HTTP/1.1 400 Bad Request",
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
    "",
    body,
  ].join("\r\n");
}
