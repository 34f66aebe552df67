import { once } from "node:events";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "../log.ts";
import { failureOf } from "./http-failure.ts";
import type { ImportProgress } from "./import-list.ts";

/** Proxies close a connection on which nothing moves. */
const HEARTBEAT_MS = 10_000;
/** How often progress is told at most. */
const INTERVAL_MS = 200;

/** Whether the sender wants to hear how far its list is. */
export function wantsEvents({ headers }: FastifyRequest): boolean {
  return /\btext\/event-stream\b/.test(headers.accept ?? "");
}

/**
 * Answers as server-sent events: `progress` {rows, refused} while the list is worked on, then `report` with
 * the report or `refused` with {status, code, message}.
 */
export async function answerEvents(
  reply: FastifyReply,
  log: Logger,
  run: (onProgress: (progress: ImportProgress) => void) => Promise<Buffer>,
): Promise<FastifyReply> {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" });
  const heartbeat = setInterval(() => raw.write(":\n\n"), HEARTBEAT_MS);
  let told = 0;
  try {
    const report = await run((progress) => {
      if (Date.now() - told < INTERVAL_MS) return;
      told = Date.now();
      raw.write(`event: progress\ndata: ${JSON.stringify(progress)}\n\n`);
    });
    raw.write("event: report\ndata: ");
    if (!raw.write(report) && !raw.destroyed) await Promise.race([once(raw, "drain"), once(raw, "close")]);
    raw.end("\n\n");
  } catch (error) {
    const { code, message, status } = failureOf(error, log);
    raw.end(`event: refused\ndata: ${JSON.stringify({ status, code, message })}\n\n`);
  } finally {
    clearInterval(heartbeat);
  }
  return reply;
}
