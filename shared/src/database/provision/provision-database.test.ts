import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { databaseUrl, roleUrl } from "./database-names.ts";
import { type DatabaseRequest, provisionDatabase } from "./provision-database.ts";

const SUPER_URL = process.env.GONGJIAN_TEST_ADMIN_URL ?? "";
const PASSWORDS = { owner: "owner's", app: "app's", jobs: "jobs'" };

async function run(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** An admin with no more rights than a hosted PostgreSQL gives. */
async function modestAdmin(prefix: string): Promise<string> {
  await run(SUPER_URL, `create role ${prefix}_admin login createdb createrole password 'modest'`);
  const url = new URL(SUPER_URL);
  url.username = `${prefix}_admin`;
  url.password = "modest";
  return url.href;
}

async function dropAll(prefix: string): Promise<void> {
  await run(SUPER_URL, `drop database if exists ${prefix}_resources with (force)`);
  for (const role of ["resources_owner", "resources_app", "resources_jobs", "admin"]) {
    await run(SUPER_URL, `drop role if exists ${prefix}_${role}`);
  }
}

describe.each(["a superuser", "an admin who may only create databases and roles"])(
  "provisioned by %s",
  (who) => {
    const prefix = `t${randomBytes(6).toString("hex")}`;
    let request: DatabaseRequest;
    const urlOf = (name: "owner" | "app" | "jobs"): string =>
      roleUrl(request.adminUrl, prefix, "resources", { name, password: PASSWORDS[name] });

    beforeAll(async () => {
      const adminUrl = who === "a superuser" ? SUPER_URL : await modestAdmin(prefix);
      request = { adminUrl, prefix, subgraph: "resources", passwords: PASSWORDS };
      await provisionDatabase(request);
      await run(urlOf("owner"), "create table thing (id bigserial primary key, name text)");
    });
    afterAll(() => dropAll(prefix));

    test("the app writes rows of the owner's tables and owns nothing", async () => {
      expect(await run(urlOf("app"), "insert into thing (name) values ('a') returning name")).toEqual([
        { name: "a" },
      ]);
      await run(urlOf("app"), "create temporary table staging (id integer)");
      await expect(run(urlOf("app"), "create table own (id integer)")).rejects.toThrow("permission denied");
      await expect(run(urlOf("app"), "drop table thing")).rejects.toThrow("must be owner");
      await expect(run(urlOf("app"), "truncate thing")).rejects.toThrow("permission denied");
    });

    test("the jobs role makes schemas of its own and sees no tables of the owner", async () => {
      await run(urlOf("jobs"), "create schema jobs");
      await expect(run(urlOf("jobs"), "select * from public.thing")).rejects.toThrow("permission denied");
    });

    test("no other role may connect", async () => {
      const other = `${prefix}_other`;
      await run(SUPER_URL, `create role ${other} login password 'x'`);
      const url = new URL(databaseUrl(SUPER_URL, `${prefix}_resources`));
      url.username = other;
      url.password = "x";
      await expect(run(url.href, "select 1")).rejects.toThrow("permission denied for database");
      await run(SUPER_URL, `drop role ${other}`);
    });

    test("repeating it keeps the rows and sets new passwords", async () => {
      const passwords = { ...PASSWORDS, app: "another" };
      await Promise.all([
        provisionDatabase({ ...request, passwords }),
        provisionDatabase({ ...request, passwords }),
      ]);
      const url = roleUrl(request.adminUrl, prefix, "resources", { name: "app", password: "another" });
      expect(await run(url, "select name from thing")).toEqual([{ name: "a" }]);
    });
  },
);
