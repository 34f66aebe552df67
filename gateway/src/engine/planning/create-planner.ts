import { createApolloPlanner } from "./apollo-planner.ts";
import { createHivePlanner } from "./hive-planner.ts";
import type { Planner, PlannerName } from "./planner.ts";

/** @throws where the supergraph is none that the planner understands */
export async function createPlanner(name: PlannerName, supergraphSdl: string): Promise<Planner> {
  return name === "hive" ? createHivePlanner(supergraphSdl) : createApolloPlanner(supergraphSdl);
}
