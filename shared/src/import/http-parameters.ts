import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { isStorable } from "../storable-text.ts";
import { encodingNamed } from "./decode.ts";
import { ImportRefused } from "./import-refused.ts";
import type { ImportJob } from "./running/import-job.ts";

const flag = z.enum(["true", "false", "1", "0"]).transform((text) => text === "true" || text === "1");

const parameters = z.object({
  unit: z.string().trim().min(1).max(200).refine(isStorable).nullable().default(null),
  filename: z.string().max(255).refine(isStorable).nullable().default(null),
  mode: z.enum(["merge", "replace"]).default("merge"),
  rows: z.enum(["good", "all"]).default("good"),
  dryRun: flag.default(false),
  sheet: z.string().trim().min(1).max(100).refine(isStorable).nullable().default(null),
  mapping: z.string().max(30_720).refine(isStorable).nullable().default(null),
  rememberMapping: flag.default(false),
  answer: z.enum(["report", "sheet"]).default("report"),
  encoding: z
    .string()
    .transform((name, context) => {
      const encoding = encodingNamed(name);
      if (encoding === null) context.addIssue("unknown");
      return encoding;
    })
    .nullable()
    .default(null),
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
  sheet: "工作表的名称或序号",
  mapping: "列名到字段的 JSON，不超过 10 KB",
  rememberMapping: " true 或 false",
  answer: " report 或 sheet",
  encoding: " UTF-8、UTF-16LE、UTF-16BE 或 GB18030",
};

/** What a sender says about a file in the query and the headers. @throws ImportRefused BAD_USER_INPUT */
export function readParameters({
  query,
  headers,
}: FastifyRequest): Omit<ImportJob, "list" | "viewer" | "file" | "sheetFd"> {
  const read = parameters.safeParse(query);
  if (!read.success) throw wrongParameter(read.error);
  const key = idempotencyKey.safeParse(headers["idempotency-key"]);
  if (!key.success) {
    throw new ImportRefused("BAD_USER_INPUT", "请求头 Idempotency-Key 应为 1–200 个可见的 ASCII 字符。", 400);
  }
  const { filename: fileName, ...said } = read.data;
  if (said.rememberMapping && said.mapping === null) {
    throw new ImportRefused("BAD_USER_INPUT", "参数 rememberMapping 要和 mapping 一起用。", 400);
  }
  return { ...said, fileName, idempotencyKey: key.data ?? null };
}

function wrongParameter({ issues }: z.ZodError): ImportRefused {
  const names = [...new Set(issues.map(({ path }) => String(path[0])))];
  const expected = names.map((name) => `参数 ${name} 应为${EXPECTED[name] ?? "其他值"}`);
  return new ImportRefused("BAD_USER_INPUT", `${expected.join("；")}。`, 400);
}
