import type { Path, Requirement, Rewrite } from "../planning/plan.ts";
import { isResponseObject, readerOf, type ResponseObject } from "./response-object.ts";
import type { TypeConditions } from "../supergraph/type-conditions.ts";

/**
 * Writes the representation of an object as JSON text, which is also what tells whether two objects are
 * the same one. Null where the object has not what is required: it is left out of the request.
 */
export type Represent = (object: ResponseObject) => string | null;

/** Of a value below a key, where any name may come. */
const MOST_TYPES = 100;

interface Field {
  readonly source: string;
  readonly target: string;
  /** What is written whatever the object says. */
  readonly constant: string | null;
  readonly selections: readonly Requirement[] | null;
}

/** A way of writing, for each type of object made once. */
export function compileRepresentation(
  requires: readonly Requirement[],
  rewrites: readonly Rewrite[],
  conditions: TypeConditions,
): Represent {
  const byType = new Map<string, Represent>();
  return (object) => {
    const { __typename: type } = object;
    if (typeof type !== "string") return null;
    let represent: Represent | null | undefined = byType.get(type);
    if (represent === undefined) {
      represent = representationOf(type, requires, rewrites, conditions);
      // A subgraph may call an object whatever it likes; only what is asked for is kept.
      if (represent) byType.set(type, represent);
    }
    return represent === null ? null : represent(object);
  };
}

function representationOf(
  type: string,
  requires: readonly Requirement[],
  rewrites: readonly Rewrite[],
  conditions: TypeConditions,
): Represent | null {
  const fields = rewritten(fieldsFor(type, requires, conditions), type, rewrites, conditions);
  // Without its type nobody could tell what is represented: none of the requirements was for this type.
  return fields.some(({ target }) => target === "__typename") ? writerOf(fields, conditions) : null;
}

/** The required fields that are meant for a type; those of one name are one field. */
function fieldsFor(type: string, requires: readonly Requirement[], conditions: TypeConditions): Field[] {
  const fields = new Map<string, Field>();
  const visit = (requirement: Requirement): void => {
    if ("type" in requirement) {
      if (conditions(requirement.type).has(type)) requirement.selections.forEach(visit);
      return;
    }
    const known = fields.get(requirement.source);
    const selections = known?.selections
      ? [...known.selections, ...(requirement.selections ?? [])]
      : requirement.selections;
    fields.set(requirement.source, { ...requirement, constant: null, selections });
  };
  requires.forEach(visit);
  return [...fields.values()];
}

function rewritten(
  fields: Field[],
  type: string,
  rewrites: readonly Rewrite[],
  conditions: TypeConditions,
): Field[] {
  return rewrites
    .filter(({ path }) => isFor(type, path, conditions))
    .reduce(
      (all, rewrite) =>
        all.map((field): Field => {
          if (field.source !== rewrite.key) return field;
          return "set" in rewrite
            ? { ...field, constant: JSON.stringify(rewrite.set) }
            : { ...field, target: rewrite.renameTo };
        }),
      fields,
    );
}

function isFor(type: string, path: Path, conditions: TypeConditions): boolean {
  return path.every((step) => {
    if (step === "@" || "field" in step)
      throw new Error("A rewrite inside a representation is not supported.");
    return step.types.some((condition) => conditions(condition).has(type));
  });
}

function writerOf(fields: readonly Field[], conditions: TypeConditions): Represent {
  const writers = fields.map(({ source, target, constant, selections }, index) => ({
    lead: `${index === 0 ? "" : ","}${JSON.stringify(target)}:`,
    read: readerOf(source),
    constant,
    write: selections === null ? JSON.stringify : nestedWriter(selections, conditions),
  }));
  return (object) => {
    let text = "{";
    for (const { lead, read, constant, write } of writers) {
      const value = constant === null ? read(object) : null;
      const written = constant ?? (value === undefined ? null : write(value));
      if (written === null) return null;
      text += lead + written;
    }
    return `${text}}`;
  };
}

/** Writes a value below the key: an object, a list of them, or null. */
function nestedWriter(
  selections: readonly Requirement[],
  conditions: TypeConditions,
): (value: unknown) => string | null {
  const byType = new Map<string, Represent>();
  const writeObject = (object: ResponseObject): string | null => {
    const type = typeof object.__typename === "string" ? object.__typename : "";
    let represent = byType.get(type);
    if (represent === undefined) {
      represent = writerOf(fieldsFor(type, selections, conditions), conditions);
      if (byType.size < MOST_TYPES) byType.set(type, represent);
    }
    return represent(object);
  };
  const write = (value: unknown): string | null => {
    if (isResponseObject(value)) return writeObject(value);
    if (!Array.isArray(value)) return JSON.stringify(value);
    const items = value.map(write);
    return items.includes(null) ? null : `[${items.join(",")}]`;
  };
  return write;
}
