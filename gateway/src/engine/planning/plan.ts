/**
 * How an operation is carried out: our own form, so that nothing behind it knows which planner made it.
 * Names of fields are the keys under which they stand in the answer.
 */
export type PlanNode = SequenceNode | ParallelNode | ConditionNode | FetchNode | EntitiesNode;

export interface SequenceNode {
  readonly kind: "sequence";
  readonly nodes: readonly PlanNode[];
}

export interface ParallelNode {
  readonly kind: "parallel";
  readonly nodes: readonly PlanNode[];
}

/** What is done when a variable is true, or false. */
export interface ConditionNode {
  readonly kind: "condition";
  readonly variable: string;
  readonly then: PlanNode | null;
  readonly otherwise: PlanNode | null;
}

/** Asks a subgraph for root fields. */
export interface FetchNode {
  readonly kind: "fetch";
  readonly subgraph: string;
  readonly operation: string;
  readonly isMutation: boolean;
  readonly variables: readonly string[];
  /** The objects that the answer is merged into; the root of the whole answer is the empty path. */
  readonly path: Path;
  readonly rewrites: readonly Rewrite[];
}

/** Asks a subgraph for more about objects that are already there. */
export interface EntitiesNode {
  readonly kind: "entities";
  readonly subgraph: string;
  readonly operation: string;
  readonly variables: readonly string[];
  readonly groups: readonly EntityGroup[];
}

/** One `_entities` field of a request. */
export interface EntityGroup {
  /** Its key in the answer. */
  readonly key: string;
  /** The variable that carries the representations. */
  readonly variable: string;
  readonly paths: readonly Path[];
  readonly requires: readonly Requirement[];
  readonly inputRewrites: readonly Rewrite[];
  readonly outputRewrites: readonly Rewrite[];
}

/** What of an object goes into its representation. */
export type Requirement = RequiredField | RequiredFragment;

export interface RequiredField {
  /** Under which key it stands in the answer so far. */
  readonly source: string;
  /** Under which key the subgraph expects it. */
  readonly target: string;
  readonly selections: readonly Requirement[] | null;
}

export interface RequiredFragment {
  readonly type: string;
  readonly selections: readonly Requirement[];
}

/** A way down from the root; a list is gone through item by item. */
export type Path = readonly PathStep[];
/** A field, the items of a list, or only the objects of these types. */
export type PathStep = { readonly field: string } | "@" | { readonly types: readonly string[] };

/** Changes the value at a path, counted from the answer or from each entity. */
export type Rewrite =
  | { readonly path: Path; readonly key: string; readonly set: string }
  | { readonly path: Path; readonly key: string; readonly renameTo: string };
