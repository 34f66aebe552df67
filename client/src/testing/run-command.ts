import { Readable } from "node:stream";
import type { ExitCode } from "../exit-code.ts";
import { run } from "../run.ts";

export interface Outcome {
  readonly exitCode: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
  /** How long the command waited before its retries. */
  readonly waits: readonly number[];
}

interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly stdin?: string | Buffer;
  readonly isTTY?: boolean;
}

/** Runs one command line in this process, without waiting between retries. */
export async function runCommand(
  args: readonly string[],
  { env, stdin = "", isTTY = false }: Surroundings,
): Promise<Outcome> {
  let stdout = "";
  let stderr = "";
  const waits: number[] = [];
  const exitCode = await run(args, {
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: { write: (text) => (stdout += text), columns: 100 },
    stderr: { write: (text) => (stderr += text), isTTY },
    env,
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
  });
  return { exitCode, stdout, stderr, waits };
}
