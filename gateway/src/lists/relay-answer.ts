import type { FastifyReply } from "fastify";
import type { Dispatcher } from "undici";
import { isEventStream, keptAlive } from "./event-stream.ts";
import { onClose } from "./on-close.ts";

const HEARTBEAT_MS = 10_000;

/** What a subgraph says about its answer and the caller should know. */
const PASSED_ON = [
  "content-type",
  "content-length",
  "content-disposition",
  "x-gongjian-counts",
  "retry-after",
  "etag",
  "cache-control",
  "vary",
] as const;

/** The import may still have been finished: whoever asks with the same key is told. */
const BROKEN_OFF = {
  status: 503,
  code: "SUBGRAPH_DOWN",
  message: "处理中途断开，结果未知。请用同一个 Idempotency-Key 重发，不会重复写入。",
};

export interface RelayOptions {
  /** Only tests set another one. */
  readonly heartbeatMs?: number;
}

/** Hands a subgraph's answer on as it comes: the reader's pace is the subgraph's pace. */
export function relayAnswer(
  reply: FastifyReply,
  { statusCode, headers, body }: Dispatcher.ResponseData,
  { heartbeatMs = HEARTBEAT_MS }: RelayOptions = {},
): FastifyReply {
  void reply.status(statusCode);
  for (const name of PASSED_ON) {
    const value = headers[name];
    if (typeof value === "string") void reply.header(name, value);
  }
  // A reader who has gone ends the subgraph's work on the answer too.
  onClose(reply, () => body.destroy());
  if (!isEventStream(headers["content-type"])) return reply.send(body);
  // Proxies would hold events back until there are enough of them.
  void reply.header("x-accel-buffering", "no");
  const lastWords = `event: refused\ndata: ${JSON.stringify(BROKEN_OFF)}\n\n`;
  return reply.send(keptAlive(body, { heartbeatMs, lastWords }));
}
