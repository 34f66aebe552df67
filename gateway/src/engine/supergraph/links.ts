import { Kind, type ConstValueNode, type DocumentNode } from "graphql";

/** A specification that a schema says it uses, with the names that it goes by there. */
export interface Link {
  /** E.g. `join`, `inaccessible`. */
  readonly name: string;
  /** What its names start with, or what its directive of the same name is called. */
  readonly as: string;
  /** Whether a schema must not be served by whoever does not know the specification. */
  readonly isNeeded: boolean;
  /** What was imported, as it is called in this schema; directives with their `@`. */
  readonly imported: ReadonlySet<string>;
}

/** Reads `@link` (and `@core`, as older supergraphs have it) of a schema. */
export function linksOf({ definitions }: DocumentNode): Link[] {
  return definitions.flatMap((node) =>
    node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION
      ? (node.directives ?? []).flatMap(({ name, arguments: given = [] }) => {
          const value = (key: string): ConstValueNode | undefined =>
            given.find((argument) => argument.name.value === key)?.value;
          const url = textOf(value(name.value === "core" ? "feature" : "url"));
          return url === null
            ? []
            : [linkOf(url, textOf(value("as")), value("import"), value("for") !== undefined)];
        })
      : [],
  );
}

/** The name stands before the version: `https://specs.apollo.dev/join/v0.3`. */
function linkOf(
  url: string,
  as: string | null,
  imports: ConstValueNode | undefined,
  isNeeded: boolean,
): Link {
  const parts = url.split("/").filter((part) => part !== "");
  const last = parts.pop() ?? "";
  const name = /^v\d+(\.\d+)*$/.test(last) ? (parts.pop() ?? last) : last;
  const items = imports?.kind === Kind.LIST ? imports.values : [];
  return { name, as: as ?? name, isNeeded, imported: new Set(items.flatMap(importedName)) };
}

function importedName(item: ConstValueNode): string[] {
  if (item.kind === Kind.STRING) return [item.value];
  if (item.kind !== Kind.OBJECT) return [];
  const field = (key: string): string | null =>
    textOf(item.fields.find(({ name }) => name.value === key)?.value);
  const name = field("as") ?? field("name");
  return name === null ? [] : [name];
}

function textOf(value: ConstValueNode | undefined): string | null {
  return value?.kind === Kind.STRING ? value.value : null;
}

const KNOWN = new Set(["link", "core", "join", "inaccessible", "tag", "cost"]);

/**
 * What a supergraph asks of whoever serves it, and this engine does not do: such as `@authenticated`, whose
 * fields would be open to everybody if it were passed over.
 */
export function unsupportedLinks(supergraph: DocumentNode): string[] {
  return linksOf(supergraph).flatMap(({ name, isNeeded }) => (isNeeded && !KNOWN.has(name) ? [name] : []));
}
