import { LOCK, openDataFolder } from "./data-folder.ts";
import { lockFolder } from "./folder-lock.ts";
import { readStartOptions, START_USAGE } from "./options.ts";
import { openAdminUrl } from "./running/database.ts";
import { openLogSink } from "./running/log-sink.ts";
import { provisionSpec } from "./running/platform-specs.ts";
import { Shutdown } from "./running/shutdown.ts";
import { runToEnd } from "./running/node-process.ts";
import { openSecrets } from "./secrets.ts";
import { tellError } from "./tell-error.ts";

/** `npm run migrate`: makes and migrates the databases without starting the platform. */
async function migrate(shutdown: Shutdown): Promise<number> {
  const options = readStartOptions(process.argv.slice(2), process.env);
  if (options.help) {
    console.log(START_USAGE);
    return 0;
  }
  openDataFolder(options.data);
  const lock = lockFolder(options.data, LOCK);
  await shutdown.add({
    stop: () => {
      lock.release();
    },
  });
  const secrets = openSecrets(options.data);
  const sink = await openLogSink(process.stdout);
  const adminUrl = await openAdminUrl(options, secrets, {
    shutdown,
    sink,
    giveUp: () => void shutdown.begin(),
  });
  return runToEnd(provisionSpec({ adminUrl, secrets, env: process.env }), sink, shutdown.signal);
}

const shutdown = new Shutdown();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void shutdown.begin());
migrate(shutdown)
  .catch((error: unknown) => {
    if (!shutdown.hasBegun) tellError(error);
    return 1;
  })
  .then(async (code) => {
    await shutdown.begin();
    process.exit(code);
  })
  .catch(tellError);
