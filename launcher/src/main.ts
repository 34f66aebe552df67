import { LauncherError } from "./launcher-error.ts";
import { readStartOptions, START_USAGE } from "./options.ts";
import { Shutdown } from "./running/shutdown.ts";
import { start } from "./start.ts";
import { tellError } from "./tell-error.ts";

// npm passes a Ctrl-C on that the terminal has already sent to all: that is not a second one.
const SAME_SIGNAL_MS = 1_000;
const NPM_WATCH_MS = 250;

/** `npm start`: runs the whole platform until it is told to stop. */
async function main(): Promise<void> {
  const options = readStartOptions(process.argv.slice(2), process.env);
  if (options.help) {
    console.log(START_USAGE);
    return;
  }
  const shutdown = new Shutdown();
  stopOnSignals(shutdown);
  try {
    await start(options, {
      env: process.env,
      shutdown,
      giveUp: (name) => {
        void fail(shutdown, tooManyCrashes(name));
      },
    });
  } catch (error) {
    if (!shutdown.hasBegun) await fail(shutdown, error);
  }
}

function stopOnSignals(shutdown: Shutdown): void {
  let first = 0;
  const onSignal = (): void => {
    if (shutdown.hasBegun) {
      if (Date.now() - first < SAME_SIGNAL_MS) return;
      shutdown.killAll();
      process.exit(1);
    }
    first = Date.now();
    console.log("\n正在停止。Stopping.");
    void shutdown.begin().then(() => process.exit(process.exitCode ?? 0));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
  watchNpm(onSignal);
}

// Told to stop, npm ends without telling what it started: the platform then has a new parent, and stops.
function watchNpm(onGone: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const npm = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(watch);
    onGone();
  }, NPM_WATCH_MS);
  watch.unref();
}

async function fail(shutdown: Shutdown, error: unknown): Promise<void> {
  tellError(error);
  process.exitCode = 1;
  await shutdown.begin();
  process.exit(1);
}

function tooManyCrashes(name: string): LauncherError {
  return new LauncherError(
    `${name} 一分钟内多次异常退出，平台停止运行，原因见上面的日志。`,
    `${name} was lost too often within a minute; everything is stopped. See the log above.`,
  );
}

main().catch((error: unknown) => {
  tellError(error);
  process.exitCode = 1;
});
