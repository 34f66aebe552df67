import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Client } from "pg";
import { identityOf } from "../process-identity.ts";
import { temporaryFolders } from "../testing/temporary-folder.ts";
import { type EmbeddedServer, startEmbeddedServer } from "./embedded-server.ts";

const PASSWORD = "only for this test";
const folders = temporaryFolders();
const isLinux = process.platform === "linux";
const running: EmbeddedServer[] = [];
const launchers: ChildProcess[] = [];

afterEach(async () => {
  for (const launcher of launchers.splice(0)) launcher.kill("SIGKILL");
  for (const server of running.splice(0).reverse()) await server.remove();
});
afterAll(() => {
  folders.removeAll();
});

async function startIn(folder: string, { durable = false } = {}): Promise<EmbeddedServer> {
  const server = await startEmbeddedServer({ folder, password: PASSWORD, durable });
  running.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function postmasterPid(folder: string): number {
  return Number(readFileSync(join(folder, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
}

/** A launcher in a process of its own, which can be killed. */
async function startLauncher(folder: string): Promise<{ launcher: ChildProcess; url: string }> {
  const script = join(__dirname, "..", "testing", "hold-server.ts");
  const launcher = spawn(
    process.execPath,
    ["--conditions=development", "--import", "tsx", script, folder, PASSWORD],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  launchers.push(launcher);
  const [url] = (await once(createInterface({ input: launcher.stdout }), "line")) as [string];
  return { launcher, url };
}

async function killHard(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

async function eventually(check: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!check() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(check()).toBe(true);
}

test("a second start finds what the first one stored", async () => {
  const folder = folders.make();
  const first = await startIn(folder);
  await query(first.adminUrl, "create table kept as select 1 as value");
  await first.stop();
  expect(existsSync(join(folder, "postgres", "postmaster.pid"))).toBe(false);

  const second = await startIn(folder);
  expect(await query(second.adminUrl, "select value from kept")).toEqual([{ value: 1 }]);
});

test("the server listens on loopback only, with a password, in UTF-8 and without a locale", async () => {
  const { adminUrl, port } = await startIn(folders.make());
  const [settings] = await query(
    adminUrl,
    `select current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets,
            current_setting('server_encoding') as encoding, datcollate as locale
     from pg_database where datname = 'postgres'`,
  );
  expect(settings).toEqual({ addresses: "127.0.0.1", sockets: "", encoding: "UTF8", locale: "C" });
  await expect(query(`postgres://postgres:wrong@127.0.0.1:${port}/postgres`, "select 1")).rejects.toThrow(
    "password authentication failed",
  );
});

test("a server that was killed has every write that it had confirmed", async () => {
  const folder = folders.make();
  const first = await startIn(folder, { durable: true });
  const [settings] = await query(
    first.adminUrl,
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit,
            current_setting('full_page_writes') as full_page_writes`,
  );
  expect(settings).toEqual({ fsync: "on", synchronous_commit: "on", full_page_writes: "on" });
  await query(first.adminUrl, "create table kept as select 1 as value");
  process.kill(postmasterPid(folder), "SIGKILL");
  await first.exited();
  await first.stop();

  const second = await startIn(folder);
  expect(await query(second.adminUrl, "select value from kept")).toEqual([{ value: 1 }]);
});

test("a server that was killed comes back on the same port while the launcher runs", async () => {
  const folder = folders.make();
  const server = await startIn(folder);
  process.kill(postmasterPid(folder), "SIGKILL");
  await server.exited();
  await server.restart();
  expect(await query(server.adminUrl, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("a killed launcher takes its server with it", async () => {
  const folder = folders.make();
  const { launcher } = await startLauncher(folder);
  const pid = postmasterPid(folder);
  await killHard(launcher);
  await eventually(() => identityOf(pid) === null);
});

// The children of a process are listed by Linux alone.
(isLinux ? test : test.skip)(
  "a server left behind by a killed launcher is stopped and started anew",
  async () => {
    const folder = folders.make();
    const { launcher, url } = await startLauncher(folder);
    await query(url, "create table kept as select 1 as value");
    const orphan = postmasterPid(folder);
    const launcherPid = String(launcher.pid);
    const children = readFileSync(`/proc/${launcherPid}/task/${launcherPid}/children`, "utf8")
      .trim()
      .split(" ");
    const guard = children
      .map(Number)
      .find((pid) => readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "sh");
    if (guard === undefined) throw new Error("no guard");
    process.kill(guard, "SIGKILL");
    await killHard(launcher);
    expect(identityOf(orphan)).not.toBeNull();

    const server = await startIn(folder);
    expect(identityOf(orphan)).toBeNull();
    expect(await query(server.adminUrl, "select value from kept")).toEqual([{ value: 1 }]);
  },
);

test("two servers in one data folder are refused in Chinese and English, and the first goes on", async () => {
  const folder = folders.make();
  const first = await startIn(folder);
  await expect(startIn(folder)).rejects.toThrow(/数据目录正被另一个进程使用[^]*The data folder is in use/);
  expect(await query(first.adminUrl, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("a cut-off creation of the cluster is done again", async () => {
  const folder = folders.make();
  mkdirSync(join(folder, "postgres.new.1", "base"), { recursive: true });
  writeFileSync(join(folder, "postgres.new.1", "PG_VERSION"), "18\n");
  const server = await startIn(folder);
  expect(await query(server.adminUrl, "select 1 as one")).toEqual([{ one: 1 }]);
  expect(existsSync(join(folder, "postgres.new.1"))).toBe(false);
});

test("a start that is called off while it creates the cluster leaves nothing running", async () => {
  const folder = folders.make();
  const calledOff = new AbortController();
  const starting = startEmbeddedServer({
    folder,
    password: PASSWORD,
    durable: false,
    signal: calledOff.signal,
  });
  setTimeout(() => {
    calledOff.abort();
  }, 100);
  await expect(starting).rejects.toThrow("initdb ended with");
  const server = await startIn(folder);
  expect(await query(server.adminUrl, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("a pid file whose number was given to another process does not stop the start", async () => {
  const folder = folders.make();
  const first = await startIn(folder);
  await first.stop();
  writeFileSync(join(folder, "postgres", "postmaster.pid"), `${process.pid}\n${folder}/postgres\n1\n`);
  const second = await startIn(folder);
  expect(await query(second.adminUrl, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("a restart waits for a port that another program has taken meanwhile", async () => {
  const folder = folders.make();
  const server = await startIn(folder);
  process.kill(postmasterPid(folder), "SIGKILL");
  await server.exited();
  const other = createServer().listen(server.port, "127.0.0.1");
  await once(other, "listening");
  const freed = new Promise<void>((resolve) => {
    setTimeout(
      () =>
        other.close(() => {
          resolve();
        }),
      600,
    );
  });
  await server.restart();
  await freed;
  expect(await query(server.adminUrl, "select 1 as one")).toEqual([{ one: 1 }]);
});

const isRoot = process.getuid?.() === 0;
(isRoot ? test : test.skip)(
  "root's server runs as a system user, also below a folder closed to others",
  async () => {
    const folder = join(folders.make(0o700), "data");
    const first = await startIn(folder);
    const { folder: placed } = JSON.parse(readFileSync(join(folder, "postgres-location.json"), "utf8")) as {
      folder: string;
    };
    expect(statSync(join(placed, "postgres")).uid).not.toBe(0);
    await query(first.adminUrl, "create table kept as select 1 as value");
    await first.stop();

    const second = await startIn(folder);
    expect(await query(second.adminUrl, "select value from kept")).toEqual([{ value: 1 }]);
    await second.remove();
    expect(existsSync(placed)).toBe(false);
  },
);
