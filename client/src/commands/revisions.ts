import { Readable } from "node:stream";
import { CONNECTION } from "../arguments.ts";
import { CommandFailed, EXIT, type ExitCode } from "../exit-code.ts";
import { call, textOf } from "../http-call.ts";
import type { Say } from "../language.ts";
import { pendingKey } from "../pending-key.ts";
import {
  printComparison,
  printReverted,
  printRevisions,
  type Change,
  type Page,
  type Reverted,
  type Revision,
} from "../print-revisions.ts";
import { assertGood, withRetries } from "../retry.ts";
import type { Command, Invocation } from "./command.ts";
import { listOf } from "./list-of.ts";

const OPTIONS = [...CONNECTION, "list", "unit"] as const;
const PAGE = 100;
/** So much fits on no screen and in every memory. */
const MOST_PAGES = 200;

export const revisions: Command = {
  name: "revisions",
  operands: "--list LIST",
  summary: [
    "列出各次发布：何时、谁、哪个文件、多少行",
    "list the publications: when, who, which file, how many rows",
  ],
  options: [...OPTIONS, "all"],
  arity: [0, 0],
  run: async (invocation) => {
    const { io, options, say } = invocation;
    const page = await pages<Revision>(invocation, "/revisions");
    if (options.json) io.stdout.write(`${JSON.stringify(page.nodes, null, 2)}\n`);
    else printRevisions(io.stdout, page, say);
    return EXIT.ok;
  },
};

export const compare: Command = {
  name: "compare",
  operands: "A B --list LIST",
  summary: ["比较两个版本，逐行逐项", "compare two revisions, row by row"],
  options: [...OPTIONS, "all"],
  arity: [2, 2],
  run: async (invocation) => {
    const { io, options, operands, say } = invocation;
    const [from = "", to = ""] = operands.map((text) => revisionId(text, say));
    const page = await pages<Change>(invocation, `/revisions/${from}/compare/${to}`);
    if (options.json) io.stdout.write(`${JSON.stringify(page.nodes, null, 2)}\n`);
    else printComparison(io.stdout, page, say);
    return EXIT.ok;
  },
};

export const revert: Command = {
  name: "revert",
  operands: "REVISION --list LIST",
  summary: ["回到某个版本发布之后的样子", "go back to how the list was after that revision"],
  options: [...OPTIONS, "dry-run"],
  arity: [1, 1],
  run: (invocation) => goBack(invocation, revisionId(invocation.operands[0] ?? "", invocation.say)),
};

export const undo: Command = {
  name: "undo",
  operands: "--list LIST",
  summary: ["撤回最近一次发布", "take the latest publication back"],
  options: [...OPTIONS, "dry-run"],
  arity: [0, 0],
  run: (invocation) => goBack(invocation, null),
};

/**
 * The order's key is kept until an answer came: to undo once more because the first answer was lost would
 * take back another publication.
 */
async function goBack(invocation: Invocation, to: string | null): Promise<ExitCode> {
  const { connection, io, options, say } = invocation;
  const search = new URLSearchParams({ dryRun: String(options["dry-run"] ?? false) });
  if (to !== null) search.set("to", to);
  const path = pathOf(invocation, "/revert", search);
  const pending = pendingKey([connection.url.href, connection.credential?.value ?? null, path], io.env);
  try {
    const done = await ask<Reverted>(invocation, "POST", path, pending.key);
    pending.settle();
    if (options.json) io.stdout.write(`${JSON.stringify(done, null, 2)}\n`);
    else printReverted(io.stdout, done, say);
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof CommandFailed) || error.exitCode !== EXIT.unavailable) pending.settle();
    throw error;
  }
}

/** The first page, or with `--all` everything. */
async function pages<Node>(invocation: Invocation, path: string): Promise<Page<Node>> {
  const nodes: Node[] = [];
  const search = new URLSearchParams({ first: String(PAGE) });
  for (let read = 1; ; read += 1) {
    const page = await ask<Page<Node>>(invocation, "GET", pathOf(invocation, path, search));
    nodes.push(...page.nodes);
    if (page.next === null || !invocation.options.all || read === MOST_PAGES)
      return { nodes, next: page.next };
    search.set("after", page.next);
  }
}

function pathOf({ options, io, say }: Invocation, path: string, search: URLSearchParams): string {
  if (options.unit !== undefined) search.set("unit", options.unit);
  return `/lists/${listOf(options, null, io, say)}${path}?${search.toString()}`;
}

async function ask<Answer>(
  { connection, io, say }: Invocation,
  method: "GET" | "POST",
  path: string,
  key?: string,
): Promise<Answer> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (key !== undefined) headers["idempotency-key"] = key;
  const body = method === "GET" ? null : { size: 0, read: () => Readable.from([]) };
  const text = await withRetries(io, say, async () => {
    const answer = await call(connection, { method, path, headers, body });
    await assertGood(answer);
    return textOf(answer);
  });
  return JSON.parse(text) as Answer;
}

function revisionId(text: string, say: Say): string {
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text.toLowerCase();
  throw new CommandFailed(
    EXIT.usage,
    say(
      "版本号是 gongjian revisions 列出的那一串。",
      "A revision is one of the ids that gongjian revisions lists.",
    ),
  );
}
