import { tmpdir } from "node:os";
import type { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "../log.ts";
import { emptySpool, spool, type SpooledFile } from "../spooled-file.ts";
import { answerFailure } from "./http-failure.ts";
import { readParameters } from "./http-parameters.ts";
import { answerEvents, wantsEvents } from "./http-progress.ts";
import { answerSheet, wantsSheet } from "./http-sheet.ts";
import type { ImportProgress } from "./import-list.ts";
import { ImportRefused } from "./import-refused.ts";
import type { ImportAnswer, ImportJob, ImportRunner } from "./running/import-job.ts";

interface ListRoutes {
  readonly runner: ImportRunner;
  readonly log: Logger;
}

/** How many bytes one upload may have. */
const UPLOAD_LIMIT = 128 * 1024 * 1024;

/**
 * Adds `POST /lists/<name>` and `POST /lists/<name>/check`. The signature check has put `viewer` and
 * `signedBodyHash` on the request.
 */
export function registerListRoutes(app: FastifyInstance, routes: ListRoutes): void {
  void app.register((scope, _options, done) => {
    // The body is read by us, whatever its type says: senders label CSV in many ways.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, ready) => {
      ready(null, payload);
    });
    for (const isCheck of [false, true]) {
      scope.post<{ Params: { list: string } }>(
        isCheck ? "/lists/:list/check" : "/lists/:list",
        { bodyLimit: Number.MAX_SAFE_INTEGER },
        async (request, reply) => {
          try {
            return await receive({ list: request.params.list, isCheck }, request, reply, routes);
          } catch (error) {
            return answerFailure(error, request, reply, routes.log);
          }
        },
      );
    }
    done();
  });
}

async function receive(
  { list, isCheck }: Pick<ImportJob, "list" | "isCheck">,
  request: FastifyRequest,
  reply: FastifyReply,
  routes: ListRoutes,
): Promise<FastifyReply> {
  const { viewer } = request;
  if (!viewer) throw new Error("A list was sent without a viewer.");
  const parameters = readParameters(request);
  const file = await spoolBody(request);
  try {
    if (file.hash !== request.signedBodyHash) {
      throw new ImportRefused("BODY_CHANGED", "收到的文件与发送时不一致，可能没有传完整。请重新发送。", 401);
    }
    return await answer({ ...parameters, list, isCheck, viewer, file: pick(file) }, request, reply, routes);
  } finally {
    await file.release();
  }
}

async function answer(
  job: Omit<ImportJob, "sheetFd">,
  request: FastifyRequest,
  reply: FastifyReply,
  { runner, log }: ListRoutes,
): Promise<FastifyReply> {
  const run = async (
    sheetFd: number | null,
    onProgress: (progress: ImportProgress) => void = () => undefined,
  ): Promise<ImportAnswer> => {
    const answered = await runner.run({ ...job, sheetFd }, onProgress);
    log.info({ list: job.list, dryRun: job.dryRun, isCheck: job.isCheck, bytes: job.file.size }, "list");
    return answered;
  };
  if (wantsEvents(request)) {
    return answerEvents(reply, log, async (onProgress) => (await run(null, onProgress)).report);
  }
  if (!wantsSheet(request)) {
    return reply.type("application/json; charset=utf-8").send((await run(null)).report);
  }
  return sendSheet(reply, run);
}

async function sendSheet(
  reply: FastifyReply,
  run: (sheetFd: number) => Promise<ImportAnswer>,
): Promise<FastifyReply> {
  const file = await emptySpool(tmpdir());
  let answered: ImportAnswer;
  try {
    answered = await run(file.fd);
  } catch (error) {
    await file.release();
    throw error;
  }
  if (!answered.sheet) throw new Error("An import wrote no sheet although one was asked for.");
  return answerSheet(reply, file, answered.sheet, answered.report);
}

function pick({ fd, size, hash }: SpooledFile): ImportJob["file"] {
  return { fd, size, hash };
}

/** Without a content type the body is still on the socket. */
function spoolBody(request: FastifyRequest): Promise<SpooledFile> {
  if (/^multipart\//i.test(request.headers["content-type"] ?? "")) {
    throw new ImportRefused(
      "FILE_TYPE_UNSUPPORTED",
      "请直接发送文件内容（curl 用 --data-binary @文件），不要用表单。",
      415,
    );
  }
  return spool((request.body as Readable | undefined) ?? request.raw, tmpdir(), UPLOAD_LIMIT);
}
