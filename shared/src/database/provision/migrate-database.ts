import type { SubgraphName } from "../../contracts/lists.ts";
import { installJobs } from "../../events/install-jobs.ts";
import { openDatabase, type SubgraphDataSource } from "../open-database.ts";
import { roleName, roleUrl } from "./database-names.ts";
import type { DatabaseRequest } from "./provision-database.ts";

/** Runs a subgraph's migrations as its owner, then installs the queue as its jobs role. */
export async function migrateDatabase(
  { adminUrl, prefix, subgraph, passwords }: DatabaseRequest,
  dataSource: SubgraphDataSource,
): Promise<void> {
  const options = namingAppRole(prefix, subgraph);
  const urlOf = (name: "owner" | "jobs"): string =>
    roleUrl(adminUrl, prefix, subgraph, { name, password: passwords[name] });

  const db = await openDatabase(dataSource, urlOf("owner"), { poolSize: 1, options });
  await db.runMigrations().finally(() => db.destroy());

  const jobsUrl = new URL(urlOf("jobs"));
  jobsUrl.searchParams.set("options", options);
  await installJobs(jobsUrl.href);
}

/**
 * The connection option by which migrations know whom to grant. It travels with the connection, because
 * keeping it in the database (`alter database … set`) takes a superuser.
 */
export function namingAppRole(prefix: string, subgraph: SubgraphName): string {
  return `-c gongjian.app_role=${roleName(prefix, subgraph, "app")}`;
}
