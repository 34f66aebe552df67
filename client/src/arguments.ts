import { parseArgs } from "node:util";
import { CommandFailed, EXIT } from "./exit-code.ts";
import type { Say } from "./language.ts";

/** Every option there is; each command says which of them it knows. */
const OPTIONS = {
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
  lang: { type: "string" },
  url: { type: "string" },
  "api-key": { type: "string" },
  "api-key-file": { type: "string" },
  token: { type: "string" },
  list: { type: "string" },
  unit: { type: "string" },
  mode: { type: "string" },
  rows: { type: "string" },
  "dry-run": { type: "boolean" },
  encoding: { type: "string" },
  sheet: { type: "string" },
  key: { type: "string" },
  name: { type: "string" },
  json: { type: "boolean" },
  all: { type: "boolean" },
  quiet: { type: "boolean", short: "q" },
  out: { type: "string", short: "o" },
  format: { type: "string" },
  force: { type: "boolean" },
} as const;

export type OptionName = keyof typeof OPTIONS;
export type Options = {
  readonly [Name in OptionName]?: (typeof OPTIONS)[Name]["type"] extends "boolean" ? boolean : string;
};

export interface Arguments {
  readonly command: string | null;
  readonly operands: readonly string[];
  readonly options: Options;
}

/** Options that every command knows. */
export const COMMON: readonly OptionName[] = ["help", "version", "lang", "json", "quiet"];
export const CONNECTION: readonly OptionName[] = ["url", "api-key", "api-key-file", "token"];

/** @throws CommandFailed that names the argument, but never repeats a value: it may be a key */
export function readArguments(args: readonly string[], say: Say): Arguments {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    const [command = null, ...operands] = positionals;
    return { command, operands, options: values };
  } catch (error) {
    const name = /'(-{1,2}[\w-]+)/.exec((error as Error).message)?.[1] ?? "";
    throw new CommandFailed(
      EXIT.usage,
      say(
        `看不懂参数 ${name}，或它缺少值。`,
        `The option ${name} is unknown, or has no value or one too many.`,
      ),
    );
  }
}

/** @throws CommandFailed for an option that this command does not have */
export function assertKnown(command: string, options: Options, known: readonly OptionName[], say: Say): void {
  const odd = (Object.keys(options) as OptionName[]).find(
    (name) => !known.includes(name) && !COMMON.includes(name),
  );
  if (odd === undefined) return;
  throw new CommandFailed(
    EXIT.usage,
    say(`${command} 没有选项 --${odd}。`, `${command} has no option --${odd}.`),
  );
}

/** One of a few words. @throws CommandFailed */
export function oneOf<Word extends string>(
  option: string,
  value: string | undefined,
  words: readonly Word[],
  say: Say,
): Word | undefined {
  const found = words.find((word) => word === value);
  if (value === undefined || found !== undefined) return found;
  throw new CommandFailed(
    EXIT.usage,
    say(`--${option} 应为：${words.join("、")}。`, `--${option} is one of: ${words.join(", ")}.`),
  );
}
