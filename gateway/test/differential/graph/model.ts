/** How one subgraph declares a field of a type. */
export interface Way {
  /**
   * `answers`: it resolves the field; `external`: it must not be asked for it, but below a field that
   * provides it; `overridden`: it must not be asked for it any more.
   */
  role: "answers" | "external" | "overridden";
  /** SDL, e.g. `@shareable`. */
  readonly directives: string[];
  /** The fields of the named type that it can tell below this field. */
  provides?: string;
  /** A selection set, without braces, that it must be handed. */
  requires?: string;
}

/** A field as the whole graph has it. */
export interface Field {
  readonly name: string;
  /** SDL, e.g. `[Book!]`. */
  readonly type: string;
  /** SDL with parentheses, or empty. */
  readonly args: string;
  readonly ways: Map<string, Way>;
  /** The values of a key, from the object's number: never null, never an error, telling objects apart. */
  readonly keyOf?: (concrete: string, n: number) => string | number | { readonly named: string };
  /** Never null where the type says non-null, and no errors within: others are computed from it. */
  isSafe?: boolean;
  isInaccessible?: boolean;
}

/** How one subgraph declares an object type. */
export interface Home {
  /** With `isResolvable: false` the subgraph only mentions the entity. */
  readonly keys: { readonly fields: string; readonly isResolvable: boolean }[];
  readonly interfaces: Set<string>;
}

export interface ObjectType {
  readonly name: string;
  readonly homes: Map<string, Home>;
  readonly fields: Map<string, Field>;
  isInaccessible?: boolean;
}

export interface InterfaceType {
  readonly name: string;
  /** The fields that each subgraph declares on it. */
  readonly homes: Map<string, Set<string>>;
  readonly implementers: ObjectType[];
  /** Only for an interface that is an entity. */
  readonly key?: string;
  /** Where it is declared as an object (`@interfaceObject`), with the names of the fields it has there. */
  readonly objectHomes: Map<string, Set<string>>;
}

export interface UnionType {
  readonly name: string;
  readonly members: Map<string, string[]>;
}

export interface EnumType {
  readonly name: string;
  readonly values: Map<string, string[]>;
  readonly inaccessible: Set<string>;
}

/** A graph over several subgraphs: what composes it and what answers it are both derived from this. */
export class Model {
  readonly objects = new Map<string, ObjectType>();
  readonly interfaces = new Map<string, InterfaceType>();
  readonly unions = new Map<string, UnionType>();
  readonly enums = new Map<string, EnumType>();

  constructor(readonly subgraphs: readonly string[]) {}

  /** @throws if there is no such field: a fault of the generator or of a planner */
  field(type: string, name: string): Field {
    const field = this.objects.get(type)?.fields.get(name);
    if (!field) throw new Error(`There is no field ${type}.${name}.`);
    return field;
  }

  /** The object types that a subgraph may answer for a type. */
  possibleIn(subgraph: string, named: string): string[] {
    if (this.objects.has(named)) return [named];
    const found = this.interfaces.get(named);
    if (!found) return this.unions.get(named)?.members.get(subgraph) ?? [];
    return found.implementers
      .filter(({ homes }) => found.objectHomes.has(subgraph) || homes.get(subgraph)?.interfaces.has(named))
      .map(({ name }) => name);
  }

  /** The object types that any subgraph answering the field could give. */
  possibleFor(field: Field, named: string): string[] {
    return this.#common(field, (subgraph) => this.possibleIn(subgraph, named));
  }

  /** The values that every subgraph answering the field knows. */
  valuesFor(field: Field, named: string): string[] {
    return this.#common(field, (subgraph) => this.enums.get(named)?.values.get(subgraph) ?? []);
  }

  #common(field: Field, namesIn: (subgraph: string) => string[]): string[] {
    const answering = [...field.ways].filter(([, { role }]) => role === "answers");
    const lists = answering.map(([subgraph]) => namesIn(subgraph));
    return (lists[0] ?? []).filter((name) => lists.every((list) => list.includes(name)));
  }
}

export function namedTypeOf(type: string): string {
  return type.replaceAll(/[[\]!]/g, "");
}
