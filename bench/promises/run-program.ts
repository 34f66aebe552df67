import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { join } from "node:path";

/** The folder of the project. */
export const PROJECT = join(__dirname, "..", "..");

/** What a program printed, and how it ended. */
interface Printed {
  readonly output: string;
  readonly status: number | null;
}

/** Runs one of our programs to its end, or to its time-out. @param args the script first */
export async function runProgram(
  args: readonly string[],
  { env = {}, minutes }: { env?: NodeJS.ProcessEnv; minutes: number },
): Promise<Printed> {
  const child = spawn(process.execPath, args, {
    cwd: PROJECT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: minutes * 60_000,
  });
  const [out, err, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number | null]>,
  ]);
  return { output: `${out}\n${err}`, status };
}
