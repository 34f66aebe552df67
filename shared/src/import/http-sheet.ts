import type { FastifyReply, FastifyRequest } from "fastify";
import type { AnsweredSheet } from "./running/import-job.ts";
import type { SpooledFile } from "../spooled-file.ts";

const SHEET =
  /text\/csv|application\/x-ndjson|application\/vnd\.openxmlformats-officedocument\.spreadsheetml/i;
const REPORT = /application\/json|text\/event-stream|\*\/\*/i;

/** Whether the sender wants its own sheet back, with a result beside every row, and not the report. */
export function wantsSheet({ headers: { accept = "" }, query }: FastifyRequest): boolean {
  const { answer } = (query ?? {}) as { readonly answer?: unknown };
  return answer === "sheet" || (SHEET.test(accept) && !REPORT.test(accept));
}

/** Answers with the annotated sheet, and the report's counts in a header; closes the file when it is through. */
export function answerSheet(
  reply: FastifyReply,
  file: Pick<SpooledFile, "read" | "release">,
  { contentType, fileName }: AnsweredSheet,
  report: Buffer,
): FastifyReply {
  const release = (): void => void file.release();
  // Who has gone while the import ran will not close a second time.
  if (reply.raw.destroyed) release();
  else reply.raw.once("close", release);
  return reply
    .header("content-type", contentType)
    .header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`)
    .header("x-gongjian-counts", countsOf(report))
    .send(file.read());
}

/** The counts stand near the beginning of a report that may have megabytes. */
function countsOf(report: Buffer): string {
  return /"counts":(\{[^}]*\})/.exec(report.toString("utf8", 0, 4_000))?.[1] ?? "{}";
}
