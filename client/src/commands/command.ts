import type { OptionName, Options } from "../arguments.ts";
import type { Connection } from "../connection.ts";
import type { ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import type { Say } from "../language.ts";

/** What a command is given. */
export interface Invocation {
  readonly operands: readonly string[];
  readonly options: Options;
  readonly connection: Connection;
  readonly io: Io;
  readonly say: Say;
}

export interface Command {
  readonly name: string;
  /** After the name: `FILE [options]`. */
  readonly operands: string;
  readonly summary: readonly [chinese: string, english: string];
  readonly options: readonly OptionName[];
  /** How many operands it takes, at least and at most. */
  readonly arity: readonly [least: number, most: number];
  /** Whether it works without an account. */
  readonly isOpen?: boolean;
  run(invocation: Invocation): Promise<ExitCode>;
}
