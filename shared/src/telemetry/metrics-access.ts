import { z } from "zod";

/** Who may read the metrics. */
export interface MetricsAccess {
  /** Who has it may read from anywhere, and then nobody else. Null: this machine only. */
  readonly token: string | null;
}

/** Short secrets can be tried out. */
const TOKEN_LENGTH = 24;

const metricsEnvironment = z.object({
  METRICS_TOKEN: z.union([z.literal(""), z.string().min(TOKEN_LENGTH)]).optional(),
});

/** METRICS_TOKEN, 24 characters or more. @throws where it is shorter */
export function readMetricsAccess(env: NodeJS.ProcessEnv = process.env): MetricsAccess {
  const { METRICS_TOKEN: token = "" } = metricsEnvironment.parse(env);
  return { token: token === "" ? null : token };
}
