import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SUBGRAPHS } from "@gongjian/shared/contracts/lists";
import { LauncherError } from "./launcher-error.ts";

/** ES256 private key in JWK form. */
export interface PrivateJwk {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y: string;
  readonly d: string;
}

/** Everything of a data folder that nobody else may know. */
export interface Secrets {
  /** Of the superuser of the embedded PostgreSQL. */
  readonly databasePassword: string;
  /** By role name without the prefix: `resources_app`. */
  readonly rolePasswords: Readonly<Record<string, string>>;
  /** Sign the calls between our processes; the first signs, all verify. */
  readonly internalKeys: readonly { readonly kid: string; readonly secret: string }[];
  /** Signs the tokens of the development issuer. */
  readonly developmentKey: PrivateJwk & { readonly kid: string; readonly alg: "ES256" };
}

const FILE = "secrets.json";

/** Null before the first start. */
export function readSecrets(dataFolder: string): Secrets | null {
  const path = join(dataFolder, FILE);
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Secrets;
  } catch (cause) {
    throw new LauncherError(`密钥文件读不了：${path}。`, `The secrets file cannot be read: ${path}.`, {
      cause,
    });
  }
}

/** Reads the secrets of a data folder, and draws them at its first start. */
export function openSecrets(dataFolder: string): Secrets {
  const existing = readSecrets(dataFolder);
  if (existing !== null) return existing;
  const secrets = drawSecrets();
  const path = join(dataFolder, FILE);
  writeFileSync(`${path}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
  return secrets;
}

/** The public half of the development key, as a JWKS. */
export function developmentJwks({ developmentKey: { kty, crv, x, y, kid, alg } }: Secrets): string {
  return JSON.stringify({ keys: [{ kty, crv, x, y, kid, alg, use: "sig" }] });
}

function drawSecrets(): Secrets {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const roles = SUBGRAPHS.flatMap((name) => ["owner", "app", "jobs"].map((role) => `${name}_${role}`));
  return {
    databasePassword: draw(24),
    rolePasswords: Object.fromEntries(roles.map((role) => [role, draw(24)])),
    internalKeys: [{ kid: "internal-1", secret: draw(32) }],
    developmentKey: {
      ...(privateKey.export({ format: "jwk" }) as unknown as PrivateJwk),
      kid: "dev-1",
      alg: "ES256",
    },
  };
}

function draw(bytes: number): string {
  return randomBytes(bytes).toString("base64url");
}
