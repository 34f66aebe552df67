import { Client } from "pg";

test("a test run has a PostgreSQL of its own that may create databases", async () => {
  const admin = new Client({ connectionString: process.env.GONGJIAN_TEST_ADMIN_URL });
  await admin.connect();
  try {
    const { rows } = await admin.query<{ version: number; encoding: string }>(
      `select current_setting('server_version_num')::int as version,
              current_setting('server_encoding') as encoding`,
    );
    expect(rows[0]?.version).toBeGreaterThanOrEqual(150_000);
    expect(rows[0]?.encoding).toBe("UTF8");
    await admin.query("create database launcher_probe");
    await admin.query("drop database launcher_probe");
  } finally {
    await admin.end();
  }
});
