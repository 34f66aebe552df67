import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedServer } from "../embedded-postgres/embedded-server.ts";
import { type FolderLock, isFolderLocked, lockFolder } from "../folder-lock.ts";
import { dropRun } from "./drop-run.ts";
import { keepTestServer } from "./test-server.ts";

const PREFIX = "gongjian-test-";
const LOCK = "run.lock";
const JUST_MADE_MS = 60_000;

/**
 * One server for the whole run: DATABASE_URL's, or an embedded one in a temporary folder.
 *
 * @public called by Jest
 */
export default async function globalSetup(): Promise<void> {
  // The databases and roles of a run carry its number.
  const run = String(process.pid);
  process.env.GONGJIAN_TEST_RUN = run;
  const { DATABASE_URL: given } = process.env;
  if (given !== undefined && given !== "") {
    process.env.GONGJIAN_TEST_ADMIN_URL = given;
    keepTestServer({ stop: () => dropRun(given, `gjt${run}_`) });
    return;
  }
  removeLeftovers();
  const { folder, lock } = temporaryFolder();
  const password = randomBytes(24).toString("base64url");
  const server = await startEmbeddedServer({ folder, password, durable: false, maxConnections: 200 });
  process.env.GONGJIAN_TEST_ADMIN_URL = server.adminUrl;
  keepTestServer({
    stop: async () => {
      await server.remove();
      lock.release();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

function temporaryFolder(): { folder: string; lock: FolderLock } {
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  // Started by root, the server runs as a system user, who has to pass through.
  chmodSync(folder, 0o711);
  return { folder, lock: lockFolder(folder, LOCK) };
}

// An interrupted run leaves its folder; its server went with it.
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    const made = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - made < JUST_MADE_MS || isFolderLocked(folder, LOCK)) continue;
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another user's.
    }
  }
}
