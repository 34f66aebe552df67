import { oneOf, CONNECTION, type Options } from "../arguments.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Say } from "../language.ts";
import { pendingKey, type PendingKey } from "../pending-key.ts";
import { printReport } from "../print-report.ts";
import { ProgressView } from "../progress.ts";
import type { Report } from "../report.ts";
import { fetchAnnotated, sendList, type SendContext, type Sending } from "../send-list.ts";
import { openSource, type SourceFile } from "../source-file.ts";
import type { Command, Invocation } from "./command.ts";
import { listOf } from "./list-of.ts";
import { saveAnswer } from "./save-answer.ts";

export const publish: Command = {
  name: "publish",
  operands: "FILE",
  summary: [
    "发布一份清单（CSV、XLSX、JSON 行；- 为标准输入）",
    "publish a list (CSV, XLSX, JSON lines; - for standard input)",
  ],
  options: [
    ...CONNECTION,
    ...([
      "list",
      "unit",
      "mode",
      "rows",
      "dry-run",
      "encoding",
      "sheet",
      "key",
      "name",
      "all",
      "out",
    ] as const),
  ],
  arity: [1, 1],
  run: (invocation) => sendFile(invocation, false),
};

export const check: Command = {
  name: "check",
  operands: "FILE",
  summary: ["同样的检查，不发布，也不用账号", "the same checks without publishing and without an account"],
  options: ["url", "list", "unit", "encoding", "sheet", "name", "all", "out"],
  arity: [1, 1],
  isOpen: true,
  run: (invocation) =>
    sendFile({ ...invocation, connection: { ...invocation.connection, credential: null } }, true),
};

async function sendFile(invocation: Invocation, isCheck: boolean): Promise<ExitCode> {
  const { operands, options, io, say } = invocation;
  const source = await openSource(operands[0] ?? "-", io.stdin, say);
  try {
    const fileName = options.name ?? source.name;
    const list = listOf(options, fileName, io, say);
    const path = `/lists/${list}${isCheck ? "/check" : ""}?${parametersOf(options, fileName, say)}`;
    const context = { ...invocation, progress: new ProgressView(io.stderr, say, options.quiet ?? false) };
    const pending = isCheck || options["dry-run"] ? null : keyOf(context, path, source, options);
    const sending = { path, source, idempotencyKey: pending?.key ?? null };
    const report = await sendSettling(context, sending, pending);
    tell(invocation, report);
    if (options.out !== undefined) await saveAnnotated(context, sending, options.out);
    return exitCodeOf(report);
  } finally {
    source.release();
  }
}

/** A refusal is an answer too: only where none came does the next run use the same key. */
async function sendSettling(
  context: SendContext,
  sending: Sending,
  pending: PendingKey | null,
): Promise<Report> {
  try {
    const report = await sendList(context, sending);
    pending?.settle();
    return report;
  } catch (error) {
    if ((error as { exitCode?: number }).exitCode !== EXIT.unavailable) pending?.settle();
    throw error;
  }
}

function parametersOf(options: Options, fileName: string | null, say: Say): string {
  const given = {
    filename: fileName ?? undefined,
    unit: options.unit,
    mode: oneOf("mode", options.mode, ["merge", "replace"], say),
    rows: oneOf("rows", options.rows, ["good", "all"], say),
    dryRun: options["dry-run"] ? "true" : undefined,
    encoding: options.encoding,
    sheet: options.sheet,
  };
  return new URLSearchParams(
    Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ).toString();
}

function keyOf(
  { connection, io, say }: SendContext,
  path: string,
  source: SourceFile,
  { key }: Options,
): PendingKey {
  if (key !== undefined) return { key, isResumed: false, settle: () => undefined };
  const run = [connection.url.href, connection.credential?.value ?? null, path, source.hash];
  const pending = pendingKey(run, io.env);
  if (pending.isResumed) {
    io.stderr.write(
      say(
        "上次没有收到结果，用同一个键重发，不会重复写入。\n",
        "The last run got no answer; sending again under the same key, so nothing is written twice.\n",
      ),
    );
  }
  return pending;
}

function tell({ options, io, say }: Invocation, report: Report): void {
  if (options.json) io.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else printReport(io.stdout, report, say, options.all ?? false);
}

async function saveAnnotated(context: SendContext, sending: Sending, path: string): Promise<void> {
  const { io, say } = context;
  await saveAnswer(await fetchAnnotated(context, sending), path, io, say);
  io.stderr.write(say(`批注好的表：${path}\n`, `The sheet with remarks: ${path}\n`));
}

function exitCodeOf({ code, counts }: Report): ExitCode {
  if (code !== null) return EXIT.fileRefused;
  return counts.refused > 0 ? EXIT.rowsRefused : EXIT.ok;
}
