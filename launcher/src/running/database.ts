import { setTimeout as sleep } from "node:timers/promises";
import { type EmbeddedServer, startEmbeddedServer } from "../embedded-postgres/embedded-server.ts";
import { type Secrets } from "../secrets.ts";
import { CrashBudget } from "@gongjian/shared/watchdog/crash-budget";
import { type LogSink } from "./log-sink.ts";
import { type Shutdown } from "./shutdown.ts";

// What a statement did wrong is told to whoever sent it; starting and stopping are no news.
const WORTH_TELLING = /\b(WARNING|FATAL|PANIC):|terminated by signal|was interrupted|not properly shut down/;

/** The URL of the admin of the PostgreSQL to use: the given one, or an embedded one that is started here. */
export async function openAdminUrl(
  { databaseUrl, data }: { databaseUrl: string | null; data: string },
  secrets: Secrets,
  parts: { shutdown: Shutdown; sink: LogSink; giveUp: (name: string) => void },
): Promise<string> {
  if (databaseUrl !== null) return databaseUrl;
  const { shutdown } = parts;
  const starting = startEmbeddedServer({
    folder: data,
    password: secrets.databasePassword,
    signal: shutdown.signal,
    log: (line) => {
      if (WORTH_TELLING.test(line)) parts.sink.warn("postgresql", line);
    },
  });
  const started = starting.catch(() => null);
  // Known to the shutdown from now on: stopping waits for a start that is under way.
  await shutdown.add({
    stop: async () => (await started)?.stop(),
    kill: () => void started.then((server) => server?.kill()),
  });
  const server = await starting;
  void keepRunning(server, parts);
  return server.adminUrl;
}

// A lost server comes back on the same port, where the pools of the subgraphs find it again.
async function keepRunning(
  server: EmbeddedServer,
  { shutdown, giveUp }: { shutdown: Shutdown; giveUp: (name: string) => void },
): Promise<void> {
  const budget = new CrashBudget();
  for (;;) {
    await server.exited();
    const delay = budget.spend();
    if (delay !== null) await sleep(delay);
    if (shutdown.signal.aborted) return;
    try {
      if (delay === null) throw new Error("postgresql was lost too often");
      await server.restart();
    } catch {
      giveUp("postgresql");
      return;
    }
  }
}
