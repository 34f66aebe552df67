import type { Random } from "@gongjian/shared/testing/random";
import type { GraphQLSchema } from "graphql";

const TYPE = "kind name ofType { kind name ofType { kind name } }";

/** Something about the schema itself. */
export function drawIntrospection(schema: GraphQLSchema, random: Random): string {
  const names = Object.keys(schema.getTypeMap());
  return random.pick([
    "__schema { queryType { name } mutationType { name } }",
    "__schema { types { name kind } }",
    `__type(name: "${random.pick(names)}") { name fields { name args { name defaultValue type { ${TYPE} } } type { ${TYPE} } } }`,
    `shape: __type(name: "${random.pick(names)}") { __typename kind possibleTypes { name } enumValues { name } inputFields { name } }`,
    `__type(name: "Nothing") { name }`,
  ]);
}
