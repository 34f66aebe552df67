import {
  buildASTSchema,
  DirectiveLocation,
  Kind,
  visit,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  type NamedTypeNode,
} from "graphql";
import { linksOf } from "./links.ts";

/** Directives that say something to clients. */
const FOR_CLIENTS = new Set(["deprecated", "specifiedBy", "oneOf"]);

const EXECUTABLE: ReadonlySet<string> = new Set([
  DirectiveLocation.QUERY,
  DirectiveLocation.MUTATION,
  DirectiveLocation.SUBSCRIPTION,
  DirectiveLocation.FIELD,
  DirectiveLocation.FRAGMENT_DEFINITION,
  DirectiveLocation.FRAGMENT_SPREAD,
  DirectiveLocation.INLINE_FRAGMENT,
  DirectiveLocation.VARIABLE_DEFINITION,
]);

/**
 * What clients of a supergraph may ask for: everything but what says how subgraphs are joined, and what is
 * inaccessible.
 */
export function apiSchemaOf(supergraph: DocumentNode): GraphQLSchema {
  const links = linksOf(supergraph);
  const inaccessible = links.find(({ name }) => name === "inaccessible")?.as ?? "inaccessible";
  const isHidden = (node: object): boolean =>
    "directives" in node &&
    (node.directives as readonly ConstDirectiveNode[]).some(({ name }) => name.value === inaccessible);
  const isOfLink = (name: string): boolean =>
    links.some(({ as }) => name === as || name.startsWith(`${as}__`)) ||
    links.some(({ imported }) => imported.has(name) || imported.has(`@${name}`));

  const kept = supergraph.definitions.filter((node) => isForClients(node, isOfLink) && !isHidden(node));
  const types = new Set(kept.flatMap((node) => ("name" in node && node.name ? [node.name.value] : [])));
  const isKept = ({ name }: NamedTypeNode): boolean =>
    types.has(name.value) ||
    !supergraph.definitions.some((node) => "name" in node && node.name?.value === name.value);

  const remove = (node: object): null | undefined => (isHidden(node) ? null : undefined);
  const document: DocumentNode = visit(
    { kind: Kind.DOCUMENT, definitions: kept },
    {
      FieldDefinition: remove,
      InputValueDefinition: remove,
      EnumValueDefinition: remove,
      Directive: ({ name }) => (FOR_CLIENTS.has(name.value) ? undefined : null),
      ObjectTypeDefinition: {
        leave: (node) => ({ ...node, interfaces: node.interfaces?.filter(isKept) ?? [] }),
      },
      InterfaceTypeDefinition: {
        leave: (node) => ({ ...node, interfaces: node.interfaces?.filter(isKept) ?? [] }),
      },
      UnionTypeDefinition: { leave: (node) => ({ ...node, types: node.types?.filter(isKept) ?? [] }) },
    },
  );
  return buildASTSchema(document, { assumeValidSDL: true });
}

function isForClients(node: DefinitionNode, isOfLink: (name: string) => boolean): boolean {
  if (node.kind === Kind.DIRECTIVE_DEFINITION) {
    return !isOfLink(node.name.value) && node.locations.some(({ value }) => EXECUTABLE.has(value));
  }
  return !("name" in node) || node.name === undefined || !isOfLink(node.name.value);
}
