import { randomUUID } from "node:crypto";
import { Client } from "pg";
import type { DataSource } from "typeorm";
import type { SubgraphName } from "../contracts/lists.ts";
import { openDatabase, type SubgraphDataSource } from "../database/open-database.ts";
import { databaseName, roleUrl, type DatabaseRole } from "../database/provision/database-names.ts";
import { migrateDatabase, namingAppRole } from "../database/provision/migrate-database.ts";
import { admit, provisionDatabase, type DatabaseRequest } from "../database/provision/provision-database.ts";
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
const RUN = `gjt${process.env.GONGJIAN_TEST_RUN ?? "0"}`;

/** Clones a template that is migrated once per run, so that a test file starts in about 0.1 s. */
export async function createTestDatabase(
  subgraph: SubgraphName,
  dataSource: SubgraphDataSource,
): Promise<TestDatabase> {
  const request = requestFor(subgraph, dataSource);
  const name = `${RUN}_${randomUUID().replaceAll("-", "")}`;
  await asAdmin(async (admin) => {
    const template = databaseName(request.prefix, subgraph);
    await admin.query("select pg_advisory_lock(hashtext($1))", [template]);
    await ensureTemplate(admin, template, request, dataSource);
    await admin.query(`create database "${name}" template "${template}" owner "${template}_owner"`);
    await admit(admin, name, request);
  });

  const urlOf = (role: DatabaseRole): string => {
    const login = { name: role, password: request.passwords[role] };
    const url = new URL(roleUrl(request.adminUrl, request.prefix, subgraph, login));
    url.pathname = `/${name}`;
    return url.href;
  };
  const [app, owner] = await Promise.all([
    openDatabase(dataSource, urlOf("app"), { poolSize: 10 }),
    openDatabase(dataSource, urlOf("owner"), {
      poolSize: 2,
      options: namingAppRole(request.prefix, subgraph),
    }),
  ]);
  const drop = async (): Promise<void> => {
    await Promise.all([app.destroy(), owner.destroy()]);
    await asAdmin((admin) => admin.query(`drop database "${name}" with (force)`));
  };
  return { app, owner, jobsUrl: urlOf("jobs"), drop };
}

async function ensureTemplate(
  admin: Client,
  template: string,
  request: DatabaseRequest,
  dataSource: SubgraphDataSource,
): Promise<void> {
  const known = await admin.query("select from pg_database where datname = $1 and datistemplate", [template]);
  if (known.rowCount !== 0) return;
  await provisionDatabase(request);
  await migrateDatabase(request, dataSource);
  await admin.query(`alter database "${template}" is_template true`);
}

/** Tests of the shared library bring tables of their own under a subgraph's name: the prefix tells them apart. */
function requestFor(subgraph: SubgraphName, { migrations }: SubgraphDataSource): DatabaseRequest {
  const names = Object.values(migrations ?? []).map((migration) =>
    typeof migration === "function" ? migration.name : migration,
  );
  return {
    adminUrl: adminUrl(),
    prefix: `${RUN}_${sha256(names.join()).slice(0, 8)}`,
    subgraph,
    passwords: { owner: RUN, app: RUN, jobs: RUN },
  };
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
