import { getArgumentValues, Kind, parse, type GraphQLSchema, isObjectType, type FieldNode } from "graphql";
import { canonical } from "./canonical.ts";
import { Ref, type World } from "./world.ts";

/** The fields of a selection set written without braces, as `@requires` and `@key` have it. */
export function fieldsOf(selection: string): readonly FieldNode[] {
  const [definition] = parse(`{ ${selection} }`).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`Not a selection: ${selection}`);
  return definition.selectionSet.selections.filter((each) => each.kind === Kind.FIELD);
}

/**
 * What a selection of required fields comes to in the world, as JSON; failures are nulls there.
 * @param schema with every field, the inaccessible ones too
 */
export function requiredOf(world: World, schema: GraphQLSchema, ref: Ref, selection: string): string {
  return canonical(valuesOf(world, schema, ref, fieldsOf(selection)));
}

function valuesOf(world: World, schema: GraphQLSchema, ref: Ref, fields: readonly FieldNode[]): unknown[] {
  return fields.map((node) => {
    const value = valueOf(world, schema, ref, node);
    const below = node.selectionSet?.selections.filter((each) => each.kind === Kind.FIELD) ?? [];
    return mapped(value, (each) => (each instanceof Ref ? valuesOf(world, schema, each, below) : each));
  });
}

function valueOf(world: World, schema: GraphQLSchema, ref: Ref, node: FieldNode): unknown {
  const field = world.model.field(ref.concrete, node.name.value);
  const value = world.value(ref, field, givenFor(world, schema, ref, node));
  return value instanceof Error ? null : value;
}

function givenFor(world: World, schema: GraphQLSchema, ref: Ref, node: FieldNode): string {
  const type = schema.getType(ref.concrete);
  const definition = isObjectType(type) ? type.getFields()[node.name.value] : undefined;
  if (!definition) throw new Error(`The schema has no ${ref.concrete}.${node.name.value}.`);
  const requires = requirementOf(world, ref, node.name.value);
  const inner = requires === undefined ? "" : requiredOf(world, schema, ref, requires);
  return given(getArgumentValues(definition, node), inner);
}

/** The selection that some subgraph must be handed to compute a field, if any. */
export function requirementOf(world: World, ref: Ref, name: string): string | undefined {
  const { ways } = world.model.field(ref.concrete, name);
  return [...ways.values()].find(({ requires }) => requires !== undefined)?.requires;
}

/** All that a value depends on besides the object and the field. */
export function given(args: unknown, required: string): string {
  return `${canonical(args)} ${required}`;
}

/** The same shape as {@link requiredOf}, of what a subgraph was handed. @throws if something is missing */
export function requiredIn(handed: Readonly<Record<string, unknown>>, selection: string): string {
  return canonical(handedValues(handed, fieldsOf(selection)));
}

function handedValues(handed: Readonly<Record<string, unknown>>, fields: readonly FieldNode[]): unknown[] {
  return fields.map((node) => {
    const value = handed[node.name.value];
    if (value === undefined) throw new Error(`MISROUTED: ${node.name.value} was not handed over.`);
    const below = node.selectionSet?.selections.filter((each) => each.kind === Kind.FIELD);
    if (!below) return value;
    return mapped(value, (each) =>
      each === null ? null : handedValues(each as Readonly<Record<string, unknown>>, below),
    );
  });
}

function mapped(value: unknown, change: (each: unknown) => unknown): unknown {
  return Array.isArray(value) ? value.map((each) => mapped(each, change)) : change(value);
}
