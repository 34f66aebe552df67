import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createTestIssuer } from "../../gateway/src/testing/tokens.ts";
import { bundle } from "./bundle.ts";
import type { Gateway } from "./gateways.ts";
import { supergraphAt, type Origins } from "./graph.ts";
import { CONNECTIONS, type Target } from "./load.ts";
import { freePort, startNode, stopNode } from "./processes.ts";
import { bodyOf } from "./requests.ts";

/** Gateways have one core for the one that is asked; subgraphs and callers have the other. */
const GATEWAY_CORE = 0;
export const OTHER_CORE = 1;
const PATIENCE_MS = 60_000;
const LIFETIME_S = 3_600;
/** What a caller may spend is counted as ever, but sixteen callers alone spend more than any client should. */
const UNLIMITED = 1_000_000_000;
const NOWHERE = "http://127.0.0.1:9";

export interface RunningSubgraphs {
  readonly origins: Origins;
  /** Calls answered since the start. */
  calls(): Promise<number>;
  stop(): Promise<void>;
}

export interface RunningGateway extends Target {
  readonly gateway: Gateway;
  readonly pid: number;
  stop(): Promise<void>;
}

/** What all gateways of a run are given. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly supergraph: string;
  readonly tokens: readonly string[];
  readonly subgraphs: RunningSubgraphs;
}

/** Starts the subgraphs and prepares what gateways need to know. @param folder for files of the run */
export async function prepare(folder: string): Promise<Surroundings> {
  const secret = randomBytes(32).toString("base64url");
  const common: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: "production",
    // Its maker is told of every start otherwise.
    APOLLO_TELEMETRY_DISABLED: "1",
    INTERNAL_KEYS: JSON.stringify([{ kid: "bench", secret }]),
    LOG_LEVEL: "error",
  };
  const subgraphs = await startSubgraphs(common);
  const { organisations, resources, volunteers } = subgraphs.origins;
  const supergraph = join(folder, "supergraph.graphql");
  writeFileSync(supergraph, supergraphAt(subgraphs.origins));
  const issuer = await createTestIssuer();
  const exp = Math.floor(Date.now() / 1000) + LIFETIME_S;
  const callers = Array.from({ length: CONNECTIONS }, (_, n) => issuer.token({ sub: `caller ${n}`, exp }));

  const env = {
    ...common,
    SUPERGRAPH: supergraph,
    ORGANISATIONS_URL: organisations,
    RESOURCES_URL: resources,
    VOLUNTEERS_URL: volunteers,
    MERCHANTS_URL: NOWHERE,
    GONGJIAN_WORKERS: "1",
    GONGJIAN_LIMITS: JSON.stringify({ pointsPerMinute: { SECRETARIAT: UNLIMITED } }),
    DEV_ISSUER_JWKS: JSON.stringify(issuer.jwks),
  };
  return { env, supergraph, tokens: await Promise.all(callers), subgraphs };
}

async function startSubgraphs(env: NodeJS.ProcessEnv): Promise<RunningSubgraphs> {
  const child = startNode(OTHER_CORE, [await bundle("canned/main.ts")], env);
  const told = <Message>(): Promise<Message> => new Promise((resolve) => child.once("message", resolve));
  const { origins } = await told<{ origins: Origins }>();
  return {
    origins,
    calls: async () => {
      const answer = told<{ calls: number }>();
      child.send("calls");
      return (await answer).calls;
    },
    stop: () => stopNode(child),
  };
}

/** Starts a gateway and waits until it answers. @returns null when it is not installed */
export async function startGateway(
  gateway: Gateway,
  { env, supergraph, tokens }: Surroundings,
): Promise<RunningGateway | null> {
  const port = await freePort();
  const args = await gateway.args({ port, supergraph });
  if (args === null) return null;
  const child = startNode(GATEWAY_CORE, [...nodeFlags(gateway), ...args], {
    ...env,
    ...gateway.env,
    PORT: String(port),
  });
  const { name } = gateway;
  const running = { gateway, name, port, tokens, pid: child.pid ?? 0, stop: () => stopNode(child) };
  try {
    await untilItAnswers(running, () => child.exitCode !== null);
  } catch (error) {
    await running.stop();
    throw error;
  }
  return running;
}

function nodeFlags({ key, flags = [] }: Gateway): string[] {
  const { NODE_FLAGS = "", PROFILE } = process.env;
  const profiling = PROFILE === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${join(PROFILE, key)}`];
  return [...flags, ...NODE_FLAGS.split(" ").filter((flag) => flag !== ""), ...profiling];
}

async function untilItAnswers(
  { gateway, port, tokens }: RunningGateway,
  hasEnded: () => boolean,
): Promise<void> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${tokens[0] ?? ""}` };
  const deadline = Date.now() + PATIENCE_MS;
  let last = "";
  while (Date.now() < deadline && !hasEnded()) {
    last = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: "POST",
      headers,
      body: bodyOf("small", 1),
    })
      .then((response) => response.text())
      .catch(String);
    if (last.includes('"data"') && !last.includes('"errors"')) return;
    await sleep(100);
  }
  throw new Error(`${gateway.name} does not answer: ${last.slice(0, 500)}`);
}
