import { execute, type DocumentNode, type ExecutionResult, type GraphQLSchema } from "graphql";
import { given, requiredOf, requirementOf } from "../data/required.ts";
import { changeOf, type Turn } from "../data/run-subgraphs.ts";
import { Ref, type World } from "../data/world.ts";

export interface Asked {
  readonly document: DocumentNode;
  readonly source: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The answer of one schema straight from the world, by graphql-js: no federation has a part in it. */
export class Monolith {
  /** @param api what callers see; @param full with the inaccessible fields too */
  constructor(
    private readonly world: World,
    private readonly api: GraphQLSchema,
    private readonly full: GraphQLSchema,
  ) {}

  async answer({ document, operationName, variables }: Asked): Promise<ExecutionResult> {
    const turn: Turn = { changes: 0 };
    return execute({
      schema: this.api,
      document,
      operationName,
      variableValues: variables,
      fieldResolver: (source: Ref | undefined, args, _, { parentType, fieldName }) => {
        const ref = source ?? new Ref(parentType.name, 0);
        const requires = requirementOf(this.world, ref, fieldName);
        const required = requires === undefined ? "" : requiredOf(this.world, this.full, ref, requires);
        const field = this.world.model.field(ref.concrete, fieldName);
        return this.world.value(ref, field, given(args, required) + changeOf(parentType.name, turn));
      },
      typeResolver: (value) => (value as Ref).concrete,
    });
  }
}
