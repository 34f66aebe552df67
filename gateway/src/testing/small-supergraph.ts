import { composeSupergraph } from "../compose/compose-supergraph.ts";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])`;

const SDL = {
  organisations: `${LINK}
    type Query { organisation(id: ID!): Organisation organisations: [Organisation!]! search(in: [SearchInput]): Int }
    type Mutation { rename(id: ID!): Organisation }
    input SearchInput { all: [SearchInput] any: [[SearchInput]] text: String }
    type Organisation @key(fields: "id") { id: ID! name: String parent: Organisation }`,
  resources: `${LINK}
    type Query { needs: [Need!] }
    type Organisation @key(fields: "id") { id: ID! needs: [Need!] }
    type Need @key(fields: "id") { id: ID! title: String unit: Organisation }`,
};

/** Two subgraphs, large enough for every path through the gateway. */
export function smallSupergraph(): string {
  const composed = composeSupergraph(SDL);
  if ("problems" in composed) throw new Error(composed.problems.join("\n"));
  return composed.sdl;
}
