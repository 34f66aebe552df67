import { spawn, type ChildProcessByStdio } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.ts";
import { PROJECT_FOLDER } from "./options.ts";

/** `npm start` and `npm run token` as processes, on the built code and an embedded server of their own. */
const folder = mkdtempSync(join(tmpdir(), "gongjian-start-"));
const env = { ...process.env, DATABASE_URL: "", npm_lifecycle_event: undefined };
let port: number;

beforeAll(async () => {
  port = await freePort();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Started {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  output(): string;
}

function launch(...args: string[]): Started {
  const child = spawn(process.execPath, [join(PROJECT_FOLDER, "launcher", "start.mjs"), ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  }
  return { process: child, output: () => text };
}

async function until(holds: () => boolean | Promise<boolean>, started: Started): Promise<void> {
  for (let i = 0; i < 900; i++) {
    if (await holds()) return;
    if (started.process.exitCode !== null) break;
    await sleep(100);
  }
  throw new Error(`It did not come to pass:\n${started.output()}`);
}

function ended({ process: child }: Started): Promise<number | null> {
  return child.exitCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once("exit", resolve));
}

async function token(): Promise<string> {
  const started = launch("token", "--role", "SECRETARIAT", "--data", folder);
  await ended(started);
  return started.output().trim();
}

async function ask(query: string, authorization: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization },
    body: JSON.stringify({ query }),
  });
  return response.text();
}

const isReady = (): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ status }) => status === 200,
    () => false,
  );

/** Processes that name the data folder, or were started by one that does. */
function processesOf(started: Started): number[] {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const below = new Set([started.process.pid]);
  for (let grown = true; grown;) {
    const found = all.map(Number).filter((pid) => !below.has(pid) && below.has(parentOf(pid)));
    found.forEach((pid) => below.add(pid));
    grown = found.length > 0;
  }
  return [...below].filter((pid) => pid !== undefined);
}

function parentOf(pid: number): number {
  return Number(/\) \S (\d+)/.exec(read(`/proc/${pid}/stat`))?.[1]);
}

function isAlive(pid: number): boolean {
  return read(`/proc/${pid}/stat`) !== "";
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

const MATCHES = `{ needs(first: 3) { nodes { title candidates(first: 1) { nodes { score reasons } } } } }`;

test("one command shows a city and its matches; stopping leaves nothing; the next start keeps the data", async () => {
  const first = launch("--data", folder, "--port", String(port));
  await until(isReady, first);
  await until(() => first.output().includes("DASHBOARD"), first);
  expect(first.output()).toContain("320/320");
  const authorization = `Bearer ${await token()}`;
  const answer = await ask(MATCHES, authorization);
  expect(answer).toContain('"score"');

  const second = launch("--data", folder, "--port", String(await freePort()));
  expect(await ended(second)).toBe(1);
  expect(second.output()).toMatch(/数据目录正被另一个进程使用[\s\S]*in use by another process/);

  const processes = process.platform === "linux" ? processesOf(first) : [];
  first.process.kill("SIGTERM");
  expect(await ended(first)).toBe(0);
  for (let i = 0; i < 30 && processes.some(isAlive); i++) await sleep(100);
  expect(processes.filter(isAlive)).toEqual([]);

  const third = launch("--data", folder, "--port", String(port));
  await until(isReady, third);
  expect(third.output()).not.toContain("320/320");
  expect(await ask(MATCHES, authorization)).toBe(answer);
  third.process.kill("SIGINT");
  expect(await ended(third)).toBe(0);
}, 120_000);

test("a call without a token is refused, and so is a port that is taken", async () => {
  const started = launch("--empty", "--data", join(folder, "empty"), "--port", String(port));
  await until(isReady, started);
  expect(await ask("{ categories { code } }", "")).toContain("UNAUTHENTICATED");

  const other = launch("--empty", "--data", join(folder, "other"), "--port", String(port));
  expect(await ended(other)).toBe(1);
  expect(other.output()).toContain(String(port));
  started.process.kill("SIGTERM");
  expect(await ended(started)).toBe(0);
}, 60_000);

test("a part that hangs is killed and started again, whatever it hangs on", async () => {
  const started = launch("--empty", "--data", join(folder, "hung"), "--port", String(port));
  await until(isReady, started);
  const partAtWork = (): number | undefined =>
    processesOf(started).find((pid) => read(`/proc/${pid}/cmdline`).includes("merchants/dist"));
  const hung = partAtWork();
  if (hung === undefined) return; // Linux tells which process is which.
  process.kill(hung, "SIGSTOP");
  await until(() => !isAlive(hung), started);
  await until(() => partAtWork() !== undefined, started);
  await until(isReady, started);
  expect(started.output()).toContain("merchants ended unexpectedly (its event loop stood still");
  started.process.kill("SIGTERM");
  expect(await ended(started)).toBe(0);
}, 120_000);

test("told to stop, npm ends without passing it on, and the platform stops all the same", async () => {
  const args = ["start", "--", "--empty", "--data", join(folder, "npm"), "--port", String(port)];
  const npm = spawn("npm", args, { cwd: PROJECT_FOLDER, env, stdio: ["ignore", "pipe", "pipe"] });
  const started = { process: npm, output: () => "npm start" };
  await until(isReady, started);

  npm.kill("SIGTERM");
  for (let i = 0; i < 100 && (await isReady()); i++) await sleep(100);
  expect(await isReady()).toBe(false);
}, 60_000);
