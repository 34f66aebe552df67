import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { DataSource } from "typeorm";
import type { Clock } from "../clock.ts";
import type { Logger } from "../log.ts";
import { isStorable } from "../storable-text.ts";
import { encodingNamed } from "./decode.ts";
import { answerFailure } from "./http-failure.ts";
import { importList, type ImportOptions } from "./import-list.ts";
import { ImportRefused } from "./import-refused.ts";
import type { ListDefinition } from "./list-definition.ts";
import { readBody } from "./read-body.ts";
import { fileUpload } from "./sheet.ts";

interface ListRoutes {
  readonly lists: readonly ListDefinition[];
  readonly db: DataSource;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How many bytes one upload may have. */
const UPLOAD_LIMIT = 20 * 1024 * 1024;

const flag = z.enum(["true", "false", "1", "0"]).transform((text) => text === "true" || text === "1");

const parameters = z.object({
  unit: z.string().trim().min(1).max(200).refine(isStorable).optional(),
  filename: z.string().max(255).refine(isStorable).optional(),
  mode: z.enum(["merge", "replace"]).default("merge"),
  rows: z.enum(["good", "all"]).default("good"),
  dryRun: flag.default(false),
  encoding: z
    .string()
    .transform((name, context) => {
      const encoding = encodingNamed(name);
      if (encoding === null) context.addIssue("unknown");
      return encoding;
    })
    .optional(),
});

const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/)
  .optional();

const EXPECTED: Readonly<Record<string, string>> = {
  unit: "单位的编号、统一社会信用代码或名称",
  filename: "不超过 255 字的文件名",
  mode: " merge 或 replace",
  rows: " good 或 all",
  dryRun: " true 或 false",
  encoding: " UTF-8、UTF-16LE、UTF-16BE 或 GB18030",
};

/** Adds `POST /lists/<name>`. The signature check has put `viewer` and `signedBodyHash` on the request. */
export function registerListRoutes(app: FastifyInstance, routes: ListRoutes): void {
  const byName = new Map(routes.lists.map((list) => [list.name, list]));
  void app.register((scope, _options, done) => {
    // The body is read by us, whatever its type says: senders label CSV in many ways.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, ready) => {
      ready(null, payload);
    });
    scope.post<{ Params: { list: string } }>(
      "/lists/:list",
      { bodyLimit: Number.MAX_SAFE_INTEGER },
      async (request, reply) => {
        try {
          return await receive(byName.get(request.params.list), request, reply, routes);
        } catch (error) {
          return answerFailure(error, request, reply, routes.log);
        }
      },
    );
    done();
  });
}

async function receive(
  definition: ListDefinition | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
  { db, clock, log }: ListRoutes,
): Promise<FastifyReply> {
  if (!definition) throw new ImportRefused("UNKNOWN_LIST", "没有这个名称的清单。", 404);
  const { encoding, ...options } = await readOptions(definition, request, { db, clock });
  const { chunks, hash } = await readBody(request, UPLOAD_LIMIT);
  if (hash !== request.signedBodyHash) {
    throw new ImportRefused("BODY_CHANGED", "收到的文件与发送时不一致，可能没有传完整。请重新发送。", 401);
  }
  const report = await importList(db, definition, fileUpload(chunks, hash, encoding), options);
  log.info(
    { list: report.list, publication: report.id, dryRun: report.dryRun, counts: report.counts },
    "list",
  );
  return reply.type("application/json; charset=utf-8").send(JSON.stringify(report));
}

async function readOptions(
  definition: ListDefinition,
  request: FastifyRequest,
  { db, clock }: Pick<ListRoutes, "db" | "clock">,
): Promise<ImportOptions & { readonly encoding: ReturnType<typeof encodingNamed> }> {
  const { viewer } = request;
  if (!viewer) throw new Error("A list was sent without a viewer.");
  const read = parameters.safeParse(request.query);
  if (!read.success) throw wrongParameter(read.error);
  const key = idempotencyKey.safeParse(request.headers["idempotency-key"]);
  if (!key.success) {
    throw new ImportRefused("BAD_USER_INPUT", "请求头 Idempotency-Key 应为 1–200 个可见的 ASCII 字符。", 400);
  }
  const { unit, filename, encoding = null, ...rest } = read.data;
  return {
    ...rest,
    viewer,
    clock,
    encoding,
    unitId: unit === undefined ? null : await findUnit(definition, db, unit),
    fileName: filename ?? null,
    idempotencyKey: key.data ?? null,
  };
}

/** A unit's id, or what else the list's own subgraph can find it by. */
async function findUnit(definition: ListDefinition, db: DataSource, unit: string): Promise<string> {
  if (z.uuid().safeParse(unit).success) return unit.toLowerCase();
  const id = (await definition.findUnit?.(db, unit)) ?? null;
  if (id === null) throw new ImportRefused("UNKNOWN_UNIT", "参数 unit 指的单位不存在。", 404);
  return id;
}

function wrongParameter({ issues }: z.ZodError): ImportRefused {
  const names = [...new Set(issues.map(({ path }) => String(path[0])))];
  const expected = names.map((name) => `参数 ${name} 应为${EXPECTED[name] ?? "其他值"}`);
  return new ImportRefused("BAD_USER_INPUT", `${expected.join("；")}。`, 400);
}
