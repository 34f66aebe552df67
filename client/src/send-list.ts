import type { IncomingMessage } from "node:http";
import type { Connection } from "./connection.ts";
import { CommandFailed, EXIT } from "./exit-code.ts";
import { call, ConnectionLost, textOf } from "./http-call.ts";
import type { Io } from "./io.ts";
import type { Say } from "./language.ts";
import type { Progress, ProgressView } from "./progress.ts";
import type { Report } from "./report.ts";
import { assertGood, failureOf, withRetries } from "./retry.ts";
import { readEvents } from "./server-events.ts";
import type { SourceFile } from "./source-file.ts";

export interface Sending {
  /** Path and query below the server's address. */
  readonly path: string;
  readonly source: SourceFile;
  /** Null where nothing is written. */
  readonly idempotencyKey: string | null;
}

export interface SendContext {
  readonly connection: Connection;
  readonly io: Io;
  readonly say: Say;
  readonly progress: ProgressView;
}

/** Sends a file until a report comes, always with the same key. @throws CommandFailed when none will come */
export function sendList(context: SendContext, sending: Sending): Promise<Report> {
  const { io, say, progress } = context;
  return withRetries(io, say, async () => {
    try {
      const answer = await send(context, sending, "text/event-stream, application/json;q=0.9");
      await assertGood(answer);
      return await reportIn(answer, context);
    } finally {
      progress.end();
    }
  });
}

const SHEETS =
  "text/csv, application/x-ndjson, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Sends a file once more and gets it back with its results beside every row. */
export function fetchAnnotated(context: SendContext, sending: Sending): Promise<IncomingMessage> {
  const { io, say, progress } = context;
  return withRetries(io, say, async () => {
    const answer = await send(context, sending, SHEETS);
    progress.end();
    await assertGood(answer);
    return answer;
  });
}

function send(
  { connection, progress }: SendContext,
  { path, source, idempotencyKey }: Sending,
  accept: string,
): Promise<IncomingMessage> {
  return call(connection, {
    method: "POST",
    path,
    headers: {
      accept,
      "content-type": "application/octet-stream",
      ...(idempotencyKey === null ? {} : { "idempotency-key": idempotencyKey }),
    },
    body: {
      size: source.size,
      read: () => source.read(),
      onSent: (bytes) => {
        progress.show({ stage: "SENDING", bytes, totalBytes: source.size });
      },
    },
  });
}

async function reportIn(answer: IncomingMessage, { progress, say }: SendContext): Promise<Report> {
  if (!/^text\/event-stream\b/.test(answer.headers["content-type"] ?? "")) {
    return parseReport(await textOf(answer), say);
  }
  for await (const { event, data } of readEvents(answer)) {
    if (event === "progress") progress.show({ stage: "WORKING", ...(JSON.parse(data) as Partial<Progress>) });
    if (event === "report") return parseReport(data, say);
    if (event === "refused") {
      throw failureOf(JSON.parse(data) as { status: number; code: string; message: string });
    }
  }
  throw new ConnectionLost(say("报告还没有来", "before the report came"));
}

function parseReport(text: string, say: Say): Report {
  try {
    const report = JSON.parse(text) as Partial<Report>;
    if (report.counts && Array.isArray(report.problems) && Array.isArray(report.mapping)) {
      return report as Report;
    }
  } catch {
    // Said below.
  }
  const message = say(
    "对方的回答不是导入报告，地址对吗？",
    "The answer is no import report. Is the address right?",
  );
  throw new CommandFailed(EXIT.unavailable, message);
}
