import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  startEmbeddedServer,
  type EmbeddedServer,
} from "../../launcher/src/embedded-postgres/embedded-server.ts";

/** A PostgreSQL of its own and a folder for everything else; both are gone when the work is done. */
export async function withServer(
  work: (server: EmbeddedServer, folder: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "gongjian-bench-"));
  // Started by root, the database runs as a system user that has to pass through.
  chmodSync(folder, 0o711);
  const database = mkdtempSync(join(folder, "database-"));
  chmodSync(database, 0o711);
  const password = randomBytes(24).toString("base64url");
  const server = await startEmbeddedServer({ folder: database, password, maxConnections: 100 });
  try {
    await work(server, folder);
  } finally {
    await server.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}
