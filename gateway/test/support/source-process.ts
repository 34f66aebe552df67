import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const PROJECT = join(__dirname, "..", "..", "..");
const PATIENCE_MS = 60_000;

/** A part of the platform in a process of its own, run from its source. */
export interface SourceProcess {
  /** Everything it has written so far. */
  output(): string;
  stop(): Promise<void>;
}

/** Starts a script of the project and waits until it logs that it is ready. @throws when it does not */
export async function startSource(script: string, env: NodeJS.ProcessEnv): Promise<SourceProcess> {
  const flags = ["--conditions=development", "--import", "tsx"];
  const child = spawn(process.execPath, [...flags, join(PROJECT, script)], {
    cwd: PROJECT,
    env: { ...process.env, TSX_TSCONFIG_PATH: join(PROJECT, "tsconfig.base.json"), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  }
  const output = (): string => chunks.join("");
  await ready(child, output);
  return {
    output,
    stop: async () => {
      if (child.exitCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    },
  };
}

async function ready(child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!output().includes(`"msg":"ready"`)) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error(`It did not start:\n${output()}`);
    }
    await wait(50);
  }
}
