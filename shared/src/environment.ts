import { z } from "zod";
import { SUBGRAPHS, type SubgraphName } from "./contracts/lists.ts";
import { parseSigningKeys, type SigningKeys } from "./signature.ts";

const subgraphEnvironment = z.object({
  DATABASE_URL: z.string().min(1),
  JOBS_DATABASE_URL: z.string().min(1),
  INTERNAL_KEYS: z.string().min(1),
  PORT: z.coerce.number().int().min(0).max(65_535),
  HOST: z.string().default("127.0.0.1"),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
});

export interface SubgraphEnvironment extends z.infer<typeof subgraphEnvironment> {
  readonly keys: SigningKeys;
  readonly addresses: Partial<Record<SubgraphName, string>>;
}

/** The settings of a subgraph's process. @throws with the names of the variables that are missing or wrong */
export function readSubgraphEnvironment(env: NodeJS.ProcessEnv = process.env): SubgraphEnvironment {
  const settings = subgraphEnvironment.parse(env);
  return { ...settings, keys: parseSigningKeys(settings.INTERNAL_KEYS), addresses: subgraphAddresses(env) };
}

/** The addresses of the subgraphs: `RESOURCES_URL=http://127.0.0.1:4102` and so on. */
export function subgraphAddresses(
  env: NodeJS.ProcessEnv = process.env,
): Partial<Record<SubgraphName, string>> {
  return Object.fromEntries(
    SUBGRAPHS.flatMap((name) => {
      const url = env[`${name.toUpperCase()}_URL`];
      return url === undefined ? [] : [[name, url]];
    }),
  );
}
