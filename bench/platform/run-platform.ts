import { spawn, type ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { descendants, isAlive } from "./process-tree.ts";

/** The platform as `npm start` runs it, with the sample city, in a data folder of its own. */
export interface RunningPlatform {
  readonly pid: number;
  readonly url: string;
  /** A token of the development issuer. @param unit USCC or id @param subject who it is, else `dev:ROLE` */
  token(role: string, unit?: string, subject?: string): Promise<string>;
  stop(): Promise<void>;
}

interface PlatformOptions {
  readonly folder: string;
  readonly port: number;
  /** An existing PostgreSQL; default: the embedded one. */
  readonly databaseUrl?: string;
}

const PATIENCE_MS = 120_000;
const STOPPING_MS = 15_000;

/** Starts the platform and waits until it is ready. */
export async function runPlatform({ folder, port, databaseUrl }: PlatformOptions): Promise<RunningPlatform> {
  const child = spawn("npm", ["start", "--", "--data", folder, "--port", String(port)], {
    stdio: "ignore",
    env: { ...process.env, ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }) },
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(child, url);
  return {
    pid: child.pid ?? 0,
    url,
    token: async (role, unit, subject) => {
      const args = ["--role", role, ...option("--unit", unit), ...option("--subject", subject)];
      const token = await mintToken(folder, port, args);
      if (token === "") throw new Error(`npm run token made none for ${args.join(" ")}.`);
      return token;
    },
    stop: async () => {
      const tree = descendants(child.pid ?? 0);
      child.kill("SIGTERM");
      const deadline = Date.now() + STOPPING_MS;
      while (tree.some(isAlive) && Date.now() < deadline) await sleep(100);
    },
  };
}

function option(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [name, value];
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error("npm start ended early.");
    const isReady = await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await sleep(200);
  }
  throw new Error("The platform is not ready in time.");
}

/** `npm run token` for a platform's data folder; empty while the folder has no key yet. */
export async function mintToken(folder: string, port: number, args: readonly string[]): Promise<string> {
  const command = ["run", "--silent", "token", "--", ...args, "--data", folder, "--port", String(port)];
  const child = spawn("npm", command, { stdio: ["ignore", "pipe", "ignore"] });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  await new Promise((resolve) => child.once("close", resolve));
  return text.trim().split("\n").at(-1) ?? "";
}
