import { escapeIdentifier, escapeLiteral, type Client } from "pg";

export interface RoleLogin {
  readonly name: string;
  readonly password: string;
}

/**
 * The three roles of a subgraph's database: `owner` runs migrations and owns the tables, `app` reads and
 * writes rows and owns nothing, `jobs` owns the job queue.
 */
export interface SubgraphRoles {
  readonly owner: RoleLogin;
  readonly app: RoleLogin;
  readonly jobs: RoleLogin;
}

/** Creates the roles or sets their passwords anew. The caller is a superuser or has CREATEROLE and CREATEDB. */
export async function createRoles(admin: Client, roles: SubgraphRoles): Promise<void> {
  for (const { name, password } of [roles.owner, roles.app, roles.jobs]) {
    const role = escapeIdentifier(name);
    const known = await admin.query("select from pg_roles where rolname = $1", [name]);
    const verb = known.rowCount === 0 ? "create" : "alter";
    await admin.query(`${verb} role ${role} login nosuperuser nocreatedb nocreaterole
      password ${escapeLiteral(password)}`);
  }
  // Since PostgreSQL 16 a CREATEROLE admin must be a member of a role to give it a database.
  const admins = await admin.query<{ rolsuper: boolean }>(
    "select rolsuper from pg_roles where rolname = current_user",
  );
  if (!admins.rows[0]?.rolsuper)
    await admin.query(`grant ${escapeIdentifier(roles.owner.name)} to current_user`);
}

/** Creates the database where it is missing, as a copy of `template` if given, and lets only its roles in. */
export async function createDatabase(
  admin: Client,
  database: string,
  roles: SubgraphRoles,
  template = "template0",
): Promise<void> {
  const name = escapeIdentifier(database);
  const { owner, app, jobs } = mapNames(roles);
  const known = await admin.query("select from pg_database where datname = $1", [database]);
  if (known.rowCount === 0) {
    await admin.query(`create database ${name} owner ${owner} template ${escapeIdentifier(template)}`);
  }
  await admin.query(`
    revoke all on database ${name} from public;
    grant connect, temporary on database ${name} to ${app};
    grant connect, create, temporary on database ${name} to ${jobs};
  `);
  await admin.query(`alter database ${name} set gongjian.app_role = ${escapeLiteral(roles.app.name)}`);
}

/** What the app's role may do with tables that migrations create from now on. Run as the owner. */
export async function grantDefaults(owner: Client, roles: SubgraphRoles): Promise<void> {
  const app = escapeIdentifier(roles.app.name);
  await owner.query(`
    revoke create on schema public from public;
    grant usage on schema public to ${app};
    alter default privileges in schema public grant select, insert, update, delete on tables to ${app};
    alter default privileges in schema public grant usage, select on sequences to ${app};
  `);
}

/** The address of a database for one of its roles, on the admin's server. */
export function urlFor(adminUrl: string, database: string, login: RoleLogin): string {
  const url = new URL(adminUrl);
  url.pathname = `/${encodeURIComponent(database)}`;
  url.username = encodeURIComponent(login.name);
  url.password = encodeURIComponent(login.password);
  return url.href;
}

function mapNames({ owner, app, jobs }: SubgraphRoles): Record<"owner" | "app" | "jobs", string> {
  return {
    owner: escapeIdentifier(owner.name),
    app: escapeIdentifier(app.name),
    jobs: escapeIdentifier(jobs.name),
  };
}
