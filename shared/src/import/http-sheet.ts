import type { FastifyReply, FastifyRequest } from "fastify";
import type { SpooledFile } from "../spooled-file.ts";
import { annotateUpload } from "./annotate/annotate-upload.ts";
import type { ImportReport } from "./report.ts";
import type { ImportJob } from "./running/import-job.ts";
import { fileUpload } from "./sheet.ts";

const SHEET =
  /text\/csv|application\/x-ndjson|application\/vnd\.openxmlformats-officedocument\.spreadsheetml/i;
const REPORT = /application\/json|text\/event-stream|\*\/\*/i;

/** Whether the sender wants its own sheet back, with a result beside every row, and not the report. */
export function wantsSheet({ headers: { accept = "" } }: FastifyRequest): boolean {
  return SHEET.test(accept) && !REPORT.test(accept);
}

/** Answers with the annotated sheet; the file must stay until the answer is through. */
export async function answerSheet(
  reply: FastifyReply,
  file: SpooledFile,
  { encoding, sheet }: Pick<ImportJob, "encoding" | "sheet">,
  report: Buffer,
): Promise<FastifyReply> {
  const upload = fileUpload(file, { encoding, sheet });
  const annotated = await annotateUpload(file, upload, JSON.parse(report.toString("utf8")) as ImportReport);
  return reply
    .header("content-type", annotated.contentType)
    .header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(annotated.fileName)}`)
    .send(annotated.stream);
}
