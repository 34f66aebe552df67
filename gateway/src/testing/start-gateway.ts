import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { DEV_ALGORITHM, DEV_AUDIENCE, DEV_ISSUER } from "@gongjian/shared/contracts/dev-issuer";
import type { SubgraphName } from "@gongjian/shared/contracts/lists";
import { createLogger } from "@gongjian/shared/log";
import type { SigningKeys } from "@gongjian/shared/signature";
import type { JWTPayload } from "jose";
import type { GatewaySettings } from "../environment.ts";
import { LIMITS } from "../limits/limits.ts";
import { buildGatewayServer, type GatewayServer, type GatewayServerOptions } from "../server.ts";
import { createTestIssuer, type TestIssuer } from "./tokens.ts";

export interface RunningGateway extends GatewayServer {
  readonly url: string;
  readonly issuer: TestIssuer;
  post(path: string, body: string | Buffer, headers?: Record<string, string>): Promise<Response>;
  /** A GraphQL request as the secretariat, or as the claims say. */
  query<Data = Record<string, unknown>>(
    document: string,
    options?: QueryOptions,
  ): Promise<GraphqlAnswer<Data>>;
}

export interface QueryOptions {
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly claims?: JWTPayload;
  readonly headers?: Record<string, string>;
}

export interface GraphqlAnswer<Data> {
  readonly status: number;
  readonly data?: Data | null;
  readonly errors?: readonly {
    message: string;
    path?: (string | number)[];
    extensions: { code: string } & Record<string, unknown>;
  }[];
  readonly extensions?: Record<string, unknown>;
}

/** Nobody listens here. */
const NOWHERE = "http://127.0.0.1:9";

export function createKeys(): SigningKeys {
  return [{ kid: "test", secret: randomBytes(32).toString("base64url") }];
}

/** Starts a gateway on a free port over the given supergraph; subgraphs without an address are down. */
export async function startGateway(options: {
  supergraphSdl: string;
  keys: SigningKeys;
  addresses: Partial<Record<SubgraphName, string>>;
  settings?: Partial<GatewaySettings>;
  /** Where the gateway writes what it observes. */
  observed?: Partial<Pick<GatewayServerOptions, "log" | "tracing" | "accessLines">>;
}): Promise<RunningGateway> {
  const issuer = await createTestIssuer();
  const { supergraphSdl, keys, addresses } = options;
  const settings: GatewaySettings = {
    port: 0,
    host: "127.0.0.1",
    logLevel: "silent",
    keys,
    addresses: {
      organisations: NOWHERE,
      resources: NOWHERE,
      volunteers: NOWHERE,
      merchants: NOWHERE,
      ...addresses,
    },
    issuer: { issuer: DEV_ISSUER, audience: DEV_AUDIENCE, algorithms: [DEV_ALGORITHM], keys: issuer.jwks },
    anonymous: false,
    awaitFirstLoad: false,
    spoolFolder: tmpdir(),
    trustedProxies: [],
    engine: "gongjian",
    planner: "hive",
    limits: LIMITS,
    explorer: true,
    logAccess: "off",
    metricsAccess: { token: null },
    workers: 1,
    ...options.settings,
  };
  const log = createLogger("gateway", process.env.LOG_LEVEL ?? "silent");
  const gateway = await buildGatewayServer({ settings, supergraphSdl, log, ...options.observed });
  const url = await gateway.app.listen({ port: 0, host: "127.0.0.1" });

  const post: RunningGateway["post"] = (path, body, headers = {}) =>
    fetch(url + path, { method: "POST", body: new Uint8Array(Buffer.from(body)), headers });
  return {
    ...gateway,
    url,
    issuer,
    post,
    query: async (query, { variables, operationName, claims, headers } = {}) => {
      const credential = headers ?? { authorization: `Bearer ${await issuer.token(claims)}` };
      const body = JSON.stringify({ query, variables, operationName });
      const response = await post("/graphql", body, { "content-type": "application/json", ...credential });
      return { status: response.status, ...((await response.json()) as object) };
    },
  };
}
