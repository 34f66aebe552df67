import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SUBGRAPHS, type SubgraphName } from "@gongjian/shared/contracts/lists";
import { startSmallSubgraph, type SmallSubgraph } from "@gongjian/gateway/testing/small-subgraph";
import type { SigningKeys } from "@gongjian/shared/signature";
import {
  buildASTSchema,
  concatAST,
  executeSync,
  getNullableType,
  isEnumType,
  isLeafType,
  isListType,
  isObjectType,
  parse,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
} from "graphql";

const FOLDER = join(__dirname, "..", "..", "..", "subgraphs");

/** Every subgraph's schema behind a real server; objects are made up, lists have two. */
export async function startCannedSubgraphs(keys: SigningKeys): Promise<Record<SubgraphName, SmallSubgraph>> {
  const started = SUBGRAPHS.map(async (name) => {
    const schema = schemaOf(readFileSync(join(FOLDER, name, "schema.graphql"), "utf8"));
    const subgraph = await startSmallSubgraph(keys, ({ path, body }, response) => {
      // No key is known.
      if (path === "/api-keys/lookup") return void response.end();
      return answer(schema, body.toString());
    });
    return [name, subgraph] as const;
  });
  return Object.fromEntries(await Promise.all(started)) as Record<SubgraphName, SmallSubgraph>;
}

function schemaOf(sdl: string): GraphQLSchema {
  const document = parse(sdl);
  const entities = Object.values(buildASTSchema(document, { assumeValidSDL: true }).getTypeMap())
    .filter(
      (type) => isObjectType(type) && type.astNode?.directives?.some(({ name }) => name.value === "key"),
    )
    .map(({ name }) => name);
  const federation = parse(`
    scalar _Any
    union _Entity = ${entities.join(" | ")}
    extend type Query { _entities(representations: [_Any!]!): [_Entity]! }`);
  return buildASTSchema(concatAST([document, federation]), { assumeValidSDL: true });
}

function answer(schema: GraphQLSchema, body: string): unknown {
  const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
  return executeSync({
    schema,
    document: parse(query),
    variableValues: variables,
    fieldResolver,
    typeResolver: (value, _context, _info, type) =>
      (value as { __typename?: string }).__typename ?? schema.getPossibleTypes(type)[0]?.name,
  });
}

const fieldResolver: GraphQLFieldResolver<Record<string, unknown> | undefined, unknown> = (
  parent,
  { representations },
  _context,
  { fieldName, returnType },
) => (fieldName === "_entities" ? representations : (parent?.[fieldName] ?? madeUp(returnType)));

function madeUp(type: GraphQLOutputType): unknown {
  const given = getNullableType(type);
  if (isListType(given)) return [madeUp(given.ofType), madeUp(given.ofType)];
  if (isEnumType(given)) return given.getValues()[0]?.name;
  if (isLeafType(given)) return LEAVES[given.name] ?? "样本";
  return {};
}

const LEAVES: Readonly<Record<string, unknown>> = {
  Int: 1,
  Float: 0.5,
  Boolean: true,
  ID: "0190a1b2-0000-7000-8000-000000000001",
  LocalDate: "2026-01-01",
  DateTimeISO: "2026-01-01T00:00:00.000Z",
};
