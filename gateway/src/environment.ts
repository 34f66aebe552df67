import { tmpdir } from "node:os";
import { DEV_ALGORITHM, DEV_AUDIENCE, DEV_ISSUER } from "@gongjian/shared/contracts/dev-issuer";
import { SUBGRAPHS, type SubgraphName } from "@gongjian/shared/contracts/lists";
import { parseSigningKeys, type SigningKeys } from "@gongjian/shared/signature";
import { readMetricsAccess, type MetricsAccess } from "@gongjian/shared/telemetry/metrics-access";
import type { JSONWebKeySet } from "jose";
import { z } from "zod";
import { PLANNERS, type PlannerName } from "./engine/planning/planner.ts";
import { ENGINES, type EngineName } from "./graphql/executor.ts";
import { readLimits, type Limits } from "./limits/limits.ts";
import { ACCESS_MODES, type AccessSettings } from "./observability/access-log.ts";
import { readProcessSettings } from "./workers/process-settings.ts";

/** Asymmetric only: a symmetric key would let everyone who verifies a token also make one. */
const ALGORITHMS = ["ES256", "ES384", "RS256", "PS256", "EdDSA"] as const;

/** Whose tokens are accepted, and where the keys to check them come from. */
export interface IssuerSettings {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly keys: URL | JSONWebKeySet;
}

export interface GatewaySettings {
  readonly port: number;
  readonly host: string;
  readonly logLevel: string;
  readonly keys: SigningKeys;
  readonly addresses: Readonly<Record<SubgraphName, string>>;
  /** Null where only API keys are accepted. */
  readonly issuer: IssuerSettings | null;
  /** Whether a caller without a credential is let in as PUBLIC. */
  readonly anonymous: boolean;
  readonly awaitFirstLoad: boolean;
  readonly spoolFolder: string;
  /** Addresses or networks (CIDR) of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  readonly engine: EngineName;
  readonly planner: PlannerName;
  readonly limits: Limits;
  /** Whether the developer's pages are served. */
  readonly explorer: boolean;
  readonly logAccess: AccessSettings["mode"];
  readonly metricsAccess: MetricsAccess;
  /** Processes that serve side by side; each has its share of what a client may spend. */
  readonly workers: number;
}

const flag = (byDefault: "0" | "1"): z.ZodType<boolean> =>
  z
    .enum(["0", "1"])
    .default(byDefault)
    .transform((value) => value === "1");
const origin = z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin);

const addresses = z
  .string()
  .regex(/^[\da-fA-F.:/, ]*$/)
  .default("")
  .transform((text) => text.split(/[, ]+/).filter((address) => address !== ""));

const gatewayEnvironment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535),
  HOST: z.string().default("127.0.0.1"),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  INTERNAL_KEYS: z.string().min(1),
  NODE_ENV: z.string().optional(),
  OIDC_ISSUER: z.string().min(1).optional(),
  OIDC_AUDIENCE: z.string().min(1).optional(),
  OIDC_JWKS_URL: z.url({ protocol: /^https?$/ }).optional(),
  DEV_ISSUER_JWKS: z.string().min(1).optional(),
  GONGJIAN_ANONYMOUS: flag("0"),
  AWAIT_FIRST_LOAD: flag("0"),
  GONGJIAN_EXPLORER: flag("1"),
  GONGJIAN_ENGINE: z.enum(ENGINES).default("gongjian"),
  GONGJIAN_PLANNER: z.enum(PLANNERS).default("hive"),
  GONGJIAN_LIMITS: z.string().optional(),
  LOG_ACCESS: z.enum(ACCESS_MODES).default("all"),
  GONGJIAN_SPOOL: z.string().min(1).default(tmpdir()),
  GONGJIAN_TRUSTED_PROXIES: addresses,
  ORGANISATIONS_URL: origin,
  RESOURCES_URL: origin,
  VOLUNTEERS_URL: origin,
  MERCHANTS_URL: origin,
});

type GatewayEnvironment = z.infer<typeof gatewayEnvironment>;

/** An empty variable is one that is not set: compose files pass those on. */
function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
}

/** The settings of the gateway's process. @throws with the names of the variables that are missing or wrong */
export function readGatewayEnvironment(env: NodeJS.ProcessEnv = process.env): GatewaySettings {
  const settings = gatewayEnvironment.parse(withoutEmpty(env));
  const addresses = Object.fromEntries(
    SUBGRAPHS.map((name) => [name, settings[`${name.toUpperCase() as Uppercase<SubgraphName>}_URL`]]),
  ) as Record<SubgraphName, string>;

  return {
    port: settings.PORT,
    host: settings.HOST,
    logLevel: settings.LOG_LEVEL,
    keys: parseSigningKeys(settings.INTERNAL_KEYS),
    addresses,
    issuer: issuerOf(settings),
    anonymous: settings.GONGJIAN_ANONYMOUS,
    awaitFirstLoad: settings.AWAIT_FIRST_LOAD,
    spoolFolder: settings.GONGJIAN_SPOOL,
    trustedProxies: settings.GONGJIAN_TRUSTED_PROXIES,
    engine: settings.GONGJIAN_ENGINE,
    planner: settings.GONGJIAN_PLANNER,
    limits: readLimits(settings.GONGJIAN_LIMITS),
    explorer: settings.GONGJIAN_EXPLORER,
    logAccess: settings.LOG_ACCESS,
    metricsAccess: readMetricsAccess(env),
    workers: readProcessSettings(env).workers,
  };
}

/** The configured issuer; the development issuer only where there is none and this is not production. */
function issuerOf(settings: GatewayEnvironment): IssuerSettings | null {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: url } = settings;
  if (issuer !== undefined && audience !== undefined && url !== undefined) {
    return { issuer, audience, algorithms: ALGORITHMS, keys: new URL(url) };
  }
  if (issuer !== undefined || audience !== undefined || url !== undefined) {
    throw new Error("OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL have to be set together.");
  }
  if (settings.NODE_ENV === "production" || settings.DEV_ISSUER_JWKS === undefined) return null;
  return {
    issuer: DEV_ISSUER,
    audience: DEV_AUDIENCE,
    algorithms: [DEV_ALGORITHM],
    keys: parsePublicKeys(settings.DEV_ISSUER_JWKS),
  };
}

const publicKeys = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) });

function parsePublicKeys(json: string): JSONWebKeySet {
  const jwks = publicKeys.parse(JSON.parse(json));
  if (jwks.keys.some((key) => "d" in key || "k" in key)) {
    throw new Error("DEV_ISSUER_JWKS must hold public keys only.");
  }
  return jwks;
}
