import "reflect-metadata";
import { randomBytes } from "node:crypto";
import { SUBGRAPHS, type SubgraphName } from "@gongjian/shared/contracts/lists";
import type { SubgraphDataSource } from "@gongjian/shared/database/open-database";
import type { DatabaseRole } from "@gongjian/shared/database/provision/database-names";
import { migrateDatabase } from "@gongjian/shared/database/provision/migrate-database";
import { provisionDatabase } from "@gongjian/shared/database/provision/provision-database";
import { databasePrefix } from "./running/database-prefix.ts";

// Only the tables and migrations of a subgraph are read here, none of its other code.
const dataSourceOf: Record<SubgraphName, () => Promise<{ dataSourceOptions: SubgraphDataSource }>> = {
  organisations: () => import("@gongjian/organisations/data-source"),
  resources: () => import("@gongjian/resources/data-source"),
  volunteers: () => import("@gongjian/volunteers/data-source"),
  merchants: () => import("@gongjian/merchants/data-source"),
};

/** Sets up all four databases: made, granted, migrated, with their queues. Repeating it changes nothing. */
export async function provision(env: NodeJS.ProcessEnv): Promise<void> {
  const adminUrl = env.DATABASE_URL;
  if (!adminUrl) throw new Error("DATABASE_URL is not set.");
  const passwords = JSON.parse(env.ROLE_PASSWORDS ?? "{}") as Record<string, string>;
  await Promise.all(
    SUBGRAPHS.map(async (subgraph) => {
      const request = {
        adminUrl,
        prefix: databasePrefix(env),
        subgraph,
        passwords: passwordsOf(subgraph, passwords),
      };
      await provisionDatabase(request);
      await migrateDatabase(request, (await dataSourceOf[subgraph]()).dataSourceOptions);
    }),
  );
}

function passwordsOf(
  subgraph: SubgraphName,
  passwords: Record<string, string>,
): Record<DatabaseRole, string> {
  const given = (role: DatabaseRole): string => {
    const password = passwords[`${subgraph}_${role}`];
    if (password === undefined || password === "") {
      throw new Error(`ROLE_PASSWORDS (a JSON object) lacks "${subgraph}_${role}".`);
    }
    return password;
  };
  return {
    app: given("app"),
    jobs: given("jobs"),
    // Nobody but this process signs in as the owner, so its password may change each time.
    owner: passwords[`${subgraph}_owner`] ?? randomBytes(24).toString("base64url"),
  };
}

// A process of its own: TypeORM and the migrations leave the memory when it ends.
if (require.main === module) {
  provision(process.env).then(
    () => process.exit(0),
    (error: unknown) => {
      console.error("数据库准备失败。Setting up the databases failed.", error);
      process.exit(1);
    },
  );
}
