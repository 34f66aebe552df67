import { existsSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { CONNECTION, oneOf } from "../arguments.ts";
import { CommandFailed, EXIT, type ExitCode } from "../exit-code.ts";
import { call } from "../http-call.ts";
import { assertGood, withRetries } from "../retry.ts";
import type { Command, Invocation } from "./command.ts";
import { listOf } from "./list-of.ts";
import { saveAnswer } from "./save-answer.ts";

const EXPORT_FORMATS = ["csv", "xlsx", "jsonl"] as const;

export const exportList: Command = {
  name: "export",
  operands: "[-o FILE]",
  summary: ["下载已发布的清单（csv、xlsx、jsonl）", "download what is published (csv, xlsx, jsonl)"],
  options: [...CONNECTION, "list", "unit", "format", "out", "force"],
  arity: [0, 0],
  run: async (invocation) => {
    const { options, say, io } = invocation;
    const out = options.out ?? "-";
    const format = oneOf("format", options.format ?? extensionOf(out) ?? "csv", EXPORT_FORMATS, say) ?? "csv";
    const list = listOf(options, out === "-" ? null : out, io, say);
    const search = new URLSearchParams({ format });
    if (options.unit !== undefined) search.set("unit", options.unit);
    return download(invocation, `/lists/${list}/export?${search.toString()}`, out);
  },
};

export const template: Command = {
  name: "template",
  operands: "[-o FILE]",
  summary: [
    "下载空白表（xlsx、csv）或 JSON Schema（json），不用账号",
    "download the template (xlsx, csv) or the JSON Schema (json), no account needed",
  ],
  options: ["url", "list", "format", "out", "force"],
  arity: [0, 0],
  isOpen: true,
  run: async (invocation) => {
    const { options, say, io } = invocation;
    const list = listOf(options, options.out ?? null, io, say);
    const named = options.format ?? extensionOf(options.out ?? "") ?? "xlsx";
    const format = oneOf("format", named, ["xlsx", "csv", "json"] as const, say) ?? "xlsx";
    const file = format === "json" ? "schema.json" : `template.${format}`;
    const out = options.out ?? `${list}-${file}`;
    return download(invocation, `/lists/${list}/${file}`, out);
  },
};

async function download(invocation: Invocation, path: string, out: string): Promise<ExitCode> {
  const { io, say, options } = invocation;
  if (out !== "-" && existsSync(out) && !options.force) {
    throw new CommandFailed(
      EXIT.usage,
      say(`${out} 已存在，加 --force 覆盖。`, `${out} exists; --force overwrites it.`),
    );
  }
  await withRetries(io, say, async () => {
    await saveAnswer(await get(invocation, path), out, io, say);
  });
  if (out !== "-") io.stderr.write(say(`已写入 ${out}\n`, `Written to ${out}\n`));
  return EXIT.ok;
}

async function get({ connection }: Invocation, path: string): Promise<IncomingMessage> {
  const answer = await call(connection, { method: "GET", path });
  await assertGood(answer);
  return answer;
}

function extensionOf(path: string): string | undefined {
  return /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase();
}
