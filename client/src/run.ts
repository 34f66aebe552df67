import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assertKnown, readArguments, type Arguments } from "./arguments.ts";
import type { Command } from "./commands/command.ts";
import { exportList, template } from "./commands/download.ts";
import { check, publish } from "./commands/publish.ts";
import { compare, revert, revisions, undo } from "./commands/revisions.ts";
import { connectionOf, isExposed, type Connection } from "./connection.ts";
import { CommandFailed, EXIT, type ExitCode } from "./exit-code.ts";
import { helpOf, overview } from "./help.ts";
import type { Io } from "./io.ts";
import { languageOf, sayIn, type Say } from "./language.ts";

const COMMANDS: readonly Command[] = [publish, check, undo, revert, revisions, compare, exportList, template];

/** Runs one command line. Never throws; what went wrong is told on standard error. */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  const asked = /^--lang(?:=(.*))?$/;
  const at = args.findIndex((argument) => asked.test(argument));
  const language = at === -1 ? undefined : (asked.exec(args[at] ?? "")?.[1] ?? args[at + 1]);
  const say = sayIn(languageOf(language, io.env));
  try {
    return await dispatch(readArguments(args, say), io, say);
  } catch (error) {
    return tellFailure(error, args.includes("--json"), io, say);
  }
}

async function dispatch(
  { command: name, operands, options }: Arguments,
  io: Io,
  say: Say,
): Promise<ExitCode> {
  if (options.version) return print(io, ownVersion());
  const command = COMMANDS.find((known) => known.name === name);
  if (!command) return withoutCommand(name, options.help ?? false, io, say);
  if (options.help) return print(io, helpOf(command, say));
  assertKnown(command.name, options, command.options, say);
  assertArity(command, operands.length, say);
  const connection = connectionOf(
    {
      url: options.url,
      apiKey: options["api-key"],
      apiKeyFile: options["api-key-file"],
      token: options.token,
    },
    io.env,
    say,
  );
  if (command.isOpen !== true) assertSignedIn(connection, io, say);
  return command.run({ operands, options, connection, io, say });
}

function print({ stdout }: Io, text: string): ExitCode {
  stdout.write(`${text}\n`);
  return EXIT.ok;
}

function withoutCommand(name: string | null, isHelp: boolean, io: Io, say: Say): ExitCode {
  if (isHelp || name === "help") return print(io, overview(COMMANDS, say));
  if (name === null) {
    io.stderr.write(`${overview(COMMANDS, say)}\n`);
    return EXIT.usage;
  }
  const message = say(
    `没有命令 ${name}，见 gongjian --help。`,
    `There is no command ${name}; see gongjian --help.`,
  );
  throw new CommandFailed(EXIT.usage, message);
}

function assertArity({ name, operands, arity: [least, most] }: Command, given: number, say: Say): void {
  if (given >= least && given <= most) return;
  throw new CommandFailed(
    EXIT.usage,
    say(`用法：gongjian ${name} ${operands}`, `Usage: gongjian ${name} ${operands}`),
  );
}

function assertSignedIn(connection: Connection, { stderr }: Io, say: Say): void {
  if (connection.credential === null) {
    throw new CommandFailed(EXIT.notAuthorised, howToSignIn(say), "UNAUTHENTICATED");
  }
  if (!isExposed(connection)) return;
  stderr.write(
    say(
      "注意：http 地址不加密，密钥可能被人看到，请用 https。\n",
      "Careful: http is not encrypted and shows your key to others; use https.\n",
    ),
  );
}

function howToSignIn(say: Say): string {
  return say(
    "没有凭证。请设 GONGJIAN_API_KEY 或 GONGJIAN_TOKEN，或用 --api-key-file 文件；密钥由单位负责人用 createApiKey 建立。" +
      "只想先检查文件：gongjian check 文件（不用账号）。",
    "No credential. Set GONGJIAN_API_KEY or GONGJIAN_TOKEN, or use --api-key-file FILE; a unit's head makes keys with " +
      "createApiKey. To check a file only: gongjian check FILE (no account).",
  );
}

function tellFailure(error: unknown, asJson: boolean, { stdout, stderr }: Io, say: Say): ExitCode {
  if (!(error instanceof CommandFailed)) {
    stderr.write(`${say("程序出错：", "Unexpected error: ")}${(error as Error).message}\n`);
    return EXIT.unavailable;
  }
  if (asJson) stdout.write(`${JSON.stringify({ code: error.code, message: error.message })}\n`);
  stderr.write(`${error.code === null ? "" : `[${error.code}] `}${error.message}\n`);
  return error.exitCode;
}

function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(join(__dirname, "..", "package.json"), "utf8")) as {
    version: string;
  };
  return version;
}
