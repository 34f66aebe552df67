import { buildSubgraphSchema } from "@apollo/subgraph";
import {
  execute,
  parse,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from "graphql";
import { printSubgraphs } from "../graph/print-subgraphs.ts";
import type { Model, Way } from "../graph/model.ts";
import { given, requiredIn, requiredOf, fieldsOf } from "./required.ts";
import { ENTITIES, Ref, type World } from "./world.ts";

/** One request to one subgraph. */
export interface Call {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
}

/** What the subgraphs of one operation have in common. */
export interface Turn {
  /** Root fields of mutations so far: what a change gives depends on its place among them. */
  changes: number;
}

/** An object as a subgraph's resolvers pass it on. */
interface Local {
  /** Under which name the subgraph knows it. */
  readonly __typename: string;
  readonly ref: Ref;
  /** Fields that can be told here though another subgraph owns them. */
  readonly provided: readonly string[];
  /** The representation it came from. */
  readonly handed?: Readonly<Record<string, unknown>>;
}

/** What graphql-js has no place for. */
type References = NonNullable<Exclude<Parameters<typeof buildSubgraphSchema>[0], { kind: unknown } | readonly unknown[]>["resolvers"]>;

/** The subgraphs of a graph over a world, without HTTP. They refuse what they must not be asked. */
export class Subgraphs {
  readonly #schemas = new Map<string, GraphQLSchema>();
  readonly #documents = new Map<string, DocumentNode>();

  /** @param full the graph's schema with every field, the inaccessible ones too */
  constructor(
    private readonly world: World,
    private readonly full: GraphQLSchema,
  ) {
    for (const [name, sdl] of Object.entries(printSubgraphs(world.model)))
      this.#schemas.set(
        name,
        buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: this.#references(name) }),
      );
  }

  /** @throws what graphql-js throws for a document that the subgraph's schema does not allow */
  async answer(subgraph: string, call: Call, turn: Turn): Promise<ExecutionResult> {
    const schema = this.#schemas.get(subgraph);
    if (!schema) throw new Error(`There is no subgraph ${subgraph}.`);
    const document = this.#documents.get(call.query) ?? parse(call.query);
    this.#documents.set(call.query, document);
    return execute({
      schema,
      document,
      variableValues: call.variables,
      operationName: call.operationName,
      contextValue: turn,
      fieldResolver: this.#resolver(subgraph),
      typeResolver: (value) => (value as Local).ref.concrete,
    });
  }

  #references(subgraph: string): References {
    const { model } = this.world;
    const resolveReference = (handed: Record<string, unknown>): Local => this.#entity(subgraph, handed);
    const entities = [...model.objects.values()].filter(
      ({ homes }) => (homes.get(subgraph)?.keys.length ?? 0) > 0,
    );
    const faces = [...model.interfaces.values()].filter(
      ({ key, homes, objectHomes }) =>
        key !== undefined && (homes.has(subgraph) || objectHomes.has(subgraph)),
    );
    const resolvers: References = {};
    for (const { name } of entities) resolvers[name] = { __resolveReference: resolveReference };
    for (const { name, homes } of faces)
      resolvers[name] = {
        __resolveReference: resolveReference,
        ...(homes.has(subgraph) && { __resolveType: ({ ref }: Local) => ref.concrete }),
      };
    return resolvers;
  }

  /** @throws if what was handed over does not tell an entity by a key that this subgraph resolves */
  #entity(subgraph: string, handed: Readonly<Record<string, unknown>>): Local {
    const { model } = this.world;
    const name = String(handed.__typename);
    const face = model.interfaces.get(name);
    const candidates = face ? face.implementers.map((each) => each.name) : [name];
    for (const concrete of candidates) {
      for (let n = 0; n < ENTITIES; n += 1) {
        const ref = new Ref(concrete, n);
        const keys = face ? [face.key ?? ""] : keysIn(model, subgraph, name);
        if (!keys.some((key) => this.#isTold(ref, key, handed))) continue;
        return { __typename: face?.objectHomes.has(subgraph) ? name : concrete, ref, provided: [], handed };
      }
    }
    throw new Error(`MISROUTED: ${subgraph} knows no entity ${JSON.stringify(handed)}.`);
  }

  #isTold(ref: Ref, key: string, handed: Readonly<Record<string, unknown>>): boolean {
    return fieldsOf(key).every((node) => {
      const name = node.name.value;
      if (handed[name] === undefined || handed[name] === null) return false;
      const selection = node.selectionSet ? `${name} { code }` : name;
      return requiredIn(handed, selection) === requiredOf(this.world, this.full, ref, selection);
    });
  }

  #resolver(subgraph: string): GraphQLFieldResolver<Local | undefined, Turn> {
    return (source, args, turn, { parentType, fieldName }) => {
      const ref = source?.ref ?? new Ref(parentType.name, 0);
      const field = this.world.model.field(ref.concrete, fieldName);
      const way = field.ways.get(subgraph);
      if (!way || !isToldBy(way, source, fieldName))
        throw new Error(`MISROUTED: ${subgraph} was asked for ${ref.concrete}.${fieldName}.`);
      const required = requiredFor(way, source);
      const value = this.world.value(ref, field, given(args, required) + changeOf(parentType.name, turn));
      return toLocal(value, way.provides?.split(" ") ?? []);
    };
  }
}

function isToldBy({ role }: Way, source: Local | undefined, fieldName: string): boolean {
  return role === "answers" || source?.provided.includes(fieldName) === true;
}

function requiredFor({ requires }: Way, source: Local | undefined): string {
  return requires === undefined ? "" : requiredIn(source?.handed ?? {}, requires);
}

function keysIn(model: Model, subgraph: string, type: string): string[] {
  const keys = model.objects.get(type)?.homes.get(subgraph)?.keys ?? [];
  return keys.filter(({ isResolvable }) => isResolvable).map(({ fields }) => fields);
}

/** Changes happen one after another: each is told apart by its place. */
export function changeOf(parent: string, turn: Turn): string {
  if (parent !== "Mutation") return "";
  turn.changes += 1;
  return ` ${turn.changes}`;
}

function toLocal(value: unknown, provided: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((each) => toLocal(each, provided));
  return value instanceof Ref ? { __typename: value.concrete, ref: value, provided } : value;
}
