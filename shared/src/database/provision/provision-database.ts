import { Client, escapeIdentifier, escapeLiteral } from "pg";
import type { SubgraphName } from "../../contracts/lists.ts";
import { databaseName, type DatabaseRole, databaseUrl, roleName } from "./database-names.ts";

export interface DatabaseRequest {
  readonly adminUrl: string;
  readonly prefix: string;
  readonly subgraph: SubgraphName;
  readonly passwords: Readonly<Record<DatabaseRole, string>>;
}

/**
 * Makes one subgraph's database and its three roles, or brings them to what they should be: `owner` for
 * migrations, `app` which reads and writes rows and owns nothing, `jobs` for the queue. The admin needs
 * CREATEDB and CREATEROLE and no more.
 */
export async function provisionDatabase(request: DatabaseRequest): Promise<void> {
  const { adminUrl, prefix, subgraph } = request;
  const database = databaseName(prefix, subgraph);
  await withClient(adminUrl, async (admin) => {
    // Held until the connection ends: two set-ups of the same databases take turns.
    await admin.query("select pg_advisory_lock(hashtextextended($1, 0))", [`provision ${database}`]);
    await createRoles(admin, request);
    await createDatabase(admin, request);
    await withClient(databaseUrl(adminUrl, database), (client) => grantInside(client, request));
  });
}

async function createRoles(admin: Client, { prefix, subgraph, passwords }: DatabaseRequest): Promise<void> {
  for (const role of ["owner", "app", "jobs"] as const) {
    const name = roleName(prefix, subgraph, role);
    const { rowCount } = await admin.query("select from pg_roles where rolname = $1", [name]);
    const verb = rowCount === 0 ? "create" : "alter";
    await admin.query(
      `${verb} role ${escapeIdentifier(name)} login password ${escapeLiteral(passwords[role])}`,
    );
  }
}

async function createDatabase(admin: Client, request: DatabaseRequest): Promise<void> {
  const { prefix, subgraph } = request;
  const database = databaseName(prefix, subgraph);
  const names = roles(prefix, subgraph);
  // Since PostgreSQL 16 whoever creates a role may grant it but is no member, and only a member may hand
  // a database to it. A superuser needs neither.
  await admin.query(`
    do $$ begin
      if not (select rolsuper from pg_roles where rolname = current_user)
         and not pg_has_role(current_user, ${escapeLiteral(names.plain.owner)}, 'usage') then
        execute format('grant %I to %I', ${escapeLiteral(names.plain.owner)}, current_user);
      end if;
    end $$`);
  const { rowCount } = await admin.query("select from pg_database where datname = $1", [database]);
  if (rowCount === 0) {
    await admin.query(
      `create database ${escapeIdentifier(database)} owner ${names.owner} template template0 encoding 'UTF8' locale_provider libc locale 'C'`,
    );
  }
  await admit(admin, database, request);
}

/** Lets the roles of a subgraph into a database, and nobody else. A copy of a database needs it anew. */
export async function admit(
  admin: Client,
  database: string,
  { prefix, subgraph }: Pick<DatabaseRequest, "prefix" | "subgraph">,
): Promise<void> {
  const { app, jobs } = roles(prefix, subgraph);
  await admin.query(`
    revoke all on database ${escapeIdentifier(database)} from public;
    grant connect, temporary on database ${escapeIdentifier(database)} to ${app};
    grant connect, create on database ${escapeIdentifier(database)} to ${jobs}`);
}

// As the owner: default privileges are those of the role that creates the tables.
async function grantInside(client: Client, { prefix, subgraph }: DatabaseRequest): Promise<void> {
  const { owner, app } = roles(prefix, subgraph);
  await client.query(`
    set role ${owner};
    revoke all on schema public from public;
    grant usage on schema public to ${app};
    alter default privileges in schema public grant select, insert, update, delete on tables to ${app};
    alter default privileges in schema public grant usage on sequences to ${app}`);
}

function roles(
  prefix: string,
  subgraph: SubgraphName,
): Record<DatabaseRole, string> & { plain: { owner: string } } {
  const name = (role: DatabaseRole): string => escapeIdentifier(roleName(prefix, subgraph, role));
  return {
    owner: name("owner"),
    app: name("app"),
    jobs: name("jobs"),
    plain: { owner: roleName(prefix, subgraph, "owner") },
  };
}

async function withClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
