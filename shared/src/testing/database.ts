import { randomUUID } from "node:crypto";
import { Client } from "pg";
import type { DataSource } from "typeorm";
import type { SubgraphName } from "../contracts/lists.ts";
import { openDatabase, type SubgraphDataSource } from "../database/open-database.ts";
import {
  createDatabase,
  createRoles,
  grantDefaults,
  urlFor,
  type SubgraphRoles,
} from "../database/provision.ts";
import { installJobs } from "../events/install-jobs.ts";
import { sha256 } from "../signature.ts";

/** A migrated database of the calling test file's own, with the two roles that matter to a test. */
export interface TestDatabase {
  /** As the app's role: what the code under test uses. */
  readonly app: DataSource;
  /** As the owner, past row security: for arranging and for looking at what was written. */
  readonly owner: DataSource;
  readonly jobsUrl: string;
  drop(): Promise<void>;
}

/** Databases and roles of one run of the tests share a prefix. */
const RUN = `gjt${process.env.GONGJIAN_TEST_RUN ?? process.ppid}`;

/** Clones a template that is migrated once per run, so that a test file starts in about 0.1 s. */
export async function createTestDatabase(
  subgraph: SubgraphName,
  dataSource: SubgraphDataSource,
): Promise<TestDatabase> {
  const roles = rolesOf(subgraph);
  const template = templateName(subgraph, dataSource);
  const name = `${RUN}_${randomUUID().replaceAll("-", "")}`;
  await asAdmin(async (admin) => {
    await admin.query("select pg_advisory_lock(hashtext($1))", [template]);
    await ensureTemplate(admin, template, roles, dataSource);
    await createDatabase(admin, name, roles, template);
  });

  const [app, owner] = await Promise.all([
    openDatabase(dataSource, urlFor(adminUrl(), name, roles.app), { poolSize: 10 }),
    openDatabase(dataSource, urlFor(adminUrl(), name, roles.owner), { poolSize: 2 }),
  ]);
  const drop = async (): Promise<void> => {
    await Promise.all([app.destroy(), owner.destroy()]);
    await asAdmin((admin) => admin.query(`drop database "${name}" with (force)`));
  };
  return { app, owner, jobsUrl: urlFor(adminUrl(), name, roles.jobs), drop };
}

/** Tests of the shared library bring tables of their own under a subgraph's name. */
function templateName(subgraph: SubgraphName, { migrations }: SubgraphDataSource): string {
  const names = Object.values(migrations ?? []).map((migration) =>
    typeof migration === "function" ? migration.name : migration,
  );
  return `${RUN}_${subgraph}_${sha256(names.join()).slice(0, 8)}`;
}

async function ensureTemplate(
  admin: Client,
  template: string,
  roles: SubgraphRoles,
  dataSource: SubgraphDataSource,
): Promise<void> {
  const known = await admin.query("select from pg_database where datname = $1 and datistemplate", [template]);
  if (known.rowCount !== 0) return;

  await createRoles(admin, roles);
  await createDatabase(admin, template, roles);
  const ownerUrl = urlFor(adminUrl(), template, roles.owner);
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  await grantDefaults(owner, roles).finally(() => owner.end());

  const db = await openDatabase(dataSource, ownerUrl, { poolSize: 1 });
  await db.runMigrations().finally(() => db.destroy());
  await installJobs(urlFor(adminUrl(), template, roles.jobs));
  await admin.query(`alter database "${template}" is_template true`);
}

function rolesOf(subgraph: SubgraphName): SubgraphRoles {
  const login = (role: string): { name: string; password: string } => ({
    name: `${RUN}_${subgraph}_${role}`,
    password: RUN,
  });
  return { owner: login("owner"), app: login("app"), jobs: login("jobs") };
}

async function asAdmin<Result>(work: (admin: Client) => Promise<Result>): Promise<Result> {
  const admin = new Client({ connectionString: adminUrl() });
  await admin.connect();
  return work(admin).finally(() => admin.end());
}

function adminUrl(): string {
  const url = process.env.GONGJIAN_TEST_ADMIN_URL;
  if (url === undefined) throw new Error("The tests' PostgreSQL is not running: start tests with npm test.");
  return url;
}
