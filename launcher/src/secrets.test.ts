import { statSync } from "node:fs";
import { join } from "node:path";
import { parseSigningKeys } from "@gongjian/shared/signature";
import { developmentJwks, openSecrets, readSecrets } from "./secrets.ts";
import { temporaryFolders } from "./testing/temporary-folder.ts";

const folders = temporaryFolders();
afterAll(() => {
  folders.removeAll();
});

test("secrets are drawn once, and only their owner may read them", () => {
  const folder = folders.make();
  expect(readSecrets(folder)).toBeNull();
  const drawn = openSecrets(folder);
  expect(openSecrets(folder)).toEqual(drawn);
  expect(statSync(join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
});

test("every role has a password of its own, and two data folders share none", () => {
  const { rolePasswords } = openSecrets(folders.make());
  const others = openSecrets(folders.make()).rolePasswords;
  expect(Object.keys(rolePasswords)).toHaveLength(12);
  expect(new Set([...Object.values(rolePasswords), ...Object.values(others)]).size).toBe(24);
});

test("the internal keys are ones that the parts accept", () => {
  const { internalKeys } = openSecrets(folders.make());
  expect(parseSigningKeys(JSON.stringify(internalKeys))).toHaveLength(1);
});

test("the gateway is given the public half of the development key only", () => {
  const secrets = openSecrets(folders.make());
  const { keys } = JSON.parse(developmentJwks(secrets)) as { keys: Record<string, string>[] };
  expect(keys[0]).toMatchObject({ kid: "dev-1", alg: "ES256", x: secrets.developmentKey.x });
  expect(keys[0]).not.toHaveProperty("d");
});
