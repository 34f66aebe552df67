import { join } from "node:path";
import type { EmbeddedServer } from "../../launcher/src/embedded-postgres/embedded-server.ts";
import { runPlatform, type RunningPlatform } from "./run-platform.ts";
import { withServer } from "./with-server.ts";

/** The platform with the sample city on a PostgreSQL of its own. */
export interface PlatformAtWork {
  readonly platform: RunningPlatform;
  readonly server: EmbeddedServer;
  /** For the files of the work; it is gone with the platform. */
  readonly folder: string;
}

/** Runs the platform for as long as the work takes, then stops it and removes all it left. */
export async function withPlatform(
  port: number,
  work: (running: PlatformAtWork) => Promise<void>,
): Promise<void> {
  await withServer(async (server, folder) => {
    const platform = await runPlatform({ folder: join(folder, "data"), port, databaseUrl: server.adminUrl });
    try {
      await work({ platform, server, folder });
    } finally {
      await platform.stop();
    }
  });
}
