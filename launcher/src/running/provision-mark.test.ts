import { randomBytes } from "node:crypto";
import { SUBGRAPHS } from "@gongjian/shared/contracts/lists";
import { Client } from "pg";
import type { Secrets } from "../secrets.ts";
import { isProvisioned, markProvisioned } from "./provision-mark.ts";

const adminUrl = process.env.GONGJIAN_TEST_ADMIN_URL ?? "";
const prefix = `m${randomBytes(6).toString("hex")}`;
const settings = {
  adminUrl,
  env: { GONGJIAN_DATABASE_PREFIX: prefix },
  secrets: { rolePasswords: { resources_app: "a" } } as unknown as Secrets,
};

async function run(sql: (database: string) => string): Promise<void> {
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  for (const name of SUBGRAPHS) await admin.query(sql(`${prefix}_${name}`));
  await admin.end();
}

beforeAll(() => run((database) => `create database ${database}`));
afterAll(() => run((database) => `drop database if exists ${database}`));

test("databases are set up again for a new build, for new passwords, and when one of them was lost", async () => {
  expect(await isProvisioned(settings, "build 1")).toBe(false);
  await markProvisioned(settings, "build 1");
  expect(await isProvisioned(settings, "build 1")).toBe(true);

  expect(await isProvisioned(settings, "build 2")).toBe(false);
  expect(await isProvisioned(settings, null)).toBe(false);
  const secrets = { rolePasswords: { resources_app: "b" } } as unknown as Secrets;
  expect(await isProvisioned({ ...settings, secrets }, "build 1")).toBe(false);

  await run((database) => (database.endsWith("merchants") ? `drop database ${database}` : "select 1"));
  expect(await isProvisioned(settings, "build 1")).toBe(false);
});
