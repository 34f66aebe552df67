import { Kind, parse, type ConstDirectiveNode } from "graphql";

/**
 * Where a supergraph's subgraphs are, by name: `join__Graph` says it.
 * @throws for a subgraph without a valid URL
 */
export function graphAddresses(supergraphSdl: string): ReadonlyMap<string, URL> {
  const addresses = new Map<string, URL>();
  for (const node of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (node.kind !== Kind.ENUM_TYPE_DEFINITION || node.name.value !== "join__Graph") continue;
    for (const { directives = [] } of node.values ?? []) {
      const name = textOf(directives, "name");
      const url = textOf(directives, "url");
      if (!URL.canParse(url)) throw new Error(`The supergraph has no address of ${name}.`);
      addresses.set(name, new URL(url));
    }
  }
  return addresses;
}

function textOf(directives: readonly ConstDirectiveNode[], argument: string): string {
  const graph = directives.find(({ name }) => name.value === "join__graph");
  const value = graph?.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.STRING ? value.value : "";
}
