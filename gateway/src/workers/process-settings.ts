import { availableParallelism } from "node:os";
import { join } from "node:path";
import { z } from "zod";

/** Two at least in production, so that one can serve while the other is being replaced. */
const FEWEST_IN_PRODUCTION = 2;
/** More are started only when asked for: the subgraphs need the other cores. */
const MOST_BY_DEFAULT = 4;

const processEnvironment = z.object({
  NODE_ENV: z.string().optional(),
  GONGJIAN_WORKERS: z.coerce.number().int().min(1).optional(),
  GONGJIAN_SUPERGRAPH: z
    .string()
    .min(1)
    .default(join(__dirname, "..", "..", "supergraph.graphql")),
});

export interface ProcessSettings {
  /** Worker processes; with 1 the gateway serves in the process that was started. */
  readonly workers: number;
  /** The supergraph's file, which may change while the gateway runs. */
  readonly supergraphPath: string;
}

/** How the gateway's process is laid out. @throws with the names of the variables that are wrong */
export function readProcessSettings(env: NodeJS.ProcessEnv, cores = availableParallelism()): ProcessSettings {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const settings = processEnvironment.parse(set);
  const most = Math.max(FEWEST_IN_PRODUCTION, cores);
  const byDefault = settings.NODE_ENV === "production" ? Math.min(most, MOST_BY_DEFAULT) : 1;
  return {
    workers: Math.min(settings.GONGJIAN_WORKERS ?? byDefault, most),
    supergraphPath: settings.GONGJIAN_SUPERGRAPH,
  };
}
