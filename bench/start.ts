/**
 * Starts the platform as a newcomer would, in a data folder of its own: time until the sample query
 * answers (first and later start), memory at rest (sum of PSS over the process tree, Linux only) and what
 * is left behind. The floor beside it: starting and stopping one bare Node process.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { descendants, isAlive, pssOf } from "./platform/process-tree.ts";
import { mintToken } from "./platform/run-platform.ts";

const PORT = 4900;
const SETTLE_S = Number(process.env.SETTLE_S ?? 30);
const QUERY = `{ needs(first: 1) { nodes { title candidates(first: 1) { nodes { score } } } } }`;
const folder = mkdtempSync(join(tmpdir(), "gongjian-bench-"));

async function main(): Promise<void> {
  const floor = await timed(() => exited(spawn(process.execPath, ["-e", "0"])));
  const first = await run();
  const later = await run();
  rmSync(folder, { recursive: true, force: true });
  console.table({
    "first start until the query answers, s": { measured: first.seconds, asked: 40 },
    "later start until the query answers, s": { measured: later.seconds, asked: 8 },
    "memory at rest after the first start, MB of PSS": { measured: first.megabytes, asked: 900 },
    "memory at rest after a later start, MB of PSS": { measured: later.megabytes, asked: 900 },
    "processes left after stopping": { measured: first.left + later.left, asked: 0 },
    "stopping, s": { measured: Math.max(first.stopping, later.stopping), asked: 10 },
    "floor: one bare node process, s": { measured: floor },
  });
}

interface Run {
  readonly seconds: number;
  readonly megabytes: number;
  readonly left: number;
  readonly stopping: number;
}

async function run(): Promise<Run> {
  const child = spawn("npm", ["start", "--", "--data", folder, "--port", String(PORT)], {
    stdio: "ignore",
  });
  const seconds = await timed(() => untilAnswered(child));
  await sleep(SETTLE_S * 1000);
  const tree = descendants(child.pid ?? 0);
  const megabytes = Math.round(tree.reduce((sum, pid) => sum + pssOf(pid), 0) / 1024);
  const stopping = await timed(async () => {
    child.kill("SIGTERM");
    // npm ends at once; what it started takes a moment, and is counted if it does not go.
    for (let i = 0; i < 150 && tree.some(isAlive); i++) await sleep(100);
  });
  return { seconds, megabytes, left: tree.filter(isAlive).length, stopping };
}

async function untilAnswered(child: ChildProcess): Promise<void> {
  let token = "";
  while (child.exitCode === null) {
    token ||= await mintToken(folder, PORT, ["--role", "SECRETARIAT"]);
    const answer = await fetch(`http://127.0.0.1:${PORT}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: QUERY }),
    }).then(
      (response) => response.text(),
      () => "",
    );
    if (answer.includes('"score"')) return;
    await sleep(100);
  }
  throw new Error("npm start ended early.");
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return Math.round(performance.now() - start) / 1000;
}

function exited(child: ChildProcess): Promise<unknown> {
  return child.exitCode !== null ? Promise.resolve() : new Promise((resolve) => child.once("exit", resolve));
}

void main();
