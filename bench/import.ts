/**
 * Publishing lists through the running platform, from the first byte sent to the report: new rows, the same
 * rows again, a workbook, memory, hostile files. The floor beside it: a bare COPY of the same rows into a
 * table without an index, on the same server in the same run.
 *
 *   npm run bench -- import            ROWS=100000 by default
 */
import { createReadStream, rmSync, statSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Client } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { generateList } from "./import/generate.ts";
import { HEADINGS } from "./import/list-row.ts";
import { hostileFiles } from "./import/hostile-files.ts";
import { processWith, pssOf } from "./platform/process-tree.ts";
import type { RunningPlatform } from "./platform/run-platform.ts";
import { withPlatform } from "./platform/with-platform.ts";

const ROWS = Number(process.env.ROWS ?? 100_000);
const PORT = 4910;
/** 启工职校 of the sample city. */
const UNIT = process.env.UNIT ?? "启工职校";
const MB = 1024 * 1024;

interface Sent {
  readonly status: number;
  readonly seconds: number;
  readonly code: string | null;
  readonly counts: Readonly<Record<string, number>> | null;
}

async function main(): Promise<void> {
  await withPlatform(PORT, async ({ platform, server, folder }) => {
    const send = await sender(platform);
    await measureRows(send, server.adminUrl, folder);
    await measureMemory(platform, send, folder);
    await measureHostile(platform, send, folder);
  });
}

type Send = (path: string) => Promise<Sent>;

async function sender(platform: RunningPlatform): Promise<Send> {
  const token = await platform.token("SECRETARIAT");
  return (path) => upload(platform.url, token, path);
}

async function measureRows(send: Send, adminUrl: string, folder: string): Promise<void> {
  const csv = join(folder, "new.csv");
  await generateList(csv, { rows: ROWS, seed: 1, dirtyShare: 0, format: "csv" });
  const floor = await copySeconds(adminUrl, csv);
  // The first upload of a process also loads its dictionary; a list of another unit's age has warmed it.
  const warm = join(folder, "warm.csv");
  await generateList(warm, { rows: 200, seed: 9, dirtyShare: 0, format: "csv" });
  await send(warm);
  const fresh = await send(csv);
  const again = await send(csv);
  const xlsx = join(folder, "workbook.xlsx");
  await generateList(xlsx, { rows: 6_000, seed: 2, dirtyShare: 0, format: "xlsx" });
  const workbook = await send(xlsx);
  const perSecond = (sent: Sent): number => Math.round((sent.counts?.total ?? 0) / sent.seconds);

  console.table({
    [`${ROWS} new rows, rows/s`]: { measured: perSecond(fresh), asked: "≥ 10000" },
    [`${ROWS} new rows, times the floor`]: { measured: ratio(fresh.seconds, floor), asked: "≤ 40" },
    "the same file again, rows/s": { measured: perSecond(again), asked: "≥ 30000" },
    "the same file again, rows that changed": { measured: written(again), asked: 0 },
    "workbook of 6000 rows, s": { measured: round(workbook.seconds), asked: "≤ 4" },
    "floor: bare COPY of the same rows, s": { measured: round(floor) },
  });
  console.log(JSON.stringify({ fresh: fresh.counts, again: again.counts, workbook: workbook.counts }));
}

function written({ counts }: Sent): number {
  return (counts?.new ?? NaN) + (counts?.changed ?? NaN) + (counts?.withdrawn ?? NaN);
}

async function measureMemory(platform: RunningPlatform, send: Send, folder: string): Promise<void> {
  const csv = join(folder, "large.csv");
  await generateList(csv, { rows: 320_000, seed: 3, dirtyShare: 0, format: "csv" });
  const xlsx = join(folder, "large.xlsx");
  await generateList(xlsx, { rows: 80_000, seed: 4, dirtyShare: 0, format: "xlsx" });
  const table: Record<string, object> = {};
  for (const [name, path] of Object.entries({ CSV: csv, XLSX: xlsx })) {
    const { sent, extra } = await withPeak(platform.pid, () => send(path));
    table[`${name} of ${round(statSync(path).size / MB)} MB`] = {
      rows: sent.counts?.total ?? sent.code,
      seconds: round(sent.seconds),
      "extra memory, MB": extra,
      asked: "< 150",
    };
  }
  console.table(table);
}

async function measureHostile(platform: RunningPlatform, send: Send, folder: string): Promise<void> {
  const table: Record<string, object> = {};
  for await (const { name, path } of hostileFiles(folder)) {
    const { sent, extra } = await withPeak(platform.pid, () => send(path));
    table[name] = {
      answer: `${sent.status} ${sent.code ?? ""}`,
      "seconds (asked < 1)": round(sent.seconds),
      "extra memory, MB (asked < 50)": extra,
    };
    rmSync(path);
  }
  console.table(table);
}

/** What the gateway and the subgraph need beyond what they had before, at the peak; MB of PSS. */
async function withPeak(pid: number, work: () => Promise<Sent>): Promise<{ sent: Sent; extra: number }> {
  const processes = ["gateway/dist", "resources/dist"].map((text) => processWith(pid, text) ?? 0);
  const memory = (): number => processes.reduce((sum, process) => sum + pssOf(process), 0) / 1024;
  const before = memory();
  let peak = before;
  const sampling = setInterval(() => (peak = Math.max(peak, memory())), 50);
  const sent = await work();
  clearInterval(sampling);
  return { sent, extra: Math.round(peak - before) };
}

/** By hand, because fetch does not read an answer that comes before it has sent everything. */
function upload(url: string, token: string, path: string): Promise<Sent> {
  const query = new URLSearchParams({ unit: UNIT, filename: path.split("/").at(-1) ?? "" });
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const sending = request(`${url}/lists/resources?${query.toString()}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/octet-stream",
        "content-length": statSync(path).size,
      },
    });
    sending.once("response", (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.once("end", () => {
        const seconds = (performance.now() - start) / 1000;
        const report = JSON.parse(Buffer.concat(chunks).toString()) as Report;
        const { code = null, counts = null } = report;
        resolve({ status: answer.statusCode ?? 0, seconds, code, counts });
      });
    });
    sending.on("error", (error) => {
      // The answer, if there is one, is on its way.
      setTimeout(reject, 1_000, error);
    });
    createReadStream(path, { highWaterMark: 256 * 1024 }).pipe(sending);
  });
}

interface Report {
  readonly code?: string | null;
  readonly counts?: Readonly<Record<string, number>>;
}

/** Seconds of a bare COPY, the best of three. */
async function copySeconds(adminUrl: string, path: string): Promise<number> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  const columns = HEADINGS.map((_heading, i) => `c${i} text`).join(", ");
  let best = Infinity;
  for (let i = 0; i < 3; i++) {
    await client.query(`drop table if exists floor; create table floor (${columns})`);
    const start = performance.now();
    const copy = client.query(copyFrom("copy floor from stdin with (format csv, header true)"));
    await pipeline(createReadStream(path, { highWaterMark: 256 * 1024 }), copy);
    best = Math.min(best, (performance.now() - start) / 1000);
  }
  await client.query("drop table floor");
  await client.end();
  return best;
}

function ratio(seconds: number, floor: number): number {
  return Math.round((seconds / floor) * 10) / 10;
}

function round(number: number): number {
  return Math.round(number * 100) / 100;
}

void main();
