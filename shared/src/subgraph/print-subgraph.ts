import { printSubgraphSchema } from "@apollo/subgraph";
import { Kind, parse, print, type DefinitionNode, type GraphQLSchema } from "graphql";

/** The SDL that a subgraph publishes, definitions in alphabetical order, so that moving code changes nothing. */
export function printSubgraph(schema: GraphQLSchema): string {
  const { definitions } = parse(printSubgraphSchema(schema));
  const sorted = [...definitions].sort((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1));
  return `${sorted.map(print).join("\n\n")}\n`;
}

/** The schema first, then directives, then types by name. */
function rankOf(definition: DefinitionNode): string {
  switch (definition.kind) {
    case Kind.SCHEMA_DEFINITION:
    case Kind.SCHEMA_EXTENSION:
      return "0";
    case Kind.DIRECTIVE_DEFINITION:
      return `1 ${definition.name.value}`;
    default:
      return "name" in definition ? `2 ${definition.name?.value ?? ""}` : "3";
  }
}
