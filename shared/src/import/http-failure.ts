import { GraphQLError } from "graphql";
import type { FastifyReply, FastifyRequest } from "fastify";
import { QueryFailedError } from "typeorm";
import { isBusy } from "../database/is-busy.ts";
import { newId } from "../id.ts";
import type { Logger } from "../log.ts";
import { SpoolOverflow } from "../spooled-file.ts";
import { ImportRefused } from "./import-refused.ts";

const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
};

/** What a sender may be told of an error, or null for one that nobody foresaw. */
export function refusalOf(error: unknown): ImportRefused | null {
  if (error instanceof ImportRefused) return error;
  if (error instanceof SpoolOverflow) {
    const limit = error.limit / (1024 * 1024);
    return new ImportRefused(
      "BODY_TOO_LARGE",
      `文件超过 ${limit} MB。请分成几个文件，或删去用不到的列。`,
      413,
    );
  }
  const code = error instanceof GraphQLError ? error.extensions.code : undefined;
  const status = typeof code === "string" ? STATUS_OF_CODE[code] : undefined;
  if (error instanceof GraphQLError && typeof code === "string" && status !== undefined) {
    return new ImportRefused(code, error.message, status);
  }
  if (isBusy(error)) {
    return new ImportRefused("BUSY", "同一份清单正在处理，请稍后重发；本次没有写入任何内容。", 503);
  }
  if (isCutOff(error)) return outcomeUnknown();
  return null;
}

/** As `refusalOf`; what nobody foresaw is logged and gets a number to ask for. */
export function failureOf(error: unknown, log: Logger): ImportRefused {
  const refusal = refusalOf(error);
  if (refusal) return refusal;
  const correlationId = newId();
  log.error({ correlationId, err: error }, "list could not be imported");
  return new ImportRefused(
    "INTERNAL_SERVER_ERROR",
    `系统内部错误，结果未知。请把编号 ${correlationId} 告诉管理员；用同一个 Idempotency-Key 重发不会重复。`,
    500,
  );
}

/** The thread or the connection has gone, and a commit may have gone through before. */
export function outcomeUnknown(): ImportRefused {
  return new ImportRefused(
    "BUSY",
    "处理中断，结果未知。请用同一个 Idempotency-Key 重发，不会重复写入。",
    503,
  );
}

/** Answers what went wrong as `{code, message}`: no stack, no SQL, nothing of the file in answer or log. */
export function answerFailure(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Logger,
): FastifyReply {
  const { code, message, status } = failureOf(error, log);
  // What is left of a body that was not read must not be taken for the next request.
  if (!request.raw.complete) void reply.header("connection", "close");
  if (code === "BUSY") void reply.header("retry-after", "5");
  return reply.status(status).send({ code, message });
}

/** Shutdown, start-up and lost connections by their SQLSTATE; a socket's own faults by their name. */
function isCutOff(error: unknown): boolean {
  const cause = error instanceof QueryFailedError ? (error.driverError as unknown) : error;
  const { code, message } = (cause ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code === "string" && /^(?:57P0[1-3]|08...|E[A-Z]{4,})$/.test(code)) return true;
  return typeof message === "string" && message.startsWith("Connection terminated");
}
