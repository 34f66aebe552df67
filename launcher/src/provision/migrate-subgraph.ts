import { type SubgraphName } from "@gongjian/shared/contracts/lists";
import { installJobs } from "@gongjian/shared/events/install-jobs";
import { type SubgraphDataSource } from "@gongjian/shared/database/open-database";
import { DataSource } from "typeorm";
import { roleName, roleUrl } from "./database-names.ts";
import { type DatabaseRequest } from "./provision-database.ts";

// Only the tables and migrations of a subgraph are read here, none of its other code.
const dataSourceOf: Record<SubgraphName, () => Promise<{ dataSourceOptions: SubgraphDataSource }>> = {
  organisations: () => import("@gongjian/organisations/data-source"),
  resources: () => import("@gongjian/resources/data-source"),
  volunteers: () => import("@gongjian/volunteers/data-source"),
  merchants: () => import("@gongjian/merchants/data-source"),
};

/** Runs a subgraph's migrations as its owner, then installs the queue as its jobs role. */
export async function migrateSubgraph({
  adminUrl,
  prefix,
  subgraph,
  passwords,
}: DatabaseRequest): Promise<void> {
  const urlOf = (name: "owner" | "jobs"): string =>
    withAppRole(
      roleUrl(adminUrl, prefix, subgraph, { name, password: passwords[name] }),
      roleName(prefix, subgraph, "app"),
    );
  const { dataSourceOptions } = await dataSourceOf[subgraph]();
  const db = await new DataSource({ ...dataSourceOptions, url: urlOf("owner"), poolSize: 1 }).initialize();
  try {
    await db.runMigrations();
  } finally {
    await db.destroy();
  }
  await installJobs(urlOf("jobs"));
}

// Migrations that grant name the app's role by this setting. It travels with the connection, because
// keeping it in the database (`alter database … set`) takes a superuser.
function withAppRole(url: string, appRole: string): string {
  const parsed = new URL(url);
  parsed.searchParams.set("options", `-c gongjian.app_role=${appRole}`);
  return parsed.href;
}
