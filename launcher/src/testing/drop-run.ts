import { Client, escapeIdentifier } from "pg";

/** Removes the databases and roles that a run of the tests made on a server that is not its own. */
export async function dropRun(adminUrl: string, prefix: string): Promise<void> {
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    for (const name of await namesOf(admin, "datname", "pg_database", prefix)) {
      const database = escapeIdentifier(name);
      await admin.query(`alter database ${database} is_template false`);
      await admin.query(`drop database ${database} with (force)`);
    }
    for (const name of await namesOf(admin, "rolname", "pg_roles", prefix)) {
      await admin.query(`drop role ${escapeIdentifier(name)}`);
    }
  } finally {
    await admin.end();
  }
}

async function namesOf(admin: Client, column: string, catalogue: string, prefix: string): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    `select ${column} as name from ${catalogue} where starts_with(${column}, $1) order by 1`,
    [prefix],
  );
  return rows.map(({ name }) => name);
}
