import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SUBGRAPHS } from "@gongjian/shared/contracts/lists";
import { databaseName } from "@gongjian/shared/database/provision/database-names";
import { Client, escapeIdentifier, escapeLiteral } from "pg";
import { PROJECT_FOLDER } from "../options.ts";
import { databasePrefix } from "./database-prefix.ts";
import type { ProvisionSettings } from "./platform-specs.ts";

/** Identity of the build that runs, or `null` where nobody kept it: then nothing is skipped. */
export function buildId(): string | null {
  const stamp = join(PROJECT_FOLDER, "launcher", "dist", ".built");
  return existsSync(stamp) ? readFileSync(stamp, "utf8") : null;
}

/**
 * Setting up the databases again costs a later start about a second. The mark says what they were set up
 * with: a build and its passwords. It is a comment on each database, so that it goes with them.
 */
function markOf({ secrets }: ProvisionSettings, build: string): string {
  const digest = createHash("sha256").update(build + JSON.stringify(secrets.rolePasswords));
  return `gongjian ${digest.digest("hex")}`;
}

/** Whether every database was set up by that build. */
export async function isProvisioned(settings: ProvisionSettings, build: string | null): Promise<boolean> {
  if (build === null) return false;
  return withAdmin(settings, async (admin) => {
    const { rowCount } = await admin.query(
      `select from pg_database
       where datname = any($1) and shobj_description(oid, 'pg_database') = $2`,
      [namesFor(settings), markOf(settings, build)],
    );
    return rowCount === SUBGRAPHS.length;
  });
}

/** Remembers that every database was set up by that build. */
export async function markProvisioned(settings: ProvisionSettings, build: string | null): Promise<void> {
  if (build === null) return;
  const mark = escapeLiteral(markOf(settings, build));
  await withAdmin(settings, async (admin) => {
    for (const name of namesFor(settings)) {
      await admin.query(`comment on database ${escapeIdentifier(name)} is ${mark}`);
    }
  });
}

function namesFor({ env }: ProvisionSettings): string[] {
  return SUBGRAPHS.map((subgraph) => databaseName(databasePrefix(env), subgraph));
}

async function withAdmin<Result>(
  { adminUrl }: ProvisionSettings,
  work: (admin: Client) => Promise<Result>,
): Promise<Result> {
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  return work(admin).finally(() => admin.end());
}
