import { createApolloPlanner } from "./apollo-planner.ts";
import { createHivePlanner } from "./hive-planner.ts";
import type { Planner, PlannerLog, PlannerName } from "./planner.ts";

/** @throws where the supergraph is none that the planner understands */
export function createPlanner(name: PlannerName, supergraphSdl: string, log: PlannerLog): Planner {
  return name === "hive" ? createHivePlanner(supergraphSdl, log) : createApolloPlanner(supergraphSdl);
}
