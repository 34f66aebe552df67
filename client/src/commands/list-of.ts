import type { Options } from "../arguments.ts";
import { CommandFailed, EXIT } from "../exit-code.ts";
import { guessList } from "../guess-list.ts";
import type { Io } from "../io.ts";
import type { Say } from "../language.ts";

/** The list asked for, or the one that the file is named after, which is said aloud. @throws CommandFailed */
export function listOf(options: Options, fileName: string | null, { stderr }: Io, say: Say): string {
  if (options.list !== undefined) {
    if (/^[a-z][a-z-]{0,49}$/.test(options.list)) return options.list;
    throw new CommandFailed(
      EXIT.usage,
      say(
        "--list 应为清单名，如 resources、needs、projects。",
        "--list is a list's name: resources, needs, projects.",
      ),
    );
  }
  const guessed = fileName === null ? null : guessList(fileName);
  if (guessed === null) {
    throw new CommandFailed(
      EXIT.usage,
      say(
        "看不出是哪份清单，请加 --list resources、needs 或 projects。",
        "Which list is it? Add --list resources, needs or projects.",
      ),
    );
  }
  stderr.write(
    say(
      `按文件名当作清单 ${guessed}（--list 可改）。\n`,
      `Taken for the list ${guessed} by its name (--list changes that).\n`,
    ),
  );
  return guessed;
}
