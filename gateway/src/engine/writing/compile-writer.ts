import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from "graphql";
import { isResponseObject, readerOf, type ResponseObject } from "../execution/response-object.ts";
import { innerKeyOf } from "../inner-names.ts";
import { collectFields, type Selecting } from "./collect-fields.ts";
import { fieldOf } from "./field-of.ts";
import { leafWriter } from "./leaf-writers.ts";
import { report, reportInvalid, stepBelow, type WriteValue, type Writing } from "./writing.ts";

/** Turns what an operation selects on a type into a writer of such objects. */
export function compileWriter(
  selecting: Selecting,
  type: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
): WriteValue {
  const byName = new Map<string, WriteValue>();
  const writerFor = (name: string): WriteValue | null => {
    const known = byName.get(name);
    if (known) return known;
    const { schema } = selecting;
    const named = schema.getType(name);
    // A subgraph may call an object whatever it likes; only what the field can give is written, or kept.
    const isKind = named === type || (isAbstractType(type) && isSubType(schema, type, named));
    if (!isCompositeType(named) || !isKind) return null;
    const writer = compileObject(selecting, named, selectionSets);
    byName.set(name, writer);
    return writer;
  };
  const isAbstract = isAbstractType(type);
  const own = writerFor(type.name);
  const choose = ({ __typename: name }: ResponseObject): WriteValue | null =>
    isAbstract && typeof name === "string" ? writerFor(name) : own;

  return (value, writing) => {
    const write = isResponseObject(value) ? choose(value) : null;
    if (write) return write(value, writing);
    reportInvalid(writing, type.name);
    return undefined;
  };
}

function isSubType(schema: GraphQLSchema, type: GraphQLAbstractType, other: unknown): boolean {
  return (isObjectType(other) || isInterfaceType(other)) && schema.isSubType(type, other);
}

/** How a value of some type is written, and whether it may be null. */
interface Slot {
  readonly write: WriteValue;
  /** What is told when null comes where none may be; null where it may. */
  readonly nullMessage: string | null;
}

interface FieldSlot extends Slot {
  readonly key: string;
  /** All that stands before the value. */
  readonly lead: string;
  readonly read: (object: ResponseObject) => unknown;
}

function compileObject(
  selecting: Selecting,
  type: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
): WriteValue {
  const slots: FieldSlot[] = [];
  for (const [key, nodes] of collectFields(selecting, type, selectionSets)) {
    const lead = `${slots.length === 0 ? "" : ","}"${key}":`;
    slots.push({ key, lead, ...compileField(selecting, type, nodes) });
  }
  return (value, writing) => {
    let text = "{";
    for (const slot of slots) {
      const written = writeInto(slot, slot.read(value as ResponseObject), slot.key, writing);
      if (written === undefined) return undefined;
      text += slot.lead + written;
    }
    return `${text}}`;
  };
}

function compileField(
  selecting: Selecting,
  type: GraphQLCompositeType,
  nodes: readonly FieldNode[],
): Omit<FieldSlot, "key" | "lead"> {
  const [node] = nodes;
  if (node === undefined) throw new Error("A field without a node.");
  const name = node.name.value;
  if (name === "__typename") return typenameSlot(type);
  const field = fieldOf(selecting.schema, type, name);
  const selectionSets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  return {
    read: readerOf(innerKeyOf(node)),
    ...compileSlot(selecting, field.type, `${type.name}.${name}`, selectionSets),
  };
}

/** Only an object that told its type can be named; an interface's name is none. */
function typenameSlot(type: GraphQLCompositeType): Omit<FieldSlot, "key" | "lead"> {
  const text = `"${type.name}"`;
  return {
    read: () => (isObjectType(type) ? type.name : null),
    write: () => text,
    nullMessage: missing(`${type.name}.__typename`),
  };
}

function compileSlot(
  selecting: Selecting,
  type: GraphQLOutputType,
  place: string,
  selectionSets: readonly SelectionSetNode[],
): Slot {
  if (isNonNullType(type)) {
    return { ...compileSlot(selecting, type.ofType, place, selectionSets), nullMessage: missing(place) };
  }
  if (isListType(type)) {
    return {
      write: listWriter(compileSlot(selecting, type.ofType, place, selectionSets)),
      nullMessage: null,
    };
  }
  const named = getNamedType(type);
  const write = isLeafType(named) ? leafWriter(named) : compileWriter(selecting, named, selectionSets);
  return { write, nullMessage: null };
}

function missing(place: string): string {
  return `${place} 没有值，所在的对象因此为空。Cannot return null for non-nullable field ${place}.`;
}

function listWriter(item: Slot): WriteValue {
  return (value, writing) => {
    if (!Array.isArray(value)) {
      reportInvalid(writing, "list");
      return undefined;
    }
    let text = "[";
    for (let index = 0; index < value.length; index++) {
      const written = writeInto(item, value[index], index, writing);
      if (written === undefined) return undefined;
      text += index === 0 ? written : `,${written}`;
    }
    return `${text}]`;
  };
}

/** Writes a value into its place; undefined when a null goes on to the object or list around it. */
function writeInto(slot: Slot, value: unknown, step: string | number, writing: Writing): string | undefined {
  if (value === null || value === undefined) {
    if (slot.nullMessage === null) return "null";
    report(writing, slot.nullMessage, step);
    return undefined;
  }
  const before = writing.errors.length;
  const text = slot.write(value, writing);
  if (writing.errors.length > before) stepBelow(writing, before, step);
  return text ?? (slot.nullMessage === null ? "null" : undefined);
}
