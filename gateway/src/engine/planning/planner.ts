import type { DocumentNode } from "graphql";
import type { PlanNode } from "./plan.ts";

/** Planners that can be chosen; docs/adr/0021 says how they compare. */
export const PLANNERS = ["hive", "apollo"] as const;
export type PlannerName = (typeof PLANNERS)[number];

/** A valid document with one operation and its fragments, without introspection. */
export interface OperationToPlan {
  readonly source: string;
  readonly document: DocumentNode;
}

/** Where a planner tells of its troubles. */
export interface PlannerLog {
  warn(fields: object, message: string): void;
}

/** Turns operations into plans over one supergraph. */
export interface Planner {
  /** Null where nothing has to be fetched. @throws where the planner finds no way */
  plan(operation: OperationToPlan): Promise<PlanNode | null>;
  stop(): void;
}
