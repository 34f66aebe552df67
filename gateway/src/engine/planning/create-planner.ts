import { createHivePlanner } from "./hive-planner.ts";
import type { Planner, PlannerLog, PlannerName } from "./planner.ts";

/** @throws where the supergraph is none that the planner understands */
export async function createPlanner(
  name: PlannerName,
  supergraphSdl: string,
  log: PlannerLog,
): Promise<Planner> {
  if (name === "hive") return createHivePlanner(supergraphSdl, log);
  const { createApolloPlanner } = await import("./apollo-planner.ts");
  return createApolloPlanner(supergraphSdl);
}
