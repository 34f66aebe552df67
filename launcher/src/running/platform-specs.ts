import { join } from "node:path";
import { SUBGRAPHS, type SubgraphName } from "@gongjian/shared/contracts/lists";
import { roleUrl } from "@gongjian/shared/database/provision/database-names";
import { PROJECT_FOLDER } from "../options.ts";
import { developmentJwks, type Secrets } from "../secrets.ts";
import { databasePrefix } from "./database-prefix.ts";
import { type ProcessSpec } from "./node-process.ts";

export interface ProvisionSettings {
  readonly adminUrl: string;
  readonly secrets: Secrets;
  readonly env: NodeJS.ProcessEnv;
}

export interface PlatformSettings extends ProvisionSettings {
  readonly spoolFolder: string;
  readonly ports: Readonly<Record<SubgraphName, number>>;
  readonly gatewayPort: number;
}

const HOST = "127.0.0.1";

/** Megabytes of long-lived objects; the match index is the one large thing that is held in memory. */
const HEAP_MB: Record<SubgraphName | "gateway" | "provision", number> = {
  organisations: 192,
  resources: 384,
  volunteers: 192,
  merchants: 192,
  gateway: 320,
  provision: 256,
};

/** The process that makes and migrates the databases. */
export function provisionSpec({ adminUrl, secrets, env }: ProvisionSettings): ProcessSpec {
  return {
    name: "provision",
    script: join(__dirname, "..", "provision.js"),
    flags: memoryFlags("provision"),
    env: { ...inherited(env), DATABASE_URL: adminUrl, ROLE_PASSWORDS: JSON.stringify(secrets.rolePasswords) },
  };
}

/** The four subgraphs, each with the roles of its own database and of no other. */
export function subgraphSpecs(settings: PlatformSettings): ProcessSpec[] {
  const { adminUrl, secrets, ports, env } = settings;
  const prefix = databasePrefix(env);
  return SUBGRAPHS.map((name) => {
    const urlOf = (role: "app" | "jobs"): string =>
      roleUrl(adminUrl, prefix, name, {
        name: role,
        password: secrets.rolePasswords[`${name}_${role}`] ?? "",
      });
    return {
      name,
      script: join(PROJECT_FOLDER, "subgraphs", name, "dist", "main.js"),
      flags: memoryFlags(name),
      env: {
        ...inherited(env),
        ...addresses(ports),
        DATABASE_URL: urlOf("app"),
        JOBS_DATABASE_URL: urlOf("jobs"),
        INTERNAL_KEYS: JSON.stringify(secrets.internalKeys),
        HOST,
        PORT: String(ports[name]),
      },
    };
  });
}

export function gatewaySpec(settings: PlatformSettings): ProcessSpec {
  const { secrets, ports, gatewayPort, spoolFolder, env } = settings;
  return {
    name: "gateway",
    script: join(PROJECT_FOLDER, "gateway", "dist", "main.js"),
    flags: memoryFlags("gateway"),
    env: {
      ...inherited(env),
      ...addresses(ports),
      INTERNAL_KEYS: JSON.stringify(secrets.internalKeys),
      DEV_ISSUER_JWKS: developmentJwks(secrets),
      GONGJIAN_SPOOL: spoolFolder,
      // A line for each request would hide what the terminal is to show; deployments have them by default.
      LOG_ACCESS: env.LOG_ACCESS ?? "off",
      // Not ready before the launcher tells that the first lists are published.
      AWAIT_FIRST_LOAD: "1",
      HOST,
      PORT: String(gatewayPort),
    },
  };
}

// The admin's credentials stay here.
function inherited(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  // glibc otherwise keeps an arena per thread, which shows in the memory at rest.
  return {
    ...env,
    DATABASE_URL: undefined,
    LOG_LEVEL: env.LOG_LEVEL ?? "warn",
    MALLOC_ARENA_MAX: env.MALLOC_ARENA_MAX ?? "2",
  };
}

function addresses(ports: Readonly<Record<SubgraphName, number>>): NodeJS.ProcessEnv {
  return Object.fromEntries(
    SUBGRAPHS.map((name) => [`${name.toUpperCase()}_URL`, `http://${HOST}:${ports[name]}`]),
  );
}

function memoryFlags(name: keyof typeof HEAP_MB): string[] {
  // The gateway makes many short-lived objects: with little room for them it would spend its time collecting.
  const semiSpaceMb = name === "gateway" ? 32 : 4;
  return [
    `--max-semi-space-size=${semiSpaceMb}`,
    `--max-old-space-size=${HEAP_MB[name]}`,
    "--enable-source-maps",
  ];
}
